import type { Tx } from "../database/database.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { SessionEnds } from "../sessions/session-ends.ts";
import type { SlotStatusCause } from "../slots/slot.rules.ts";
import type { SlotChange, SlotLedger } from "../slots/slot-ledger.ts";
import { type ReservationView, toReservationView } from "./reservation.queries.ts";
import {
  holdOf,
  type ReservationEventKind,
  type ReservationStatus,
  type TurnSettings,
  turnUntil,
} from "./reservation.rules.ts";
import { type ReservationAnnouncement, toOutboxEvents } from "./reservation-announcement.ts";
import {
  CHANGE_KNOWN_STATUS,
  CHANGE_STATUS,
  type Head,
  RELEASE,
  SHOW,
  TAKE_HEADS,
} from "./reservation-ledger.statements.ts";
import type { UncontendedReservation } from "./reservation-locks.ts";

/** A step of a reservation whose data is already known. */
export interface KnownStatusChange {
  readonly locked: UncontendedReservation;
  readonly change: StatusChange;
}

/** A step in a reservation's life. */
export interface StatusChange {
  readonly id: string;
  readonly to: ReservationStatus;
  readonly event: ReservationEventKind;
  readonly reason?: string | null;
  /** Set while YOUR_TURN. */
  readonly turnUntil?: Date;
  /** Set if it changes. */
  readonly reservedUntil?: Date;
}

/**
 * The only writer of a reservation's status: it adds a history entry and an event to each change. It is also the only
 * way to release slots: a reservation that waits for a slot gets it before anybody can see it free.
 */
export class ReservationLedger {
  readonly #slots: SlotLedger;
  readonly #outbox: Outbox;
  readonly #sessionEnds: SessionEnds;
  readonly #settings: TurnSettings;

  constructor(options: {
    slots: SlotLedger;
    outbox: Outbox;
    sessionEnds: SessionEnds;
    settings: TurnSettings;
  }) {
    this.#slots = options.slots;
    this.#outbox = options.outbox;
    this.#sessionEnds = options.sessionEnds;
    this.#settings = options.settings;
  }

  /** Changes the status of locked reservations. */
  async changeStatuses(tx: Tx, now: Date, changes: readonly StatusChange[]): Promise<ReservationView[]> {
    if (changes.length === 0) return [];
    const rows = await tx.query(CHANGE_STATUS, valuesOf(changes, now));
    await this.announce(tx, now, rows);
    return rows.map(({ event, stationIds, ...row }) => toReservationView(row));
  }

  /** Changes the status of one reservation. */
  async changeStatus(tx: Tx, now: Date, change: StatusChange): Promise<ReservationView> {
    const [reservation] = await this.changeStatuses(tx, now, [change]);
    if (!reservation) throw new Error(`Reservation ${change.id} vanished while it was locked`);
    return reservation;
  }

  /** Hides locked reservations, or shows them again. Their status stays. */
  async setHidden(
    tx: Tx,
    now: Date,
    reservationIds: readonly string[],
    hidden: boolean,
  ): Promise<ReservationView[]> {
    const rows = await tx.query(SHOW, [reservationIds, now, hidden ? now : null]);
    const event = hidden ? ("HIDDEN" as const) : ("RESTORED" as const);
    await this.announce(
      tx,
      now,
      rows.map((row) => ({ ...row, event })),
    );
    return rows.map(({ stationIds, ...row }) => toReservationView(row));
  }

  /** Appends what happened to reservations to the outbox. */
  async announce(tx: Tx, now: Date, announcements: readonly ReservationAnnouncement[]): Promise<void> {
    await this.#outbox.append(tx, toOutboxEvents(now, announcements));
  }

  /**
   * Ends the claims of reservations on their slots. @returns the slots, which the caller must reassign.
   *
   * @param chargedSlotId the slot that a session takes over.
   */
  async release(
    tx: Tx,
    now: Date,
    reservationIds: readonly string[],
    chargedSlotId: string | null = null,
  ): Promise<string[]> {
    const rows = await tx.query(RELEASE, [reservationIds, now, chargedSlotId]);
    return [...new Set(rows.map((row) => row.slotId))];
  }

  /** Ends the claims of reservations on their slots, and reassigns these. */
  async releaseAndReassign(
    tx: Tx,
    now: Date,
    reservationIds: readonly string[],
    cause: SlotStatusCause,
  ): Promise<void> {
    const released = await this.release(tx, now, reservationIds);
    await this.reassignSlots(
      tx,
      now,
      released.map((slotId) => ({ slotId, cause })),
    );
  }

