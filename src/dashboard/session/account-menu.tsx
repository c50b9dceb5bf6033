import { Button, Menu, Text, useMantineColorScheme } from "@mantine/core";
import {
  IconCheck,
  IconLanguage,
  IconLogin2,
  IconLogout,
  IconMoon,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { Link } from "wouter";
import { useSession } from "../app/context.ts";
import { defineWords, type Language, languages, useLanguage, useWords } from "../app/language.tsx";
import type { Me } from "../app/me.ts";
import { useSignInPath } from "./return-path.ts";
import { useSignOut } from "./sign-out.ts";

const words = defineWords({
  en: {
    menu: "Account and settings",
    signIn: "Sign in",
    signOut: "Sign out",
    language: "Language",
    appearance: "Appearance",
    light: "Light",
    dark: "Dark",
    auto: "As the system",
    guest: "Guest",
  },
  vi: {
    menu: "Tài khoản và cài đặt",
    signIn: "Đăng nhập",
    signOut: "Đăng xuất",
    language: "Ngôn ngữ",
    appearance: "Giao diện",
    light: "Sáng",
    dark: "Tối",
    auto: "Theo hệ thống",
    guest: "Khách",
  },
});

/** Who one is, in which language, by day or by night. */
export function AccountMenu({ me }: { me: Me | null | undefined }) {
  const text = useWords(words);
  const session = useSession();
  const signOut = useSignOut();
  const signIn = useSignInPath();
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const isSignedIn = session.kind === "signed-in";
  const name = me ? (me.name ?? me.email ?? me.id) : isSignedIn ? "…" : text.guest;
  const chosen = <IconCheck size={16} aria-hidden />;
  return (
    <Menu position="bottom-end" width={220} withinPortal>
      <Menu.Target>
        <Button variant="subtle" color="gray" px="xs" leftSection={<IconUser size={18} aria-hidden />}>
          <Text span size="sm" maw={{ base: 80, sm: 200 }} truncate>
            {name}
          </Text>
          <span className="visually-hidden">. {text.menu}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {isSignedIn ? (
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
            {text.signOut}
          </Menu.Item>
        ) : (
          <Menu.Item component={Link} href={signIn} leftSection={<IconLogin2 size={16} aria-hidden />}>
            {text.signIn}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Label>{text.language}</Menu.Label>
        {Object.entries(languages).map(([key, label]) => (
          <Menu.Item
            key={key}
            lang={key}
            leftSection={<IconLanguage size={16} aria-hidden />}
            rightSection={key === language && chosen}
            onClick={() => choose(key as Language)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{text.appearance}</Menu.Label>
        {(["auto", "light", "dark"] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            leftSection={
              scheme === "dark" ? <IconMoon size={16} aria-hidden /> : <IconSun size={16} aria-hidden />
            }
            rightSection={scheme === colorScheme && chosen}
            onClick={() => setColorScheme(scheme)}
          >
            {text[scheme]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
