import { badInput, type DomainError } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";
import { yearErrors } from "../shared/years.ts";

export const AnalyticsBucket = { HOUR: "HOUR", DAY: "DAY", WEEK: "WEEK", MONTH: "MONTH" } as const;
export type AnalyticsBucket = (typeof AnalyticsBucket)[keyof typeof AnalyticsBucket];

/** A range of time, [from, to), divided into buckets of UTC. */
export interface AnalyticsRange {
  readonly from: Date;
  readonly to: Date;
  readonly bucket: AnalyticsBucket;
}

/** What happened to reservations in a range of time. */
export interface AnalyticsCounts {
  readonly created: number;
  readonly completed: number;
  readonly cancelled: number;
  readonly expired: number;
  readonly missed: number;
}

export const MAX_BUCKETS = 400;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
// The epoch was a Thursday.
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** The number of the bucket that contains a time, counted from a fixed origin. */
const bucketNumber: Record<AnalyticsBucket, (ms: number) => number> = {
  HOUR: (ms) => Math.floor(ms / HOUR_MS),
  DAY: (ms) => Math.floor(ms / DAY_MS),
  WEEK: (ms) => Math.floor((ms - FIRST_MONDAY_MS) / WEEK_MS),
  MONTH: (ms) => new Date(ms).getUTCFullYear() * 12 + new Date(ms).getUTCMonth(),
};

/** How many buckets overlap the range. Times are whole milliseconds. */
export function bucketCount({ from, to, bucket }: AnalyticsRange): number {
  const numberAt = bucketNumber[bucket];
  return numberAt(to.getTime() - 1) - numberAt(from.getTime()) + 1;
}

/** BAD_USER_INPUT if the range is empty, beyond the calendar, or has too many buckets; else null. */
export function refuseRange(range: AnalyticsRange): DomainError | null {
  const { from, to, bucket } = range;
  const [beyond] = [...yearErrors(from, "from"), ...yearErrors(to, "to")];
  if (beyond) return badInput(beyond);
  if (from >= to) return badInput({ path: "to", message: "must be after `from`" });
  const count = bucketCount(range);
  if (count <= MAX_BUCKETS) return null;
  const message = say`asks for ${count} buckets of one ${bucket}, and at most ${MAX_BUCKETS} are allowed: use a shorter range or a larger bucket`;
  return badInput({ path: "to", message });
}

export function totals(buckets: readonly AnalyticsCounts[]): AnalyticsCounts {
  const sum = (of: (counts: AnalyticsCounts) => number) => buckets.reduce((all, each) => all + of(each), 0);
  return {
    created: sum((each) => each.created),
    completed: sum((each) => each.completed),
    cancelled: sum((each) => each.cancelled),
    expired: sum((each) => each.expired),
    missed: sum((each) => each.missed),
  };
}

/** The share of ended reservations that ended in this way, 0 to 1; null if none ended. */
export function shareOfEnded(
  counts: AnalyticsCounts,
  end: "completed" | "cancelled" | "expired" | "missed",
): number | null {
  const ended = counts.completed + counts.cancelled + counts.expired + counts.missed;
  return ended === 0 ? null : counts[end] / ended;
}
