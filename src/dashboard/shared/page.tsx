import { Button, Center, Container, Group, Loader, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import type { CombinedError } from "urql";
import { refusalOf } from "../api/refusals.ts";
import { defineWords, useLanguage, useWords } from "../app/language.tsx";
import { routes } from "../routes.ts";
import { Failure } from "./failure.tsx";
import { TextLink } from "./links.tsx";

interface PageProps {
  readonly title: string;
  /** Shown beside the title: the actions of the page. */
  readonly actions?: ReactNode;
  readonly size?: "md" | "lg" | "xl" | "100%";
  readonly children: ReactNode;
}

/** A page with its heading. After navigation the heading takes the focus, so that screen readers read it. */
export function Page({ title, actions, size = "xl", children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · slotwire`;
  }, [title]);
  useEffect(() => {
    if (pagesShown++ > 0) heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  return (
    <Container size={size} py="md" px={{ base: "sm", sm: "md" }}>
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <Title order={1} size="h2" ref={heading} tabIndex={-1} style={{ outline: "none" }}>
            {title}
          </Title>
          {actions}
        </Group>
        {children}
      </Stack>
    </Container>
  );
}

let pagesShown = 0;

const words = defineWords({
  en: { loading: "Loading…", retry: "Try again", notThere: "Page not found", home: "Go to the live board" },
  vi: { loading: "Đang tải…", retry: "Thử lại", notThere: "Không tìm thấy trang", home: "Về bảng trực tiếp" },
});

export function Loading() {
  const { loading } = useWords(words);
  return (
    <Center py="xl" role="status" data-loading>
      <Loader aria-hidden />
      <Text ml="sm">{loading}</Text>
    </Center>
  );
}

/** An error, with what to do next. */
export function RefusalAlert({ error, onRetry }: { error: CombinedError; onRetry?: () => void }) {
  const { language } = useLanguage();
  const { retry } = useWords(words);
  const { message, advice } = refusalOf(error, language);
  return (
    <Failure title={message} advice={advice}>
      {onRetry && (
        <Button mt="sm" size="xs" variant="default" onClick={() => onRetry()}>
          {retry}
        </Button>
      )}
    </Failure>
  );
}

/** Shown in place of an empty list, with what to do about it. */
export function Empty({ children }: { children: ReactNode }) {
  return (
    <Center py="xl">
      <Stack align="center" gap="xs" ta="center">
        {children}
      </Stack>
    </Center>
  );
}

export function NotFound() {
  const { notThere, home } = useWords(words);
  return (
    <Page title={notThere}>
      <TextLink href={routes.board}>{home}</TextLink>
    </Page>
  );
}
