import { type Caller, mayActFor } from "../access/caller.ts";
import { readClock } from "../database/clock.ts";
import type { Database, Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { badInput } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import { refuseBooking, type SlotStatusCause } from "../slots/slot.rules.ts";
import type { SlotLedger } from "../slots/slot-ledger.ts";
import { lockUsableVehicle } from "../vehicles/vehicle.service.ts";
import {
  RESERVATION_COLUMNS,
  type ReservationRow,
  type ReservationView,
  reservationByNumber,
  reservationsByIds,
  toReservationView,
} from "./reservation.queries.ts";
import {
  type HoldSettings,
  type InitialReservationStatus,
  type ItemWindow,
  nextStatus,
  reservationKind,
  reservationNumber,
  reservedUntil,
} from "./reservation.rules.ts";
import { lockReservation, moveReservation, releaseItems } from "./reservation-claims.ts";
import { refuseNewReservation } from "./reservation-input.rules.ts";

const INSERT_ITEMS = statement<never>(
  "reservations.insert_items",
  `insert into reservation_items (reservation_id, slot_id, position, start_at, end_at, held_at)
   select $1, slot_id, position, start_at, end_at, $5
     from unnest($2::text[], $3::timestamptz[], $4::timestamptz[]) with ordinality as item (slot_id, start_at, end_at, position)`,
);
// Runs last in its transaction: everything after the counter's update waits for one lock with all other creations.
const INSERT_RESERVATION = statement<ReservationRow>(
  "reservations.insert",
  `with counter as (
     update reservation_counter set last_number = last_number + 1 returning last_number
   ), created as (
     insert into reservations (id, number, vehicle_id, owner_id, status, reserved_until, notes, created_at, updated_at)
       select $1, last_number, $2, $3, $4, $5, $6, $7, $7 from counter
       returning *
   ), recorded as (
     insert into reservation_history (reservation_id, entry, status, event, at)
       select id, 1, status, 'CREATED', created_at from created
   )
   select ${RESERVATION_COLUMNS} from created`,
);

export interface CreateReservation {
  readonly vehicleId: string;
  readonly items: readonly ItemWindow[];
  readonly status: InitialReservationStatus;
  readonly reservedUntil: Date | null;
  readonly notes: string | null;
}

/** Reservations: made, confirmed, cancelled, completed. Each public method is one transaction. */
export class ReservationService {
  readonly #db: Database;
  readonly #ledger: SlotLedger;
  readonly #settings: HoldSettings;

  constructor({ db, ledger, settings }: { db: Database; ledger: SlotLedger; settings: HoldSettings }) {
    this.#db = db;
    this.#ledger = ledger;
    this.#settings = settings;
  }

  /**
   * Books every slot for a vehicle, or none of them.
   *
   * @throws DomainError NOT_FOUND, BAD_USER_INPUT, SLOT_NOT_AVAILABLE (with the first slot that is taken).
   */
  create(caller: Caller, request: CreateReservation): Promise<ReservationView> {
    return this.#db.inTransaction(async (tx) => {
      const vehicle = await lockUsableVehicle(tx, caller, request.vehicleId);
      const slots = await this.#ledger.lock(
        tx,
        request.items.map((item) => item.slotId),
      );
      const now = await readClock(tx);
      const refusal = refuseNewReservation(request, now) ?? firstRefusal(slots.map(refuseBooking));
      if (refusal) throw refusal;

      const id = newId("reservation");
      const until = reservedUntil(request, now, this.#settings);
      const hold = { kind: reservationKind(request.items), until: until.toISOString() };
      await tx.query(INSERT_ITEMS, [
        id,
        request.items.map((item) => item.slotId),
        request.items.map((item) => item.startAt),
        request.items.map((item) => item.endAt),
        now,
      ]);
      const cause = "RESERVATION_CREATED";
      await this.#ledger.settle(
        tx,
        now,
        slots.map((slot) => ({ slotId: slot.id, cause, hold })),
      );
      const [row] = await tx.query(INSERT_RESERVATION, [
        id,
        vehicle.id,
        vehicle.ownerId,
        request.status,
        until,
        request.notes,
        now,
      ]);
      return toReservationView(row as ReservationRow);
    });
  }

  /** PENDING to ACTIVE. @throws DomainError NOT_FOUND, INVALID_STATE */
  confirm(caller: Caller, reservationId: string): Promise<ReservationView> {
    return this.#db.inTransaction(async (tx) => {
      const { reservation } = await lockReservation(tx, this.#ledger, caller, reservationId);
      const to = nextStatus(reservation, "confirm");
      return moveReservation(tx, await readClock(tx), reservationId, { to, event: "CONFIRMED" });
    });
  }

  /** Ends a reservation that its owner no longer wants. @throws DomainError NOT_FOUND, INVALID_STATE */
  cancel(caller: Caller, reservationId: string, reason: string | null): Promise<ReservationView> {
    return this.#end(caller, reservationId, {
      step: "cancel",
      event: "CANCELLED",
      cause: "RESERVATION_CANCELLED",
      reason,
    });
  }

  /** Ends a reservation that has served. @throws DomainError NOT_FOUND, INVALID_STATE */
  complete(caller: Caller, reservationId: string): Promise<ReservationView> {
    return this.#end(caller, reservationId, {
      step: "complete",
      event: "COMPLETED",
      cause: "RESERVATION_COMPLETED",
      reason: null,
    });
  }

  /**
   * Hands a slot over from the reservation that holds it to a charging session: the reservation is COMPLETED and
   * gives back all of its slots, which are locked and still to be settled.
   *
   * @returns the ids of the slots that were given back, among them `slotId`.
   * @throws DomainError NOT_FOUND, INVALID_STATE, BAD_USER_INPUT where it is for another slot or vehicle.
   */
  async handOver(
    tx: Tx,
    caller: Caller,
    { reservationId, slotId, vehicleId }: { reservationId: string; slotId: string; vehicleId: string },
  ): Promise<string[]> {
    const { reservation, slotIds } = await lockReservation(tx, this.#ledger, caller, reservationId, slotId);
    const to = nextStatus(reservation, "start charging with");
    if (!slotIds.includes(slotId)) {
      throw badInput({ path: "input.slotId", message: `must be a slot of reservation ${reservation.code}` });
    }
    if (reservation.vehicleId !== vehicleId) {
      throw badInput({
        path: "input.vehicleId",
        message: `must be the vehicle of reservation ${reservation.code}`,
      });
    }
    const now = await readClock(tx);
    await moveReservation(tx, now, reservationId, { to, event: "COMPLETED" });
    return releaseItems(tx, now, reservationId);
  }

  /** The reservation, or null where there is none or it is not the caller's. */
  async find(caller: Caller, reservationId: string): Promise<ReservationView | null> {
    const [reservation] = await reservationsByIds(this.#db, [reservationId]);
    return reservation && mayActFor(caller, reservation.ownerId) ? reservation : null;
  }

  /** By its code (`RS000001`), or null where there is none or it is not the caller's. */
  async findByCode(caller: Caller, code: string): Promise<ReservationView | null> {
    const number = reservationNumber(code);
    const reservation = number === null ? null : await reservationByNumber(this.#db, number);
    return reservation && mayActFor(caller, reservation.ownerId) ? reservation : null;
  }

  #end(
    caller: Caller,
    reservationId: string,
    ending: {
      step: "cancel" | "complete";
      event: "CANCELLED" | "COMPLETED";
      cause: SlotStatusCause;
      reason: string | null;
    },
  ): Promise<ReservationView> {
    return this.#db.inTransaction(async (tx) => {
      const { reservation } = await lockReservation(tx, this.#ledger, caller, reservationId);
      const to = nextStatus(reservation, ending.step);
      const now = await readClock(tx);
      const ended = await moveReservation(tx, now, reservationId, {
        to,
        event: ending.event,
        reason: ending.reason,
      });
      const released = await releaseItems(tx, now, reservationId);
      await this.#ledger.settle(
        tx,
        now,
        released.map((slotId) => ({ slotId, cause: ending.cause })),
      );
      return ended;
    });
  }
}

function firstRefusal<Refusal>(refusals: readonly (Refusal | null)[]): Refusal | null {
  return refusals.find((refusal) => refusal !== null) ?? null;
}
