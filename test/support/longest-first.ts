import { BaseSequencer, type TestSpecification } from "vitest/node";

const LONGEST = [
  // Needs a fresh process, because it counts the remaining bytes.
  "leaving",
  ...["dashboard-slot", "dashboard-reservations", "dashboard-sites", "dashboard-board", "dashboard-figures"],
  ...["dashboard-sign-in", "building", "write-batch-races", "planned-operations", "calendar-change-races"],
  ...["size-limits", "key-set", "model", "calendar-model", "recipes", "feed-under-fire", "first-start"],
  ...["embedded-postgres", "container", "role-walk", "calendar-races", "deadlines", "webhooks", "fuzz"],
  ...["websocket-protocol", "window-order", "relay-lead", "organisation-stations", "write-batches"],
  ...["slow-beginnings", "slow-readers", "doctor", "busy-week", "playground", "two-servers", "faults"],
  ...["redis-channels", "start-failures", "stopping", "calendar-bounds", "production-start"],
];

/** Starts the longest files first, so that none of them runs alone at the end. A fresh clone has no recorded times. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
