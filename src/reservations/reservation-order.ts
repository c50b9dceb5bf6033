import { type Conditions, only } from "../database/statement.ts";
import { type CursorKey, isNumberKey, isWholeNumber } from "../shared/connection.ts";

export const ReservationOrder = { NEWEST: "NEWEST", WINDOW: "WINDOW" } as const;
export type ReservationOrder = (typeof ReservationOrder)[keyof typeof ReservationOrder];

/** The position in a list from which a page continues; `startsAt` in milliseconds. */
export type PlaceInList = readonly [number: number] | readonly [number: number, startsAt: number];

/** A range for the start of a reservation's earliest window. */
export interface WindowRange {
  readonly windowAfter?: Date | null;
  readonly windowBefore?: Date | null;
}

interface Bounds {
  readonly after: PlaceInList | null;
  readonly range: WindowRange;
  /** Set if a page is read for each value of a column, by an index that begins with that column. */
  readonly leading?: { readonly column: string; readonly value: string };
}

/** How a list of reservations is sorted. `row` is the table that has the columns: reservations, or their items. */
interface ListOrder {
  /** Names the list in its cursors, so that a cursor of another order is refused. */
  readonly list: string;
  /** @param leading the column with which the index begins, if it is one like that. */
  by(row: string, leading?: string): string;
  addBounds(conditions: Conditions, row: string, bounds: Bounds): Conditions;
  keyOf(row: PlacedRow): CursorKey & PlaceInList;
  isKey(key: unknown[]): boolean;
  /** In the order of `by`. */
  compare(one: PlacedRow, other: PlacedRow): number;
}

interface PlacedRow {
  readonly number: number;
  readonly createdAt: Date;
  readonly startsAt: Date | null;
}

/** The years 0 to 9999, which a DateTime can express, and a day more on both sides. PostgreSQL's own limit is later. */
const YEARS_MS = { first: -62_167_305_600_000, last: 253_402_387_199_999 };

export const listOrders: Readonly<Record<ReservationOrder, ListOrder>> = {
  // Numbers follow the order of creation.
  NEWEST: {
    list: "reservations",
    by: (row, leading) => `${leading ? `${leading}, ` : ""}${row}.number desc`,
    addBounds(conditions, row, { after, leading }) {
      if (leading) conditions.addText(only(leading.column, leading.value));
      return conditions.add(after?.[0], (number) => `${row}.number < ${number}`);
    },
    keyOf: ({ number }) => [number],
    isKey: isNumberKey,
    compare: (one, other) => other.number - one.number,
  },
  WINDOW: {
    list: "reservations.by_window",
    by: (row) => `${row}.starts_at, ${row}.number`,
    // No index has the starts of all, so equality is enough to make PostgreSQL use the index of the leading column.
    addBounds(conditions, row, { after, range, leading }) {
      const [startsAt, number] = lowerBound(after, range.windowAfter);
      conditions.addText(`${row}.starts_at is not null`);
      if (leading) conditions.addText(`${leading.column} = ${leading.value}`);
      return conditions
        .add(
          startsAt,
          (at) =>
            `(${row}.starts_at, ${row}.number) > (${at}::timestamptz, ${conditions.placeholder(number)})`,
        )
        .add(range.windowBefore, (at) => `${row}.starts_at < ${at}`);
    },
    keyOf: ({ number, startsAt }) => {
      if (!startsAt) throw new Error("A reservation without a window is in a list by windows");
      return [number, startsAt.getTime()];
    },
    isKey: ([number, startsAt, ...rest]) =>
      isWholeNumber(number) &&
      Number.isSafeInteger(startsAt) &&
      Number(startsAt) >= YEARS_MS.first &&
      Number(startsAt) <= YEARS_MS.last &&
      rest.length === 0,
    compare: (one, other) =>
      Number(one.startsAt?.getTime()) - Number(other.startsAt?.getTime()) || one.number - other.number,
  },
};

/**
 * The order of pages in a range of creation times. It is the order of the numbers, except for reservations that were
 * made at the same moment.
 */
export const byCreation = (one: PlacedRow, other: PlacedRow) =>
  other.createdAt.getTime() - one.createdAt.getTime() || other.number - one.number;

/** The position just before the page; a null start means that the page begins the list. */
function lowerBound(
  after: PlaceInList | null,
  windowAfter: Date | null | undefined,
): [startsAt: Date | null, number: number] {
  const [number = 0, at = Number.NEGATIVE_INFINITY] = after ?? [];
  if (at > (windowAfter?.getTime() ?? Number.NEGATIVE_INFINITY)) return [new Date(at), number];
  return [windowAfter ?? null, Number.MAX_SAFE_INTEGER];
}
