import { type Caller, foreignStation, mayActFor } from "../access/caller.ts";
import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { DomainError } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import { say } from "../shared/message.ts";
import { refuseBooking, type SlotState } from "../slots/slot.rules.ts";
import type { SlotLedger } from "../slots/slot-ledger.ts";
import type { BookingMode } from "../stations/station.rules.ts";
import { lockUsableVehicle, type VehicleView } from "../vehicles/vehicle.service.ts";
import { readMoment } from "./booking-mode.ts";
import { claimItems } from "./calendar.rules.ts";
import type { CalendarLedger } from "./calendar-ledger.ts";
import {
  RESERVATION_COLUMNS,
  type ReservationRow,
  type ReservationView,
  toReservationView,
} from "./reservation.queries.ts";
import {
  type HoldSettings,
  type InitialReservationStatus,
  type ItemWindow,
  reservationKind,
  reservedUntil,
  startsAt,
} from "./reservation.rules.ts";
import type { ReservationExpiry } from "./reservation-expiry.ts";
import { refuseNewReservation, refuseStrangers } from "./reservation-input.rules.ts";
import { insertItems } from "./reservation-items.ts";
import type { ReservationLedger } from "./reservation-ledger.ts";

// Runs last: everything after the counter's update waits for one lock with all other creations.
const INSERT_RESERVATION = statement<ReservationRow>(
  "reservations.insert",
  `with counter as (
     update reservation_counter set last_number = last_number + 1 returning last_number
   ), created as (
     insert into reservations (id, number, vehicle_id, owner_id, status, reserved_until, notes, created_at, updated_at, starts_at, organisation)
       select $1, last_number, $2, $3, $4, $5, $6, $7, $7, $9, $10 from counter
       returning *
   ), recorded as (
     insert into reservation_history (reservation_id, entry, status, event, at)
       select id, 1, status, $8, created_at from created
   )
   select ${RESERVATION_COLUMNS} from created`,
);
const WAITS_ALREADY = statement<{ id: string; number: number }>(
  "reservations.waits_already",
  `select r.id, r.number from reservation_items i join reservations r on r.id = i.reservation_id
    where i.slot_id = $1 and i.held_at is null and i.released_at is null and i.hold_from is null and r.owner_id = $2`,
);

export interface CreateReservation {
  readonly vehicleId: string;
  readonly items: readonly ItemWindow[];
  readonly status: InitialReservationStatus;
  readonly reservedUntil: Date | null;
  readonly joinWaitlist: boolean;
  readonly notes: string | null;
}

/** Makes reservations, inside the transaction of whoever asks for one. */
export class ReservationMaker {
  readonly #slots: SlotLedger;
  readonly #ledger: ReservationLedger;
  readonly #calendar: CalendarLedger;
  readonly #expiry: ReservationExpiry;
  readonly #settings: HoldSettings;

  constructor(options: {
    slots: SlotLedger;
    ledger: ReservationLedger;
    calendar: CalendarLedger;
    expiry: ReservationExpiry;
    settings: HoldSettings;
  }) {
    this.#slots = options.slots;
    this.#ledger = options.ledger;
    this.#calendar = options.calendar;
    this.#expiry = options.expiry;
    this.#settings = options.settings;
  }

  async make(tx: Tx, caller: Caller, request: CreateReservation): Promise<ReservationView> {
    const vehicle = await lockUsableVehicle(tx, caller, request.vehicleId);
    const slots = await this.#slots.lock(
      tx,
      request.items.map((item) => item.slotId),
    );
    const { now, modes, organisations } = await readMoment(
      tx,
      slots.map((slot) => slot.id),
    );
    const [organisation = null] = organisations;
    const { ownerId } = vehicle;
    if (organisations.some((each) => !mayActFor(caller, { ownerId, organisation: each })))
      throw foreignStation();
    const malformed =
      refuseNewReservation(request, modes, now) ?? refuseStrangers(organisations, organisation);
    if (malformed) throw malformed;
    const refusal = slots
      .map((slot, index) => refuseBooking(slot, modes[index] ?? "IMMEDIATE"))
      .find((each) => each !== null);
    const stationIds = [...new Set(slots.map((slot) => slot.stationId))];
    const order = { vehicle, organisation, stationIds, request, now };
    if (!refusal) return this.#book(tx, modes, order);
    await this.#expiry.requireNoLapsedHold(
      tx,
      slots.map((slot) => slot.id),
    );
    const [slot] = slots;
    if (!request.joinWaitlist || !slot || slot.status === "INACTIVE") throw refusal;
    return this.#joinLine(tx, slot, order);
  }

  async #book(tx: Tx, modes: readonly BookingMode[], order: Order): Promise<ReservationView> {
    const { request, now } = order;
    const items = claimItems(request.items, modes, now, this.#calendar.settings);
    await this.#calendar.requireFree(tx, now, items);
    const made = { id: newId("reservation"), until: reservedUntil(request, now, this.#settings) };
    await insertItems(tx, made.id, items);
    const hold = { kind: reservationKind(items), until: made.until.toISOString() };
    const held = items.filter((item) => item.heldAt !== null);
    const changes = held.map(({ slotId }) => ({ slotId, cause: "RESERVATION_CREATED" as const, hold }));
    await this.#slots.settle(tx, now, changes);
    await this.#calendar.follow(tx, now, items);
    const reservation = await this.#insert(tx, order, { ...made, status: request.status, event: "CREATED" });
    await this.#calendar.beginDue(tx, now, items);
    return reservation;
  }

  async #joinLine(tx: Tx, slot: SlotState, order: Order): Promise<ReservationView> {
    const { request, now, vehicle } = order;
    const [waiting] = await tx.query(WAITS_ALREADY, [slot.id, vehicle.ownerId]);
    if (waiting) {
      const message = say`The driver waits for slot ${slot.id} already; cancel that first.`;
      throw new DomainError("INVALID_STATE", message, { slotId: slot.id, reservationId: waiting.id });
    }
    const made = { id: newId("reservation"), until: reservedUntil(request, now, this.#settings) };
    const waits = { heldAt: null, holdFrom: null, claimed: null };
    await insertItems(
      tx,
      made.id,
      request.items.map((item) => ({ ...item, ...waits })),
    );
    return this.#insert(tx, order, { ...made, status: "WAITLISTED", event: "WAITLISTED" });
  }

  async #insert(
    tx: Tx,
    { vehicle, organisation, stationIds, request: { items, notes }, now }: Order,
    made: {
      id: string;
      until: Date;
      status: InitialReservationStatus | "WAITLISTED";
      event: "CREATED" | "WAITLISTED";
    },
  ): Promise<ReservationView> {
    const { id, until, status, event } = made;
    const { ownerId } = vehicle;
    await this.#ledger.announce(tx, now, [{ id, ownerId, organisation, stationIds, event }]);
    const values = [id, vehicle.id, ownerId, status, until, notes, now, event, startsAt(items), organisation];
    const [row] = await tx.query(INSERT_RESERVATION, values);
    if (!row) throw new Error("The reservation was not stored");
    return toReservationView(row);
  }
}

/** A request that nothing stands in the way of. */
interface Order {
  readonly vehicle: VehicleView;
  readonly organisation: string | null;
  readonly stationIds: readonly string[];
  readonly request: CreateReservation;
  readonly now: Date;
}
