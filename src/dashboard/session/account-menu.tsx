import { Button, Group, Menu, Text, useMantineColorScheme } from "@mantine/core";
import {
  IconCheck,
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { Link } from "wouter";
import { useSession } from "../app/context.ts";
import { defineWords, type Language, languages, useLanguage, useWords } from "../app/language.tsx";
import type { Me } from "../app/me.ts";
import { commonWords } from "../shared/common-words.ts";
import { userName } from "../shared/user-name.ts";
import { useSignInPath } from "./return-path.ts";
import { useSignOut } from "./sign-out.ts";

const words = defineWords({
  en: {
    menu: "Account and settings",
    language: "Language",
    appearance: "Appearance",
    light: "Light",
    dark: "Dark",
    auto: "System",
  },
  vi: {
    menu: "Tài khoản và cài đặt",
    language: "Ngôn ngữ",
    appearance: "Giao diện",
    light: "Sáng",
    dark: "Tối",
    auto: "Theo hệ thống",
  },
});

const schemes = [
  ["auto", IconDeviceDesktop],
  ["light", IconSun],
  ["dark", IconMoon],
] as const;

/** The account menu, which also offers the language and the colour scheme, and a link to sign in. */
export function Account({ me }: { me: Me | null | undefined }) {
  const common = useWords(commonWords);
  const signIn = useSignInPath();
  const isSignedIn = useSession().kind === "signed-in";
  return (
    <Group gap="xs" wrap="nowrap">
      {!isSignedIn && (
        <Button component={Link} href={signIn} size="compact-sm">
          {common.signIn}
        </Button>
      )}
      <AccountMenu name={isSignedIn ? (me ? userName(me) : "…") : null} />
    </Group>
  );
}

function AccountMenu({ name }: { /** Null if nobody is signed in. */ name: string | null }) {
  const text = useWords(words);
  const common = useWords(commonWords);
  const signOut = useSignOut();
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choice = { checkIcon: <IconCheck size={16} aria-hidden />, closeMenuOnClick: true };
  return (
    <Menu position="bottom-end" width={220} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="subtle" color="gray" px="xs">
          {name === null ? <IconSettings size={20} aria-hidden /> : <IconUser size={18} aria-hidden />}
          {name !== null && (
            <Text span size="sm" ml="xs" maw={{ base: 80, sm: 200 }} truncate>
              {name}
            </Text>
          )}
          <span className="visually-hidden">. {text.menu}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {name !== null && (
          <>
            <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
              {common.signOut}
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        <Menu.Label>{text.language}</Menu.Label>
        {Object.entries(languages).map(([key, label]) => (
          <Menu.RadioItem
            key={key}
            value={key}
            lang={key}
            {...choice}
            checked={key === language}
            onChange={() => choose(key as Language)}
          >
            {label}
          </Menu.RadioItem>
        ))}
        <Menu.Divider />
        <Menu.Label>{text.appearance}</Menu.Label>
        {schemes.map(([scheme, Icon]) => (
          <Menu.RadioItem
            key={scheme}
            value={scheme}
            {...choice}
            checked={scheme === colorScheme}
            rightSection={<Icon size={16} aria-hidden />}
            onChange={() => setColorScheme(scheme)}
          >
            {text[scheme]}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
