import { useEffect, useState } from "react";
import { useClient, useQuery } from "urql";
import { SlotChangesDocument, type SlotChangesQuery } from "../api/documents.ts";
import { FROM_THE_SERVER } from "../api/queries.ts";
import { useOnChange, useOnReconnect, useQueryRefetch } from "../shared/refetch.ts";
import { mergePage, type SlotChanges } from "./slot-changes.ts";

/** @param version of the slot. When it changes, the history is read again. */
export function useSlotHistory(id: string, version: number) {
  const client = useClient();
  const query = useQuery({ query: SlotChangesDocument, variables: { id, after: null } });
  const [{ data, error }] = query;
  const refetch = useQueryRefetch(query);
  useOnChange(version, refetch);
  useOnReconnect(refetch);
  const [changes, setChanges] = useState<Page | null>(null);
  const [{ isLoading, isFailed }, setMore] = useState({ isLoading: false, isFailed: false });
  const add = (answer: SlotChangesQuery | undefined) => {
    const page = pageOf(answer);
    if (page) setChanges((known) => withCursor(known, page));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is added once
  useEffect(() => add(data), [data]);
  const showMore = async () => {
    setMore({ isLoading: true, isFailed: false });
    const variables = { id, after: changes?.cursor ?? null };
    const answer = await client.query(SlotChangesDocument, variables, FROM_THE_SERVER);
    add(answer.data);
    setMore({ isLoading: false, isFailed: answer.error !== undefined });
  };
  return { changes, error, refetch, showMore, isLoading, isFailed };
}

interface Page extends SlotChanges {
  /** The cursor of the oldest change. */
  readonly cursor: string | null;
}

function pageOf(answer: SlotChangesQuery | undefined): Page | null {
  const history = answer?.slot?.history;
  if (!history) return null;
  const list = history.edges.map(({ node }) => node);
  return { list, hasMore: history.pageInfo.hasNextPage, cursor: history.edges.at(-1)?.cursor ?? null };
}

function withCursor(known: Page | null, page: Page): Page {
  const changes = mergePage(known, page);
  const isPagesOldest = changes.list.at(-1)?.version === page.list.at(-1)?.version;
  return { ...changes, cursor: isPagesOldest ? page.cursor : (known?.cursor ?? null) };
}
