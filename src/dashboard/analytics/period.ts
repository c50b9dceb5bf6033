import type { AnalyticsBucket } from "../api/documents.ts";

export const periods = ["7d", "30d", "90d", "12m", "own"] as const;
type Period = (typeof periods)[number];
const buckets = ["HOUR", "DAY", "WEEK", "MONTH"] as const satisfies readonly AnalyticsBucket[];

/** The time range of the figures, in UTC days. `to` is exclusive. */
interface Range {
  readonly from: string;
  readonly to: string;
}

/** The state that the page's address describes. Invalid parameters are corrected. */
export interface View {
  readonly period: Period;
  readonly range: Range;
  /** Null if the chosen range is empty or too long. */
  readonly bucket: AnalyticsBucket | null;
  /** The bucket sizes that the server accepts for the range. */
  readonly possible: readonly AnalyticsBucket[];
  readonly stationId: string | null;
  /** The first and the last day, inclusive, such as `2026-11-22`. */
  readonly firstDay: string;
  readonly lastDay: string;
}

const MAX_BUCKETS = 400;
const DAY_MS = 86_400_000;
const usual: Readonly<Record<Exclude<Period, "own">, AnalyticsBucket>> = {
  "7d": "DAY",
  "30d": "DAY",
  "90d": "WEEK",
  "12m": "MONTH",
};
const lengths = { "7d": 7, "30d": 30, "90d": 90 } as const;

export function viewOf(parameters: URLSearchParams, now: number): View {
  const requested = parameters.get("period");
  const period = periods.find((each) => each === requested) ?? "30d";
  const [firstDay, lastDay] = daysOf(period, parameters, now);
  const range = { from: startOf(firstDay), to: startOf(nextDay(lastDay)) };
  const possible = buckets.filter((bucket) => fits(range, bucket));
  const wanted = parameters.get("bucket");
  const bucket =
    possible.find((each) => each === wanted) ??
    possible.find((each) => period !== "own" && each === usual[period]) ??
    // Enough buckets to show the course, few enough to read.
    possible.find((each) => bucketsIn(range, each) <= 60) ??
    possible.at(-1) ??
    null;
  return { period, range, bucket, possible, stationId: parameters.get("station"), firstDay, lastDay };
}

function daysOf(period: Period, parameters: URLSearchParams, now: number): [first: string, last: string] {
  const today = dayOf(now);
  if (period === "own") {
    const [from, to] = [parameters.get("from"), parameters.get("to")];
    const last = isDay(to) ? to : today;
    return [isDay(from) ? from : dayOf(Date.parse(last) - 6 * DAY_MS), last];
  }
  if (period !== "12m") return [dayOf(Date.parse(today) - (lengths[period] - 1) * DAY_MS), today];
  const date = new Date(today);
  return [dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 11, 1)), today];
}

/** The UTC day that a time falls in. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Whether a text is an existing day from 1900 to 2199. */
function isDay(text: string | null): text is string {
  return (
    text !== null &&
    /^(19|20|21)\d\d-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    dayOf(Date.parse(text)) === text
  );
}

function nextDay(day: string): string {
  return dayOf(Date.parse(day) + DAY_MS);
}

function startOf(day: string): string {
  return `${day}T00:00:00.000Z`;
}

function fits(range: Range, bucket: AnalyticsBucket): boolean {
  return range.from < range.to && bucketsIn(range, bucket) <= MAX_BUCKETS;
}

/** An upper bound on the number of buckets that touch the range. */
function bucketsIn({ from, to }: Range, bucket: AnalyticsBucket): number {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (bucket === "HOUR") return days * 24;
  if (bucket === "DAY") return days;
  return bucket === "WEEK" ? Math.ceil(days / 7) + 1 : Math.ceil(days / 28) + 1;
}

/** The exclusive end of a bucket. */
export function endOf(start: string, bucket: AnalyticsBucket): number {
  const at = new Date(start);
  if (bucket === "MONTH") return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
  const hours = { HOUR: 1, DAY: 24, WEEK: 7 * 24 }[bucket];
  return at.getTime() + hours * 3_600_000;
}
