import type { ApiClient } from "./api-client.ts";
import { type SlotEventFields, type SlotHistoryPage, slotHistory } from "./operations.ts";

export interface SlotHistory {
  readonly version: number;
  readonly status: string;
  /** Oldest first. */
  readonly events: readonly SlotEventFields[];
}

/** A slot and its whole history; null if there is no such slot. @throws Refusal, NoAnswer */
export async function readSlotHistory(api: ApiClient, slotId: string): Promise<SlotHistory | null> {
  const newestFirst: SlotEventFields[] = [];
  for (let after: string | null = null; ; ) {
    const page: SlotHistoryPage = await api.send(slotHistory, { slotId, after });
    if (!page.slot) return null;
    const { version, status, history } = page.slot;
    newestFirst.push(...history.edges.map(({ node }) => node));
    if (!history.pageInfo.hasNextPage) return { version, status, events: newestFirst.toReversed() };
    after = history.pageInfo.endCursor;
  }
}
