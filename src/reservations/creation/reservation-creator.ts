import { type Caller, isStaffOf, mayActFor, stationForbidden } from "../../access/caller.ts";
import type { Tx } from "../../database/database.ts";
import { statement } from "../../database/statement.ts";
import { DomainError } from "../../shared/domain-error.ts";
import { newId } from "../../shared/ids.ts";
import { say } from "../../shared/message.ts";
import { refuseBooking, type SlotState } from "../../slots/slot.rules.ts";
import type { SlotLedger } from "../../slots/slot-ledger.ts";
import type { VehicleView } from "../../vehicles/vehicle.queries.ts";
import { lockUsableVehicle } from "../../vehicles/vehicle.service.ts";
import type { CalendarLedger } from "../calendar/calendar-ledger.ts";
import type { LapsedHolds } from "../expiry/lapsed-holds.ts";
import type { ReservationView } from "../reservation.queries.ts";
import {
  type InitialReservationStatus,
  type ItemWindow,
  type ReservationSettings,
  reservedUntil,
} from "../reservation.rules.ts";
import { waitsInLine } from "../reservation-item-states.ts";
import { readBookingContext } from "../slot-terms.queries.ts";
import { type BookingContext, termsOf } from "../slot-terms.rules.ts";
import type { OpenReservations } from "./open-reservations.ts";
import { refuseMixedOrganisations, refuseNewReservation } from "./reservation-input.rules.ts";
import type { NewReservationRow, ReservationWriter } from "./reservation-writer.ts";

const WAITS_ALREADY = statement<{ id: string }>(
  "reservations.waits_already",
  `select r.id from reservation_items i join reservations r on r.id = i.reservation_id
    where i.slot_id = $1 and ${waitsInLine("i")} and r.owner_id = $2`,
);

export interface CreateReservation {
  readonly vehicleId: string;
  readonly items: readonly ItemWindow[];
  readonly status: InitialReservationStatus;
  readonly reservedUntil: Date | null;
  readonly joinWaitlist: boolean;
  readonly notes: string | null;
}

/** Makes one reservation of any kind, inside the caller's transaction. */
export class ReservationCreator {
  readonly #slots: SlotLedger;
  readonly #writer: ReservationWriter;
  readonly #calendar: CalendarLedger;
  readonly #lapsedHolds: LapsedHolds;
  readonly #openReservations: OpenReservations;
  readonly #settings: ReservationSettings;

  constructor(options: {
    slots: SlotLedger;
    writer: ReservationWriter;
    calendar: CalendarLedger;
    lapsedHolds: LapsedHolds;
    openReservations: OpenReservations;
    settings: ReservationSettings;
  }) {
    this.#slots = options.slots;
    this.#writer = options.writer;
    this.#calendar = options.calendar;
    this.#lapsedHolds = options.lapsedHolds;
    this.#openReservations = options.openReservations;
    this.#settings = options.settings;
  }

  async create(tx: Tx, caller: Caller, request: CreateReservation): Promise<ReservationView> {
    const allowance = await this.#openReservations.lock(tx, caller);
    const vehicle = await lockUsableVehicle(tx, caller, request.vehicleId);
    const slots = await this.#slots.lock(
      tx,
      request.items.map((item) => item.slotId),
    );
    const context = await readBookingContext(
      tx,
      slots.map((slot) => slot.id),
    );
    const organisation = organisationOf(request, context);
    const refused =
      refuseRequest(caller, vehicle, request, context, this.#settings) ??
      (isStaffOf(caller, organisation) ? null : allowance.refuse());
    if (refused) throw refused;
    const refusal = slots
      .map((slot) => refuseBooking(slot, termsOf(context, slot.id).bookingMode))
      .find((each) => each !== null);
    const stationIds = [...new Set(slots.map((slot) => slot.stationId))];
    const order = { vehicle, organisation, stationIds, request, context };
    if (!refusal) return this.#book(tx, order);
    await this.#lapsedHolds.requireNone(
      tx,
      slots.map((slot) => slot.id),
    );
    const [slot] = slots;
    if (!request.joinWaitlist || !slot || slot.status === "INACTIVE") throw refusal;
    return this.#joinLine(tx, slot, order);
  }

  async #book(tx: Tx, order: Order): Promise<ReservationView> {
    const { request, context } = order;
    const items = this.#calendar.claimsOf(request.items, context);
    await this.#calendar.requireFree(tx, context.now, items);
    return this.#write(tx, order, { items, status: request.status });
  }

  async #joinLine(tx: Tx, slot: SlotState, order: Order): Promise<ReservationView> {
    const { request, vehicle } = order;
    const [waiting] = await tx.query(WAITS_ALREADY, [slot.id, vehicle.ownerId]);
    if (waiting) {
      const message = say`The driver is already on the waitlist for slot ${slot.id}; cancel that reservation first.`;
      throw new DomainError("INVALID_STATE", message, {
        slotId: slot.id,
        step: "joinWaitlist",
        reservationId: waiting.id,
      });
    }
    const waits = { heldAt: null, holdFrom: null, claimed: null };
    const items = request.items.map((item) => ({ ...item, ...waits }));
    return this.#write(tx, order, { items, status: "WAITLISTED" });
  }

  async #write(
    tx: Tx,
    { request, context, ...order }: Order,
    claimed: Pick<NewReservationRow, "items" | "status">,
  ): Promise<ReservationView> {
    const { now } = context;
    const until = reservedUntil(request, now, this.#settings);
    const made = { ...order, ...claimed, id: newId("reservation"), until, notes: request.notes };
    const [reservation] = await this.#writer.write(tx, now, [made]);
    if (!reservation) throw new Error("The reservation was not stored");
    return reservation;
  }
}

/** Refuses a request for reasons that do not depend on the state of its slots, which `refuseBooking` checks. */
export function refuseRequest(
  caller: Caller,
  { ownerId }: VehicleView,
  request: CreateReservation,
  context: BookingContext,
  settings: ReservationSettings,
): DomainError | null {
  const { items } = request;
  const isForeign = ({ slotId }: ItemWindow) =>
    !mayActFor(caller, { ownerId, organisation: termsOf(context, slotId).organisation });
  if (items.some(isForeign)) return stationForbidden();
  const organisation = organisationOf(request, context);
  return (
    refuseNewReservation(request, context, isStaffOf(caller, organisation) ? null : settings) ??
    refuseMixedOrganisations(items, context, organisation)
  );
}

/** The organisation of the reservation, to which all of its slots must belong. */
function organisationOf({ items: [first] }: CreateReservation, context: BookingContext): string | null {
  return first ? termsOf(context, first.slotId).organisation : null;
}

/** A request that has passed all checks. */
interface Order {
  readonly vehicle: VehicleView;
  readonly organisation: string | null;
  readonly stationIds: readonly string[];
  readonly request: CreateReservation;
  readonly context: BookingContext;
}
