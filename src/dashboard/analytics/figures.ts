import type { AnalyticsBucket, AnalyticsQuery } from "../api/documents.ts";
import { defineWords } from "../app/language.tsx";
import { endOf } from "./period.ts";

export type Analytics = AnalyticsQuery["reservationAnalytics"];
export type Bucket = Analytics["buckets"][number];

/** In the order of the table and of the bars. Each kind has its own colour and pattern. */
export const countKinds = ["created", "completed", "cancelled", "expired", "missed"] as const;
export type CountKind = (typeof countKinds)[number];

export const figureWords = defineWords({
  en: {
    counts: {
      created: "Created",
      completed: "Completed",
      cancelled: "Cancelled",
      expired: "Expired",
      missed: "Missed",
    },
    successRate: "Success rate",
    expiryRate: "Expiry rate",
    averageHold: "Average hold",
    total: "Total",
    bucket: { HOUR: "Hour", DAY: "Day", WEEK: "Week", MONTH: "Month" },
  },
  vi: {
    counts: {
      created: "Đã tạo",
      completed: "Hoàn tất",
      cancelled: "Đã hủy",
      expired: "Hết hạn",
      missed: "Lỡ lượt",
    },
    successRate: "Tỷ lệ thành công",
    expiryRate: "Tỷ lệ hết hạn",
    averageHold: "Giữ chỗ trung bình",
    total: "Tổng cộng",
    bucket: { HOUR: "Giờ", DAY: "Ngày", WEEK: "Tuần", MONTH: "Tháng" },
  },
});

/** The name of a bucket, in UTC. */
export function bucketLabel(start: string, bucket: AnalyticsBucket, locale: string): string {
  const format = formats[bucket](locale);
  // Buckets are half-open: a week ends on the day before the next one begins.
  if (bucket === "WEEK") return format.formatRange(new Date(start), new Date(endOf(start, bucket) - 1));
  return format.format(new Date(start));
}

const formats: Readonly<Record<AnalyticsBucket, (locale: string) => Intl.DateTimeFormat>> = {
  HOUR: formatOf({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }),
  DAY: formatOf({ day: "numeric", month: "short", year: "numeric" }),
  WEEK: formatOf({ day: "numeric", month: "short", year: "numeric" }),
  MONTH: formatOf({ month: "long", year: "numeric" }),
};

const tickFormats: Readonly<Record<AnalyticsBucket, (locale: string) => Intl.DateTimeFormat>> = {
  HOUR: formatOf({ day: "numeric", month: "numeric", hour: "2-digit" }),
  DAY: formatOf({ day: "numeric", month: "short" }),
  WEEK: formatOf({ day: "numeric", month: "short" }),
  MONTH: formatOf({ month: "short", year: "2-digit" }),
};

/** A shorter name, for an axis. */
export function tickLabel(start: string, bucket: AnalyticsBucket, locale: string): string {
  return tickFormats[bucket](locale).format(new Date(start));
}

function formatOf(options: Intl.DateTimeFormatOptions): (locale: string) => Intl.DateTimeFormat {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (locale) => {
    const format = made.get(locale) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    made.set(locale, format);
    return format;
  };
}
