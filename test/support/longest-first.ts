import { BaseSequencer, type TestSpecification } from "vitest/node";

const LONGEST = [
  // In a process that nothing else has run in yet: it counts the bytes that are left.
  "leaving",
  ...["calendar-change-races", "size-limits", "model", "calendar-model", "key-set", "busy-week", "building"],
  ...["feed-under-fire", "embedded-postgres", "first-start", "fuzz", "start-failures", "recipes", "doctor"],
  ...["calendar-races", "two-servers", "stopping", "relay-lead", "websocket-protocol", "webhooks"],
  ...[
    "slow-readers",
    "slow-beginnings",
    "calendar-bounds",
    "redis-channels",
    "container",
    "production-start",
  ],
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
