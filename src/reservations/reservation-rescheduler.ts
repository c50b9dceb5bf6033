import { type Caller, isStaffOf } from "../access/caller.ts";
import { type Actor, record } from "../audit/audit-log.ts";
import type { Database, Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import { refuseBooking, type SlotStatus } from "../slots/slot.rules.ts";
import type { LockedSlot, SlotChange } from "../slots/slot-ledger.ts";
import type { ClaimedItem } from "./calendar/calendar.rules.ts";
import type { CalendarLedger } from "./calendar/calendar-ledger.ts";
import { refuseMixedOrganisations, refuseNewReservation } from "./creation/reservation-input.rules.ts";
import { insertItems } from "./creation/reservation-items.ts";
import type { LapsedHolds } from "./expiry/lapsed-holds.ts";
import {
  itemsByReservations,
  RESERVATION_COLUMNS,
  type ReservationRow,
  type ReservationView,
  toReservationView,
} from "./reservation.queries.ts";
import {
  holdOf,
  type ItemWindow,
  type ReservationSettings,
  reservedUntil,
  startsAt,
} from "./reservation.rules.ts";
import { reservationAuditRecord } from "./reservation-audit-record.ts";
import type { ReservationLedger } from "./reservation-ledger.ts";
import { nextStatus } from "./reservation-lifecycle.rules.ts";
import type { LockedReservation, ReservationLocks } from "./reservation-locks.ts";
import { readBookingContext } from "./slot-terms.queries.ts";
import { type BookingContext, termsOf } from "./slot-terms.rules.ts";

const TAKE_ITEMS_BACK = statement<FormerItem>(
  "reschedule.take_items_back",
  `delete from reservation_items where reservation_id = $1
     returning slot_id as "slotId", start_at as "startAt", end_at as "endAt", held_at as "heldAt",
       released_at as "releasedAt", overrun_at as "overrunAt"`,
);
const KEEP_OVERRUNS = statement<never>(
  "reschedule.keep_overruns",
  `update reservation_items i set overrun_at = kept.at
     from unnest($2::text[], $3::timestamptz[]) as kept (slot_id, at)
     where i.reservation_id = $1 and i.slot_id = kept.slot_id`,
);
const STATUSES = statement<{ slotId: string; status: SlotStatus }>(
  "reschedule.statuses",
  `select slot_id as "slotId", status from slot_claims where slot_id = any($1::text[])`,
);
// An owner is reminded once of each deadline.
const RESCHEDULE = statement<ReservationRow>(
  "reschedule.reservation",
  `update reservations set reserved_until = $2, starts_at = $3, updated_at = $4,
       reminded_at = case when reserved_until = $2 then reminded_at end, organisation = $5
     where id = $1 returning ${RESERVATION_COLUMNS}`,
);

interface FormerItem extends ItemWindow {
  readonly heldAt: Date | null;
  readonly releasedAt: Date | null;
  readonly overrunAt: Date | null;
}

export interface RescheduleReservation {
  readonly reservationId: string;
  readonly items: readonly ItemWindow[];
  /** Null: computed as for a new reservation. */
  readonly reservedUntil: Date | null;
}

/** Gives reservations other windows or slots: all of them, or none. */
export class ReservationRescheduler {
  readonly #db: Database;
  readonly #locks: ReservationLocks;
  readonly #ledger: ReservationLedger;
  readonly #calendar: CalendarLedger;
  readonly #lapsedHolds: LapsedHolds;
  readonly #settings: ReservationSettings;

  constructor(options: {
    db: Database;
    locks: ReservationLocks;
    ledger: ReservationLedger;
    calendar: CalendarLedger;
    lapsedHolds: LapsedHolds;
    settings: ReservationSettings;
  }) {
    this.#db = options.db;
    this.#locks = options.locks;
    this.#ledger = options.ledger;
    this.#calendar = options.calendar;
    this.#lapsedHolds = options.lapsedHolds;
    this.#settings = options.settings;
  }

  /**
   * Replaces the items of a reservation. Its code, its number and its history stay.
   *
   * @throws DomainError NOT_FOUND, INVALID_STATE, and every refusal of a new reservation.
   */
  reschedule(by: Actor, request: RescheduleReservation): Promise<ReservationView> {
    const wantedIds = request.items.map((item) => item.slotId);
    return this.#lapsedHolds.sweepAndRetry(() =>
      this.#db.inTransaction(async (tx) => {
        const locked = await this.#locks.lock(tx, by.caller, request.reservationId, wantedIds);
        const { reservation: before } = locked;
        const former = await itemsByReservations(tx, [before.id]);
        const slotIds = locked.slots.map((slot) => slot.id);
        const after = await this.#replace(
          tx,
          by.caller,
          await readBookingContext(tx, slotIds),
          locked,
          request,
        );
        await record(tx, by, {
          ...reservationAuditRecord("rescheduleReservation", after),
          before: { ...before, items: former.map(windowOf) },
          after: { ...after, items: request.items.map(windowOf) },
        });
        return after;
      }),
    );
  }

  async #replace(
    tx: Tx,
    caller: Caller,
    context: BookingContext,
    { reservation, slotIds, slots }: LockedReservation,
    request: RescheduleReservation,
  ): Promise<ReservationView> {
    const { now } = context;
    const { id, ownerId } = reservation;
    const organisation = organisationOf(request, slotIds, context);
    nextStatus(reservation, "reschedule", now);
    const bySlot = new Map(slots.map((slot) => [slot.id, slot]));
    const wanted = request.items.map((item) => bySlot.get(item.slotId) as LockedSlot);
    // Deleted before the new items are checked, so that a reservation never conflicts with itself.
    const before = await tx.query(TAKE_ITEMS_BACK, [id]);
    const held = new Map(
      before.flatMap(({ slotId, heldAt, releasedAt }) => (heldAt && !releasedAt ? [[slotId, heldAt]] : [])),
    );
    // The limit counts from the first hold (`held`), so that repeated rescheduling cannot hold a slot for longer.
    const malformed =
      refuseNewReservation(request, context, isStaffOf(caller, organisation) ? null : this.#settings, held) ??
      refuseMixedOrganisations(request.items, context, organisation);
    if (malformed) throw malformed;
    await this.#requireBookable(tx, wanted, context);
    const items = this.#calendar
      .claimsOf(request.items, context)
      .map((item) => keepingHold(item, held.get(item.slotId) ?? null, now));
    await this.#calendar.requireFree(tx, now, items);
    await insertItems(tx, { id, items });
    await keepOverruns(tx, id, before, items);
    const until = reservedUntil(request, now, this.#settings);
    const [row] = await tx.query(RESCHEDULE, [id, until, startsAt(items), now, organisation]);
    const stationIds = [...new Set(slots.map((slot) => slot.stationId))];
    await this.#ledger.announce(tx, now, [{ id, ownerId, organisation, stationIds, event: "RESCHEDULED" }]);
    const holds = new Map(items.map((item) => [item.slotId, holdOf(item, until)]));
    await this.#settle(
      tx,
      now,
      slots.map(({ id: slotId }) => ({ slotId, hold: holds.get(slotId) })),
    );
    return toReservationView(row as ReservationRow);
  }

  /** Reassigns the slots that the reservation has left, and starts the holds of its new items that are due. */
  async #settle(tx: Tx, now: Date, slots: readonly Omit<SlotChange, "cause">[]): Promise<void> {
    await this.#ledger.reassignSlots(
      tx,
      now,
      slots.map((slot) => ({ ...slot, cause: "RESERVATION_RESCHEDULED" })),
    );
    await this.#calendar.reevaluateHolds(
      tx,
      now,
      slots.map(({ slotId }) => slotId),
    );
  }

  async #requireBookable(tx: Tx, wanted: readonly LockedSlot[], context: BookingContext): Promise<void> {
    const ids = wanted.map((slot) => slot.id);
    const statuses = new Map((await tx.query(STATUSES, [ids])).map((row) => [row.slotId, row.status]));
    const refusal = wanted
      .map((slot) =>
        refuseBooking(
          { ...slot, status: statuses.get(slot.id) ?? slot.status },
          termsOf(context, slot.id).bookingMode,
        ),
      )
      .find((each) => each !== null);
    if (!refusal) return;
    await this.#lapsedHolds.requireNone(tx, ids);
    throw refusal;
  }
}