  /**
   * Assigns locked slots after claims on them ended or became due. The head of each line, or the window that is due,
   * takes its slot at once. The ends of ACTIVE sessions are updated.
   */
  async reassignSlots(tx: Tx, now: Date, changes: readonly SlotChange[]): Promise<void> {
    if (changes.length === 0) return;
    const rows = await tx.query(TAKE_HEADS, [changes.map((change) => change.slotId), now]);
    const heads = rows.filter((row): row is Head => row.id !== null);
    const until = turnUntil(now, this.#settings);
    const turn = { to: "YOUR_TURN", event: "YOUR_TURN", turnUntil: until } as const;
    const waiting = heads.filter((head) => head.holdFrom === null);
    await this.changeStatuses(
      tx,
      now,
      waiting.map(({ id }) => ({ id, ...turn })),
    );
    const due = heads.filter((head) => head.holdFrom !== null);
    await this.announce(
      tx,
      now,
      due.map((head) => ({ ...head, event: "HOLD_STARTED" })),
    );
    const taken = new Map(heads.map((head) => [head.slotId, head]));
    await this.#slots.updateStatuses(
      tx,
      now,
      changes.map((change) => {
        const head = taken.get(change.slotId);
        return head ? { ...change, ...takenBy(head, until) } : change;
      }),
    );
    const chargedOn = rows.filter((row) => row.id === null).map((row) => row.slotId);
    await this.#sessionEnds.update(tx, now, chargedOn);
  }

  /**
   * Cancels locked reservations whose data is already known, without reading it again, and reassigns their slots. For
   * slots that are not disputed, it does not look for a next reservation.
   */
  async cancelKnown(tx: Tx, now: Date, known: readonly KnownStatusChange[]): Promise<ReservationView[]> {
    const changes = known.map(({ change }) => change);
    const slotChangesOf = (isDisputed: boolean) =>
      known
        .filter(({ locked }) => locked.isDisputed === isDisputed)
        .flatMap(({ locked }) => locked.openSlotIds)
        .map((slotId) => ({ slotId, cause: "RESERVATION_CANCELLED" as const }));
    const [, [changed]] = await Promise.all([
      this.release(
        tx,
        now,
        changes.map(({ id }) => id),
      ),
      tx.query(CHANGE_KNOWN_STATUS, valuesOf(changes, now)),
      this.#slots.updateStatuses(
        tx,
        now,
        slotChangesOf(false),
        toOutboxEvents(now, known.map(toAnnouncement)),
      ),
      this.reassignSlots(tx, now, uniqueBySlot(slotChangesOf(true))),
    ]);
    if (changed?.count !== changes.length) throw new Error("A reservation vanished while it was locked");
    return known.map(({ locked: { reservation }, change }) => afterChange(reservation, change, now));
  }
}

/** A slot's holder and a reservation that waits for the slot may be cancelled in the same batch. */
function uniqueBySlot(changes: readonly SlotChange[]): SlotChange[] {
  return [...new Map(changes.map((change) => [change.slotId, change])).values()];
}

function toAnnouncement({ locked, change: { event } }: KnownStatusChange): ReservationAnnouncement {
  const { reservation, stationIds } = locked;
  const { id, ownerId, organisation } = reservation;
  return { id, ownerId, organisation, stationIds, event };
}

/** A reservation after a change, equal to what the SQL statement writes. */
function afterChange(reservation: ReservationView, change: StatusChange, now: Date): ReservationView {
  return {
    ...reservation,
    status: change.to,
    updatedAt: now,
    turnUntil: change.turnUntil ?? null,
    reservedUntil: change.reservedUntil ?? reservation.reservedUntil,
    cancellationReason: change.reason ?? reservation.cancellationReason,
  };
}

function valuesOf(changes: readonly StatusChange[], now: Date): unknown[] {
  return [
    changes.map((change) => change.id),
    changes.map((change) => change.to),
    changes.map((change) => change.event),
    changes.map((change) => change.reason ?? null),
    changes.map((change) => change.turnUntil ?? null),
    changes.map((change) => change.reservedUntil ?? null),
    now,
  ];
}

/** Why the slot is BOOKED for its next reservation. */
function takenBy(head: Head, turnUntil: Date): Pick<SlotChange, "cause" | "hold"> {
  return head.holdFrom
    ? { cause: "RESERVATION_HOLD_STARTED", hold: holdOf(head, head.reservedUntil) }
    : { cause: "WAITLIST_PROMOTED", hold: holdOf(head, turnUntil) };
}
