import type pg from "pg";

interface NewReservation {
  readonly id: string;
  readonly userId: string;
  readonly vehicleId: string;
  readonly slotId: string;
}

export interface WrittenReservation {
  readonly id: string;
  readonly code: string;
  readonly status: string;
}

/** The product's two writes without the product. Each is one transaction. */
export interface ReservationWriter {
  /** @throws Error if the slot is not AVAILABLE. */
  create(client: pg.Client, request: NewReservation): Promise<WrittenReservation>;
  /** @throws Error if the reservation is not open. */
  cancel(client: pg.Client, request: { id: string; userId: string }): Promise<WrittenReservation>;
}

export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** The first row of a named prepared statement. @throws Error if there is none. */
export async function firstRow<Row extends pg.QueryResultRow>(
  client: pg.Client,
  statement: Prepared,
  values: readonly unknown[],
): Promise<Row> {
  const { rows } = await client.query<Row>({ ...statement, values: [...values] });
  if (!rows[0]) throw new Error(`${statement.name} returned no row`);
  return rows[0];
}

export interface ReservationNumber extends pg.QueryResultRow {
  readonly id: string;
  /** A 64-bit number, which pg returns as a string. */
  readonly number: string;
  readonly status: string;
}

export function toWritten({ id, number, status }: ReservationNumber): WrittenReservation {
  return { id, code: `RS${number.padStart(6, "0")}`, status };
}