/**
 * The organisation of the reservation, to which all of its new slots must belong: that of its former slots. If these
 * belong to several, because a station changed hands, the reservation may continue at any one of them.
 */
function organisationOf(
  { items: [first] }: RescheduleReservation,
  formerIds: readonly string[],
  context: BookingContext,
): string | null {
  const [former = null, ...others] = formerIds.map((slotId) => termsOf(context, slotId).organisation);
  const wanted = first ? termsOf(context, first.slotId).organisation : null;
  return others.includes(wanted) ? wanted : former;
}

function windowOf({ slotId, startAt, endAt }: ItemWindow): ItemWindow {
  return { slotId, startAt, endAt };
}

// The owner already knows that a window is overrun, and is not notified again if the window stays.
async function keepOverruns(
  tx: Tx,
  reservationId: string,
  former: readonly FormerItem[],
  items: readonly ItemWindow[],
): Promise<void> {
  const kept = former.filter(
    (one) => one.overrunAt !== null && items.some((other) => isSameWindow(one, other)),
  );
  if (kept.length === 0) return;
  await tx.query(KEEP_OVERRUNS, [
    reservationId,
    kept.map((item) => item.slotId),
    kept.map((item) => item.overrunAt),
  ]);
}

function isSameWindow(one: ItemWindow, other: ItemWindow): boolean {
  return (
    one.slotId === other.slotId &&
    one.startAt?.getTime() === other.startAt?.getTime() &&
    one.endAt?.getTime() === other.endAt?.getTime()
  );
}

/** The item, which keeps its hold if it held the slot before and its hold would have started by now. */
function keepingHold(item: ClaimedItem, heldAt: Date | null, now: Date): ClaimedItem {
  return heldAt && (item.holdFrom === null || item.holdFrom <= now) ? { ...item, heldAt } : item;
}
