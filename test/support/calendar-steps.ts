import fc from "fast-check";

/** An operation on a calendar. Times are minutes from now; reservations and sessions are counted from the newest. */
export type Step =
  | { do: "book"; driver: number; windows: Offered[]; pending: boolean; until: number | null }
  | { do: "reschedule"; driver: Actor; reservation: number; windows: Offered[]; until: number | null }
  | { do: "confirm" | "cancel" | "complete"; driver: Actor; reservation: number }
  | { do: "start"; driver: Actor; slot: number | "its"; reservation: number | null }
  | { do: "stop"; driver: Actor; session: number }
  | { do: "deactivate"; slot: number; how: "refuse" | "cancel" | "move" }
  | { do: "activate"; slot: number }
  | { do: "pass"; minutes: number };

type Actor = number | "owner";

export interface Offered {
  readonly slot: number;
  readonly in: number;
  readonly minutes: number;
}

export const SLOTS = 3;
export const DRIVERS = 3;
/** All times are multiples of this many minutes. */
export const CELL = 5;

const slot = fc.nat(SLOTS - 1);
// Mostly the owner, because the refusal of other drivers needs few tries.
const driver = fc.oneof(
  { weight: 8, arbitrary: fc.constant("owner" as const) },
  { weight: 1, arbitrary: fc.nat(DRIVERS - 1) },
);
// An index that counts from the newest, so that it stays meaningful when fast-check shrinks.
const recent = fc.oneof(fc.nat(1), fc.nat(4));
const cells = (min: number, max: number) => fc.integer({ min, max }).map((count) => count * CELL);
// Some begin immediately, some soon, some one after the other.
const startsIn = fc.oneof(cells(-2, 3), cells(0, 8), cells(0, 24));
const windows = fc.uniqueArray(fc.record({ slot, in: startsIn, minutes: cells(1, 10) }), {
  minLength: 1,
  maxLength: SLOTS,
  selector: (window) => window.slot,
});
const until = fc.option(cells(1, 20), { freq: 4 });

/** Any operation on a calendar with that many slots and drivers. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant("book" as const),
      driver: fc.nat(DRIVERS - 1),
      windows,
      pending: fc.boolean(),
      until,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("reschedule" as const),
      driver,
      reservation: recent,
      windows,
      until,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom("confirm" as const, "confirm" as const, "cancel" as const, "complete" as const),
      driver,
      reservation: recent,
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant("start" as const),
      driver,
      slot: fc.oneof({ weight: 3, arbitrary: fc.constant("its" as const) }, { weight: 1, arbitrary: slot }),
      reservation: fc.option(recent, { freq: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("stop" as const), driver, session: fc.nat(1) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("deactivate" as const),
      slot,
      how: fc.constantFrom("refuse" as const, "cancel" as const, "move" as const, "move" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("activate" as const), slot }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("pass" as const), minutes: cells(1, 9) }) },
);
