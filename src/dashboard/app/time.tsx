import { useEffect, useMemo, useState } from "react";
import { usePage } from "./context.ts";
import { type Language, useLanguage } from "./language.tsx";

/** The server's time, which the component is rendered for again every so often. */
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

/** Times in the viewer's zone, and numbers, in the words of their language. */
export function useFormat(): Format {
  const { language } = useLanguage();
  return useMemo(() => createFormat(language), [language]);
}

function createFormat(language: Language) {
  const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  const exactTime = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
  const date = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  return {
    time: (at: Instant) => time.format(instant(at)),
    exactTime: (at: Instant) => exactTime.format(instant(at)),
    date: (at: Instant) => date.format(instant(at)),
    dateTime: (at: Instant) => dateTime.format(instant(at)),
    /** From one time to another: the day once where it is the same. */
    range: (from: Instant, to: Instant) => dateTime.formatRange(instant(from), instant(to)),
    number: (value: number) => number.format(value),
    kilowatts: (value: number) => `${number.format(value)} kW`,
    kilowattHours: (value: number) => `${number.format(value)} kWh`,
    /** @param share from 0 to 1 */
    percent: (share: number) => percent.format(share),
    duration: (ms: number) => duration(ms, language),
    /** How long ago, or in how long: "2 minutes ago". */
    relative: (at: Instant, now: number) => relative(Number(instant(at)) - now, language),
  };
}

type Instant = string | number | Date;

function instant(at: Instant): Date {
  return new Date(at);
}

/** A countdown's words: `1:04:09`, or `4:09`; days where it is long. */
export function countdown(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours >= 48) return unit(Math.floor(hours / 24), "day", language);
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function duration(ms: number, language: Language): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return unit(Math.round(ms / 1000), "second", language);
  if (minutes < 60) return unit(minutes, "minute", language);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours >= 48) return unit(Math.round(hours / 24), "day", language);
  return rest === 0
    ? unit(hours, "hour", language)
    : `${unit(hours, "hour", language)} ${unit(rest, "minute", language)}`;
}

function unit(value: number, name: "second" | "minute" | "hour" | "day", language: Language): string {
  return new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" }).format(value);
}

function relative(ms: number, language: Language): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const seconds = Math.round(ms / 1000);
  if (Math.abs(seconds) < 60) return format.format(seconds, "second");
  if (Math.abs(seconds) < 3600) return format.format(Math.round(seconds / 60), "minute");
  if (Math.abs(seconds) < 48 * 3600) return format.format(Math.round(seconds / 3600), "hour");
  return format.format(Math.round(seconds / 86_400), "day");
}
