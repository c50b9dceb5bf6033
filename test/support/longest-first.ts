import { BaseSequencer, type TestSpecification } from "vitest/node";

const LONGEST = [
  // In a process that nothing else has run in yet: it counts the bytes that are left.
  "leaving",
  ...["dashboard-slot", "dashboard-reservations", "dashboard-sites", "dashboard-board", "dashboard-figures"],
  ...["dashboard-sign-in", "building", "write-batch-races", "planned-operations", "calendar-change-races"],
  ...["size-limits", "key-set", "model", "calendar-model", "recipes", "feed-under-fire", "first-start"],
  ...["embedded-postgres", "container", "role-walk", "calendar-races", "deadlines", "webhooks", "fuzz"],
  ...["websocket-protocol", "window-order", "relay-lead", "organisation-stations", "write-batches"],
  ...["slow-beginnings", "slow-readers", "doctor", "busy-week", "playground", "two-servers", "faults"],
  ...["redis-channels", "start-failures", "stopping", "calendar-bounds", "production-start"],
];

/** Begins with those that take longest, so that none of them is left alone at the end; a fresh clone knows no times. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
