import type { Answer, ApiError } from "./api-client.ts";
import { type CalendarScene, type Minutes, openCalendar } from "./calendar-scene.ts";
import { type Driver, openScene, type Scene } from "./scene.ts";

/** CALENDAR stations on a database shared by two servers. */
export interface CalendarRace extends CalendarScene {
  readonly other: Scene;
  /** Drivers, alternating between the two servers. */
  readonly drivers: readonly Driver[];
  /** Runs the deadline sweep twice on each server, all at the same time. */
  sweepAll(): Promise<void>;
}

export async function openRace(driverCount = 16): Promise<CalendarRace> {
  const scene = await openCalendar();
  const other = await openScene({ manualDeadlines: true, database: scene.database });
  const drivers: Driver[] = [];
  for (let count = 0; count < driverCount; count++)
    drivers.push(await (count % 2 === 0 ? scene : other).newDriver());
  return {
    ...scene,
    other,
    drivers,
    sweepAll: async () => {
      await Promise.all([scene, other, scene, other].map((server) => server.app.sweep()));
    },
    close: async () => {
      await other.close();
      await scene.close();
    },
  };
}

/** The default time kept free after each window. */
const BUFFER_MINUTES = 5;

/** Whether two windows overlap on the same slot, including their buffers. */
export function collide(a: Minutes, b: Minutes): boolean {
  return a.slotId === b.slotId && a.from < b.to + BUFFER_MINUTES && b.from < a.to + BUFFER_MINUTES;
}

/** All pairs of windows that overlap. */
export function collisionsIn(windows: readonly Minutes[]): Minutes[][] {
  return windows.flatMap((window, index) =>
    windows.slice(index + 1).flatMap((other) => (collide(window, other) ? [[window, other]] : [])),
  );
}

/** A seeded generator of integers below a limit, so that failures can be reproduced. */
export function randomFrom(seed: number): (limit: number) => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** The items in random order. */
export function shuffle<Item>(items: readonly Item[], random: (limit: number) => number): Item[] {
  const left = [...items];
  const picked: Item[] = [];
  while (left.length > 0) picked.push(...left.splice(random(left.length), 1));
  return picked;
}

/** The single error of an answer, or null if it succeeded. */
export function errorOf({ data, errors }: Answer<unknown>): ApiError | null {
  const [error] = errors ?? [];
  if (!error === !data) throw new Error(`Neither done nor refused: ${JSON.stringify({ data, errors })}`);
  return error ?? null;
}

/** Repeats a request while the server is too busy. It may have been executed, so bookings need an idempotency key. */
export async function whenServed<Result>(send: () => Promise<Answer<Result>>): Promise<Answer<Result>> {
  for (;;) {
    const answer = await send();
    if (answer.errors?.[0]?.extensions.code !== "SERVICE_UNAVAILABLE") return answer;
  }
}

/** As many requests as two servers execute at once. More would queue for database connections instead of racing. */
const AT_ONCE = 32;

/** Runs everything, with so many running at a time that they conflict. */
export async function runConcurrently(acts: readonly (() => Promise<unknown>)[]): Promise<void> {
  const left = acts.values();
  const worker = async () => {
    for (const act of left) await act();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

export interface TakenWindow {
  readonly slotId: string;
  readonly startAt: string;
  readonly endAt: string;
}

/** Sends all requests at once, each by the next driver, and so alternating between the two servers. */
export function allAtOnce<Request, Result>(
  drivers: readonly Driver[],
  requests: readonly Request[],
  send: (driver: Driver, request: Request) => Promise<Result>,
): Promise<Result[]> {
  return Promise.all(
    requests.map((request, index) => send(drivers[index % drivers.length] as Driver, request)),
  );
}
