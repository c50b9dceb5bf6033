import type { SlotEventFields } from "./operations.ts";
import type { Act } from "./schedule.ts";

export const differenceKinds = ["missing", "extra", "wrong", "out of order", "repeated"] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** A difference between what the feed or the history says of a slot and what was done. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly detail: string;
}

type Change = Pick<SlotEventFields, "cause" | "previousStatus" | "status">;

/** The change of a slot by each act that the server accepted. */
const changeOf: Readonly<Record<Act, Change>> = {
  START: { cause: "SESSION_STARTED", previousStatus: "AVAILABLE", status: "IN_USE" },
  END: { cause: "SESSION_STOPPED", previousStatus: "IN_USE", status: "AVAILABLE" },
};

/** The expected feed of a slot that was new, at `version`, when the feed opened: a snapshot, then an event per act. */
export function expectedFeed(version: number, acts: readonly Act[]): SlotEventFields[] {
  const snapshot = { cause: null, previousStatus: null, status: "AVAILABLE" };
  return [{ kind: "SNAPSHOT", version, ...snapshot }, ...changesAfter(version, acts)];
}

/** The expected history of the slot, oldest first. */
export function expectedHistory(version: number, acts: readonly Act[]): SlotEventFields[] {
  const added = { cause: "SLOT_ADDED", previousStatus: null, status: "AVAILABLE" };
  return [{ kind: "CHANGE", version, ...added }, ...changesAfter(version, acts)];
}

function changesAfter(version: number, acts: readonly Act[]): SlotEventFields[] {
  return acts.map((act, index) => ({ kind: "CHANGE", version: version + 1 + index, ...changeOf[act] }));
}

/** Compares the events of one slot, in the order received, with the expected ones: each version once, in order. */
export function compareEvents(
  expected: readonly SlotEventFields[],
  received: readonly SlotEventFields[],
): Difference[] {
  const dueByVersion = new Map(expected.map((event) => [event.version, event]));
  const seen = new Set<number>();
  const differences: Difference[] = [];
  const report = (kind: DifferenceKind, detail: string) => differences.push({ kind, detail });
  let newest = Number.NEGATIVE_INFINITY;

  for (const event of received) {
    const due = dueByVersion.get(event.version);
    if (seen.has(event.version)) {
      report("repeated", describe(event));
    } else if (!due) {
      report("extra", describe(event));
    } else {
      if (event.version < newest) report("out of order", `${describe(event)} came after version ${newest}`);
      if (describe(event) !== describe(due))
        report("wrong", `${describe(event)} in place of ${describe(due)}`);
    }
    seen.add(event.version);
    newest = Math.max(newest, event.version);
  }
  for (const due of expected) if (!seen.has(due.version)) report("missing", describe(due));
  return differences;
}

function describe({ kind, version, cause, previousStatus, status }: SlotEventFields): string {
  return `version ${version} (${kind === "SNAPSHOT" ? kind : cause}: ${previousStatus ?? "-"} to ${status})`;
}
