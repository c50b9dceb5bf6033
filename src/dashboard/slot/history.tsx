import { Button, Group, Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useClient, useQuery } from "urql";
import { type SlotChangeFragment, SlotChangesDocument, type SlotChangesQuery } from "../api/documents.ts";
import { FROM_THE_SERVER } from "../api/queries.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { readable } from "../shared/colors.ts";
import { Loading, RefusalAlert } from "../shared/page.tsx";
import { useOnChange, useOnReturn, useQueryReread } from "../shared/reread.ts";
import { Section } from "../shared/section.tsx";
import { SlotStatusBadge, slotLooks } from "../shared/status.tsx";
import { causeWords } from "./causes.ts";
import { type Changes, withPage } from "./changes.ts";
import classes from "./history.module.css";

const words = defineWords({
  en: {
    title: "History",
    more: "Show more",
    from: "from",
    to: "to",
    failed: "The older changes could not be read. Try again.",
  },
  vi: {
    title: "Lịch sử",
    more: "Xem thêm",
    from: "từ",
    to: "sang",
    failed: "Không đọc được các thay đổi cũ hơn. Hãy thử lại.",
  },
});

/** Every change of the slot's status, newest first. */
export function SlotHistory({ id, version }: { id: string; version: number }) {
  const text = useWords(words);
  const { changes, error, showMore, isLoading, isFailed } = useChanges(id, version);
  return (
    <Section title={text.title}>
      {!changes && error && <RefusalAlert error={error} />}
      {!changes && !error && <Loading />}
      {changes && (
        <ol className={classes["changes"]}>
          {changes.list.map((change) => (
            <Change key={change.version} change={change} />
          ))}
        </ol>
      )}
      {isFailed && (
        <Text size="sm" mt="sm" role="alert">
          {text.failed}
        </Text>
      )}
      {changes?.hasMore && (
        <Button variant="default" mt="md" size="xs" loading={isLoading} onClick={showMore}>
          {text.more}
        </Button>
      )}
    </Section>
  );
}

function Change({ change }: { change: SlotChangeFragment }) {
  const text = useWords(words);
  const causes = useWords(causeWords);
  const format = useFormat();
  const { icon: Icon, color } = slotLooks[change.status];
  return (
    <li>
      <span className={classes["bullet"]}>
        <Icon size={14} color={readable(color)} aria-hidden />
      </span>
      <Text fw={600} size="sm">
        {change.cause && causes[change.cause]}
      </Text>
      <Group gap={6} mt={4}>
        {change.previousStatus && (
          <>
            <span className="visually-hidden">{text.from}</span>
            <SlotStatusBadge status={change.previousStatus} />
            <IconArrowRight size={14} aria-hidden />
            <span className="visually-hidden">{text.to}</span>
          </>
        )}
        <SlotStatusBadge status={change.status} />
      </Group>
      <Text size="sm" mt={4} component="time" dateTime={change.occurredAt} display="block">
        {format.dateTime(change.occurredAt)}
      </Text>
    </li>
  );
}

function useChanges(id: string, version: number) {
  const client = useClient();
  const query = useQuery({ query: SlotChangesDocument, variables: { id, after: null } });
  const [{ data, error }] = query;
  const reread = useQueryReread(query);
  useOnChange(version, reread);
  useOnReturn(reread);
  const [changes, setChanges] = useState<(Changes & { cursor: string | null }) | null>(null);
  const [{ isLoading, isFailed }, setMore] = useState({ isLoading: false, isFailed: false });
  const add = (answer: SlotChangesQuery | undefined) => {
    const page = pageOf(answer);
    if (page) setChanges((known) => withCursor(known, page));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is read is added once
  useEffect(() => add(data), [data]);
  const showMore = async () => {
    setMore({ isLoading: true, isFailed: false });
    const variables = { id, after: changes?.cursor ?? null };
    const answer = await client.query(SlotChangesDocument, variables, FROM_THE_SERVER);
    add(answer.data);
    setMore({ isLoading: false, isFailed: answer.error !== undefined });
  };
  return { changes, error, showMore, isLoading, isFailed };
}

interface Page extends Changes {
  /** Of the oldest. */
  readonly cursor: string | null;
}

function pageOf(answer: SlotChangesQuery | undefined): Page | null {
  const history = answer?.slot?.history;
  if (!history) return null;
  const list = history.edges.map(({ node }) => node);
  return { list, hasMore: history.pageInfo.hasNextPage, cursor: history.edges.at(-1)?.cursor ?? null };
}

function withCursor(known: Page | null, page: Page): Page {
  const changes = withPage(known, page);
  const isPagesOldest = changes.list.at(-1)?.version === page.list.at(-1)?.version;
  return { ...changes, cursor: isPagesOldest ? page.cursor : (known?.cursor ?? null) };
}
