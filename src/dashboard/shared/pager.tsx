import { Button, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";

const words = defineWords({
  en: {
    pages: "Pages of the list",
    previous: "Previous page",
    next: "Next page",
    range: (from: string, to: string, of: string) => `${from} to ${to} of ${of}`,
  },
  vi: {
    pages: "Các trang danh sách",
    previous: "Trang trước",
    next: "Trang sau",
    range: (from: string, to: string, of: string) => `${from} đến ${to} trong ${of}`,
  },
});

/** The position in a paginated list. Another `list`, such as one with another filter, starts at its first page. */
export function usePager(list: string) {
  const [{ of, cursors }, go] = useState<{ of: string; cursors: readonly string[] }>({
    of: list,
    cursors: [],
  });
  const current = of === list ? cursors : [];
  return {
    after: current.at(-1) ?? null,
    isFirst: current.length === 0,
    pagesBefore: current.length,
    next: (cursor: string) => go({ of: list, cursors: [...current, cursor] }),
    previous: () => go({ of: list, cursors: current.slice(0, -1) }),
  };
}

interface PagerProps {
  readonly pager: ReturnType<typeof usePager>;
  readonly pageSize: number;
  /** The server's data about the page that is shown. */
  readonly page: {
    readonly edges: readonly unknown[];
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  };
}

/** Which part of a list is shown, with buttons if there is more than one page. */
export function Pager({ pager, pageSize, page: { edges, totalCount, pageInfo } }: PagerProps) {
  const text = useWords(words);
  const format = useFormat();
  const { isFirst, pagesBefore, next, previous } = pager;
  const { hasNextPage, endCursor } = pageInfo;
  const before = pagesBefore * pageSize;
  const range = text.range(
    format.number(before + 1),
    format.number(before + edges.length),
    format.number(totalCount),
  );
  if (edges.length === 0 && isFirst) return null;
  return (
    <Group component="nav" aria-label={text.pages} justify="space-between" gap="sm">
      <Text size="sm" role="status">
        {range}
      </Text>
      {(!isFirst || hasNextPage) && (
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            disabled={isFirst}
            onClick={previous}
            leftSection={<IconChevronLeft size={16} aria-hidden />}
          >
            {text.previous}
          </Button>
          <Button
            variant="default"
            size="xs"
            disabled={!hasNextPage || !endCursor}
            onClick={() => endCursor && next(endCursor)}
            rightSection={<IconChevronRight size={16} aria-hidden />}
          >
            {text.next}
          </Button>
        </Group>
      )}
    </Group>
  );
}
