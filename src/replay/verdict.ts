import type { ApiClient } from "./api-client.ts";
import type { Feed } from "./feed.ts";
import { compareEvents, type Difference, expectedFeed, expectedHistory } from "./feed-check.ts";
import type { Fleet } from "./fleet.ts";
import type { Tally } from "./log-replayer.ts";
import { readSlotHistory, type SlotHistory } from "./slot-history.ts";

/** A difference, and where it was found. */
export interface PlacedDifference extends Difference {
  readonly charger: string;
  readonly source: "feed" | "history" | "slot";
}

/** Compares what the feed said of each slot with what was done. */
export function checkFeed(fleet: Fleet, tally: Tally, feed: Feed): PlacedDifference[] {
  const chargers = [...fleet.chargers.values()];
  const ours = new Set(chargers.map(({ slotId }) => slotId));
  const strangers = feed.slotIds.filter((slotId) => !ours.has(slotId));
  return [
    ...chargers.flatMap(({ slotId, name, version }) => {
      const expected = expectedFeed(version, tally.actsOfSlot.get(slotId) ?? []);
      return placed(name, "feed", compareEvents(expected, feed.eventsOf(slotId)));
    }),
    ...strangers.flatMap((slotId) => placed(slotId, "feed", compareEvents([], feed.eventsOf(slotId)))),
  ];
}

/** Compares each slot and its history, read by query, with what was done. @throws Refusal, NoAnswer */
export async function checkHistories(
  api: ApiClient,
  fleet: Fleet,
  tally: Tally,
): Promise<PlacedDifference[]> {
  const differences: PlacedDifference[] = [];
  for (const { slotId, name, version } of fleet.chargers.values()) {
    const expected = expectedHistory(version, tally.actsOfSlot.get(slotId) ?? []);
    const history = await readSlotHistory(api, slotId);
    differences.push(
      ...placed(name, "history", compareEvents(expected, history?.events ?? [])),
      ...placed(name, "slot", compareSlot(expected.at(-1), history)),
    );
  }
  return differences;
}

function compareSlot(
  last: { version: number; status: string } | undefined,
  slot: SlotHistory | null,
): Difference[] {
  if (!last) return [];
  const due = `version ${last.version}, ${last.status}`;
  if (!slot) return [{ kind: "missing", detail: due }];
  const found = `version ${slot.version}, ${slot.status}`;
  return found === due ? [] : [{ kind: "wrong", detail: `${found} in place of ${due}` }];
}

function placed(
  charger: string,
  source: PlacedDifference["source"],
  differences: readonly Difference[],
): PlacedDifference[] {
  return differences.map((difference) => ({ ...difference, charger, source }));
}
