import type { Tx } from "../../database/database.ts";
import { statement } from "../../database/statement.ts";
import type { SlotLedger } from "../../slots/slot-ledger.ts";
import type { VehicleView } from "../../vehicles/vehicle.queries.ts";
import type { ClaimedItem } from "../calendar/calendar.rules.ts";
import type { CalendarLedger } from "../calendar/calendar-ledger.ts";
import type { ReservationView } from "../reservation.queries.ts";
import { holdOf, type InitialReservationStatus, reservationCode, startsAt } from "../reservation.rules.ts";
import { type ReservationAnnouncement, toOutboxEvents } from "../reservation-announcement.ts";
import { columnsOfItems, insertItemsOf } from "./reservation-items.ts";

// The update locks the counter until the commit, so all creations run one after the other from here on. This statement
// and those sent with it therefore come last, when all is decided, except what a window that is due at once does to
// others. One update serves a whole batch: a lock that is held until the commit has reached the disk is the only limit
// on the rate of creations. The items are inserted here as well, because they repeat the reservation's number.
const INSERT_RESERVATIONS = statement<{ before: number }>(
  "reservations.insert",
  `with raised as (
     update reservation_counter set last_number = last_number + cardinality($1::text[])
       returning last_number - cardinality($1::text[]) as before
   ), counter as (
     select before from raised limit 1
   ), created as (
     insert into reservations (id, number, vehicle_id, owner_id, status, reserved_until, notes, created_at, updated_at, starts_at, organisation)
       select id, before + place, vehicle_id, owner_id, status, reserved_until, notes, $10, $10, starts_at, organisation
         from counter, unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[],
             $7::timestamptz[], $8::text[])
           with ordinality as made (id, vehicle_id, owner_id, status, reserved_until, notes, starts_at, organisation, place)
   ), recorded as (
     insert into reservation_history (reservation_id, entry, status, event, at)
       select id, 1, status, event, $10 from unnest($1::text[], $4::text[], $9::text[]) as made (id, status, event)
   ), claimed as (
     ${insertItemsOf("counter.before + item.place", "counter", 11)}
   )
   select before from counter`,
);

/** A reservation that has passed all checks. */
export interface NewReservationRow {
  readonly id: string;
  readonly vehicle: VehicleView;
  readonly organisation: string | null;
  readonly stationIds: readonly string[];
  readonly items: readonly ClaimedItem[];
  readonly status: InitialReservationStatus | "WAITLISTED";
  readonly until: Date;
  readonly notes: string | null;
}

/**
 * Writes new reservations, their items, history and events, any number at once. Their slots must be locked. Statements
 * that do not need the answers of earlier ones are sent together with them: most of a batch's time is round trips.
 */
export class ReservationWriter {
  readonly #slots: SlotLedger;
  readonly #calendar: CalendarLedger;

  constructor(options: { slots: SlotLedger; calendar: CalendarLedger }) {
    this.#slots = options.slots;
    this.#calendar = options.calendar;
  }

  /** @returns them in the given order, which is also the order of their codes. */
  async write(tx: Tx, now: Date, made: readonly NewReservationRow[]): Promise<ReservationView[]> {
    const items = made.flatMap((each) => each.items);
    const announcements = made.map(toAnnouncement);
    const [reservations] = await Promise.all([
      this.#insert(tx, now, made, announcements),
      // Runs after the insert of the items, although it is sent with it.
      this.#slots.updateStatuses(tx, now, made.flatMap(toSlotChanges), toOutboxEvents(now, announcements)),
    ]);
    await this.#calendar.updateSessionEnds(tx, now, items);
    await this.#calendar.beginDue(tx, now, items);
    return reservations;
  }

  async #insert(
    tx: Tx,
    now: Date,
    made: readonly NewReservationRow[],
    announcements: readonly ReservationAnnouncement[],
  ): Promise<ReservationView[]> {
    const [counter] = await tx.query(INSERT_RESERVATIONS, [
      made.map((each) => each.id),
      made.map((each) => each.vehicle.id),
      made.map((each) => each.vehicle.ownerId),
      made.map((each) => each.status),
      made.map((each) => each.until),
      made.map((each) => each.notes),
      made.map((each) => startsAt(each.items)),
      made.map((each) => each.organisation),
      announcements.map(({ event }) => event),
      now,
      ...columnsOfItems(made),
    ]);
    if (!counter) throw new Error("There is no counter of reservations");
    return made.map((row, index) => toMade(row, counter.before + index + 1, now));
  }
}

function toMade(made: NewReservationRow, number: number, now: Date): ReservationView {
  const { id, vehicle, organisation, status, until, notes } = made;
  return {
    id,
    number,
    code: reservationCode(number),
    vehicleId: vehicle.id,
    ownerId: vehicle.ownerId,
    organisation,
    status,
    reservedUntil: until,
    turnUntil: null,
    cancellationReason: null,
    notes,
    hiddenAt: null,
    createdAt: now,
    updatedAt: now,
  };
}

function toAnnouncement({
  id,
  vehicle,
  organisation,
  stationIds,
  status,
}: NewReservationRow): ReservationAnnouncement {
  const event = status === "WAITLISTED" ? "WAITLISTED" : "CREATED";
  return { id, ownerId: vehicle.ownerId, organisation, stationIds, event };
}

function toSlotChanges({ items, until }: NewReservationRow) {
  const held = items.filter((item) => item.heldAt !== null);
  return held.map((item) => ({
    slotId: item.slotId,
    cause: "RESERVATION_CREATED" as const,
    hold: holdOf(item, until),
  }));
}
