import { AppShell, Burger, Group, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBolt } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense } from "react";
import { Link, useLocation } from "wouter";
import { untilReached } from "../api/until-reached.ts";
import { FeedStatus, LostNote } from "../live/feed-status.tsx";
import { routes } from "../routes.ts";
import { Account } from "../session/account-menu.tsx";
import { SessionEnded } from "../session/session-ended.tsx";
import { defineWords, useWords } from "./language.tsx";
import { useMe, useRefetchMe } from "./me.ts";
import { Navigation } from "./navigation.tsx";

const words = defineWords({
  en: { skip: "Skip to content", open: "Open menu", close: "Close menu" },
  vi: { skip: "Đến nội dung chính", open: "Mở trình đơn", close: "Đóng trình đơn" },
});

const ReservationNotices = lazy(() => untilReached(() => import("../reservations/reservation-notices.tsx")));

/** The frame around every page: navigation, account, and whether the live data is current. */
export function Shell({ children }: { children: ReactNode }) {
  const text = useWords(words);
  const [opened, { toggle, close }] = useDisclosure(false);
  const [path] = useLocation();
  const me = useMe();
  useRefetchMe();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: !opened } }}
    >
      <a className="skip-link" href="#content">
        {text.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px={{ base: "xs", sm: "md" }} justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap" flex="none">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={opened ? text.close : text.open}
              aria-expanded={opened}
            />
            <UnstyledButton component={Link} href={routes.board} onClick={close} aria-label="slotwire">
              <Group gap={6} wrap="nowrap">
                <IconBolt size={22} color="var(--mantine-color-green-7)" aria-hidden />
                {/* On a phone, the sign-in button needs this space in every language. */}
                <Text fw={700} visibleFrom="xs">
                  slotwire
                </Text>
              </Group>
            </UnstyledButton>
          </Group>
          <Group gap="xs" wrap="nowrap" miw={0}>
            <FeedStatus />
            <Account me={me} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <Navigation me={me} onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <SessionEnded />
        {/* The board shows this next to its results. */}
        {path !== routes.board && <LostNote />}
        {children}
      </AppShell.Main>
      {me && (
        <Suspense>
          <ReservationNotices me={me} />
        </Suspense>
      )}
    </AppShell>
  );
}
