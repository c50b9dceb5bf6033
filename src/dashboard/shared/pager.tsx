import { Button, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";

const words = defineWords({
  en: {
    pages: "Pages of the list",
    newer: "Previous page",
    older: "Next page",
    where: (page: string, pages: string) => `Page ${page} of ${pages}`,
  },
  vi: {
    pages: "Các trang danh sách",
    newer: "Trang trước",
    older: "Trang sau",
    where: (page: string, pages: string) => `Trang ${page} trên ${pages}`,
  },
});

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor?: string | null;
}

/** Where one is in a list of pages. Another `list`, such as one with another filter, begins at its first page. */
export function usePager(list: string) {
  const [{ of, cursors }, go] = useState<{ of: string; cursors: readonly string[] }>({
    of: list,
    cursors: [],
  });
  const current = of === list ? cursors : [];
  return {
    after: current.at(-1) ?? null,
    /** From 1 on. */
    page: current.length + 1,
    next: (cursor: string) => go({ of: list, cursors: [...current, cursor] }),
    previous: () => go({ of: list, cursors: current.slice(0, -1) }),
  };
}

interface PagerProps {
  readonly pager: ReturnType<typeof usePager>;
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
  readonly pageSize: number;
}

/** The way through a list; nothing where it has one page. */
export function Pager({ pager, pageInfo, totalCount, pageSize }: PagerProps) {
  const text = useWords(words);
  const format = useFormat();
  const { page, next, previous } = pager;
  const { hasNextPage, endCursor } = pageInfo;
  if (page === 1 && !hasNextPage) return null;
  const pages = Math.max(page, Math.ceil(totalCount / pageSize));
  return (
    <Group component="nav" aria-label={text.pages} justify="center" gap="sm">
      <Button
        variant="default"
        size="xs"
        disabled={page === 1}
        onClick={previous}
        leftSection={<IconChevronLeft size={16} aria-hidden />}
      >
        {text.newer}
      </Button>
      <Text size="sm" role="status">
        {text.where(format.number(page), format.number(pages))}
      </Text>
      <Button
        variant="default"
        size="xs"
        disabled={!hasNextPage || !endCursor}
        onClick={() => endCursor && next(endCursor)}
        rightSection={<IconChevronRight size={16} aria-hidden />}
      >
        {text.older}
      </Button>
    </Group>
  );
}
