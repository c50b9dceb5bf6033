import { useEffect, useMemo, useState } from "react";
import { usePage } from "./context.ts";
import { type Language, useLanguage } from "./language.tsx";

/** The server's time. The component renders again at the given interval. */
export function useNow(everyMs = 1_000): number {
  const { clock } = usePage();
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), everyMs);
    return () => clearInterval(timer);
  }, [clock, everyMs]);
  return now;
}

export type Format = ReturnType<typeof createFormat>;

/** Formats times in the viewer's zone, and numbers, both in the viewer's language. */
export function useFormat(): Format {
  const { language } = useLanguage();
  return useMemo(() => createFormat(localeOf(language)), [language]);
}

/** The locale for dates and numbers. */
export function useLocale(): string {
  return localeOf(useLanguage().language);
}

/** The browser's regional variant of the language, which decides for example between a 12-hour and a 24-hour clock. */
function localeOf(language: Language): string {
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;
}

export function createFormat(locale: string) {
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
  const exactTime = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  return {
    time: (at: Instant) => time.format(instant(at)),
    exactTime: (at: Instant) => exactTime.format(instant(at)),
    date: (at: Instant) => date.format(instant(at)),
    dateTime: (at: Instant) => dateTime.format(instant(at)),
    /** The time, with its date unless that is the date of `now`. */
    timeOn: (at: Instant, now: number) =>
      date.format(instant(at)) === date.format(now) ? time.format(instant(at)) : dateTime.format(instant(at)),
    /** A range of times. The day is written once if both times fall on it. */
    range: (from: Instant, to: Instant) => dateTime.formatRange(instant(from), instant(to)),
    number: (value: number) => number.format(value),
    kilowatts: (value: number) => `${number.format(value)} kW`,
    kilowattHours: (value: number) => `${number.format(value)} kWh`,
    /** @param share from 0 to 1 */
    percent: (share: number) => percent.format(share),
    duration: (ms: number) => duration(ms, locale),
    /** Relative to now: "2 minutes ago" or "in 2 minutes". */
    relative: (at: Instant, now: number) => relative(Number(instant(at)) - now, locale),
  };
}

type Instant = string | number | Date;

function instant(at: Instant): Date {
  return new Date(at);
}

/** The text of a countdown: `1:04:09` or `4:09`, or days from 48 hours on. */
export function countdown(ms: number, locale: string): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours >= 48) return unit(Math.floor(hours / 24), "day", locale);
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function duration(ms: number, locale: string): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return unit(Math.round(ms / 1000), "second", locale);
  if (minutes < 60) return unit(minutes, "minute", locale);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours >= 48) return unit(Math.round(hours / 24), "day", locale);
  return rest === 0
    ? unit(hours, "hour", locale)
    : `${unit(hours, "hour", locale)} ${unit(rest, "minute", locale)}`;
}

function unit(value: number, name: "second" | "minute" | "hour" | "day", locale: string): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" }).format(value);
}

function relative(ms: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.round(ms / 60_000);
  const hours = Math.round(ms / 3_600_000);
  if (Math.abs(seconds) < 60) return format.format(seconds, "second");
  if (Math.abs(minutes) < 60) return format.format(minutes, "minute");
  if (Math.abs(hours) < 48) return format.format(hours, "hour");
  return format.format(Math.round(ms / 86_400_000), "day");
}
