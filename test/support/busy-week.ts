import { createReadStream } from "node:fs";
import { type LoggedSession, readChargingLog } from "../../src/replay/charging-log.ts";

/** A session of the log and its driver's behaviour. The log lacks that: it contains only drivers who came. */
export interface Visit extends LoggedSession {
  readonly comes: "ON_TIME" | "LATE" | "NEVER";
  /** What the driver does if the slot is taken. */
  readonly inLine: "TAKES_TURN" | "MISSES_TURN" | "LEAVES";
}

const HOUR = 60 * 60 * 1000;
const WEEK = 7 * 24 * HOUR;
const MONDAY = Date.UTC(2024, 0, 1);

/**
 * A week of sessions, ordered by their start. It is generated, and the same in each run, unless the environment
 * variable CHARGING_LOG has the path of a log: then it is the busiest week of that log.
 */
export async function busyWeek(): Promise<Visit[]> {
  const random = randomFrom(2024);
  const file = process.env["CHARGING_LOG"];
  const sessions = file ? await busiestWeekOf(file) : madeUpWeek(random);
  return sessions.map((session) => ({
    ...session,
    comes: pick(random(), { ON_TIME: 0.78, LATE: 0.1, NEVER: 0.12 }),
    inLine: pick(random(), { TAKES_TURN: 0.6, MISSES_TURN: 0.25, LEAVES: 0.15 }),
  }));
}

async function busiestWeekOf(file: string): Promise<LoggedSession[]> {
  const { sessions } = await readChargingLog(createReadStream(file, "utf8"), { all: false });
  const weeks = new Map<number, LoggedSession[]>();
  for (const session of sessions.toSorted((a, b) => a.startAt - b.startAt)) {
    const number = Math.floor((session.startAt - MONDAY) / WEEK);
    weeks.set(number, [...(weeks.get(number) ?? []), session]);
  }
  return [...weeks.values()].reduce((busiest, week) => (week.length > busiest.length ? week : busiest), []);
}

const GARAGES = 4;
const CHARGERS = 12;
const DRIVERS = 60;
const SESSIONS = 150;

/** Relative frequency of session starts in apartment garages, by hour of the day. */
const startsByHour = [2, 1, 0, 0, 0, 0, 0, 2, 2, 2, 3, 5, 5, 5, 8, 11, 10, 9, 9, 10, 8, 6, 5, 3];
/** Hours of a session, from the minimum through the quartiles to the maximum, including cars left overnight. */
const durations = [0.3, 2.5, 4, 10, 20];

function madeUpWeek(random: () => number): LoggedSession[] {
  const starts = Array.from({ length: SESSIONS }, () => startOfSession(random)).sort((a, b) => a - b);
  const drivers = Array.from({ length: DRIVERS }, () => 0);
  const chargers = Array.from({ length: CHARGERS }, () => 0);
  return starts.map((startAt, index) => {
    const endAt = startAt + Math.round(durationOf(random()) * HOUR);
    const driver = freeOne(drivers, startAt, random);
    // Most drivers take a free charger. The others insist on their own, even if it is occupied.
    const charger = random() < 0.65 ? freeOne(chargers, startAt, random) : driver % CHARGERS;
    drivers[driver] = endAt;
    chargers[charger] = Math.max(endAt, chargers[charger] ?? 0);
    const garage = `G${1 + (charger % GARAGES)}`;
    const energyKwh = Math.min(60, ((endAt - startAt) / HOUR) * 3.6);
    return {
      id: `${index + 1}`,
      garage,
      charger: `C${charger + 1}`,
      user: `U${driver + 1}`,
      startAt,
      endAt,
      energyKwh,
    };
  });
}

function startOfSession(random: () => number): number {
  const day = Math.floor(random() * 7);
  const hour = Number(pick(random(), Object.fromEntries(startsByHour.entries())));
  return MONDAY + (day * 24 + hour + Math.floor(random() * 60) / 60) * HOUR;
}

function durationOf(share: number): number {
  const place = share * (durations.length - 1);
  const [from = 0, to = from] = durations.slice(Math.floor(place));
  return from + (to - from) * (place % 1);
}

/** A random index whose last session has ended, or any if there is none. */
function freeOne(busyUntil: readonly number[], at: number, random: () => number): number {
  const free = [...busyUntil.keys()].filter((index) => (busyUntil[index] ?? 0) <= at);
  const among = free.length > 0 ? free : [...busyUntil.keys()];
  return among[Math.floor(random() * among.length)] ?? 0;
}

function pick<Choice extends string>(share: number, weights: Readonly<Record<Choice, number>>): Choice {
  const choices = Object.entries<number>(weights) as [Choice, number][];
  let left = share * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  throw new RangeError(`${share} is not a share of ${Object.keys(weights)}`);
}

/** Deterministic pseudo-random numbers in [0, 1) (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
