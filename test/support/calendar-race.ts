import type { Answer, ApiError } from "./api-client.ts";
import { type CalendarScene, type Minutes, openCalendar } from "./calendar-scene.ts";
import { type Driver, openScene, type Scene } from "./scene.ts";

/** CALENDAR stations on a database that two servers share. */
export interface CalendarRace extends CalendarScene {
  readonly other: Scene;
  /** Drivers of both servers, by turns. */
  readonly drivers: readonly Driver[];
  /** Both servers sweep at once, and each twice over. */
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

/** Kept free after each window, as by default. */
const BUFFER_MINUTES = 5;

/** Whether two windows of one slot, each with its buffer, would be in each other's way. */
export function collide(a: Minutes, b: Minutes): boolean {
  return a.slotId === b.slotId && a.from < b.to + BUFFER_MINUTES && b.from < a.to + BUFFER_MINUTES;
}

/** Each pair of windows that are in each other's way. */
export function collisionsIn(windows: readonly Minutes[]): Minutes[][] {
  return windows.flatMap((window, index) =>
    windows.slice(index + 1).flatMap((other) => (collide(window, other) ? [[window, other]] : [])),
  );
}

/** Whole numbers below a limit, the same for the same seed, so that a failure can be seen again. */
export function randomFrom(seed: number): (limit: number) => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** The items in another order. */
export function shuffle<Item>(items: readonly Item[], random: (limit: number) => number): Item[] {
  const left = [...items];
  const picked: Item[] = [];
  while (left.length > 0) picked.push(...left.splice(random(left.length), 1));
  return picked;
}

/** The one error of an answer, or null where there is none. */
export function errorOf({ data, errors }: Answer<unknown>): ApiError | null {
  const [error] = errors ?? [];
  if (!error === !data) throw new Error(`Neither done nor refused: ${JSON.stringify({ data, errors })}`);
  return error ?? null;
}

/** Sends again what a server that is too busy did not answer. It may have been done: bookings need a key. */
export async function whenServed<Result>(send: () => Promise<Answer<Result>>): Promise<Answer<Result>> {
  for (;;) {
    const answer = await send();
    if (answer.errors?.[0]?.extensions.code !== "SERVICE_UNAVAILABLE") return answer;
  }
}

/** As many as two servers take on at once: more would wait in line for their database connections, not race. */
const AT_ONCE = 32;

/** Does everything, so many at a time that there is always somebody in the way. */
export async function inCrowd(acts: readonly (() => Promise<unknown>)[]): Promise<void> {
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

/** Each of so many requests by the next driver, and so at the other server than the one before, all at once. */
export function allAtOnce<Request, Result>(
  drivers: readonly Driver[],
  requests: readonly Request[],
  send: (driver: Driver, request: Request) => Promise<Result>,
): Promise<Result[]> {
  return Promise.all(
    requests.map((request, index) => send(drivers[index % drivers.length] as Driver, request)),
  );
}
