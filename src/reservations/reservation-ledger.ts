import { type Belonging, type Caller, mayActFor } from "../access/caller.ts";
import type { Tx } from "../database/database.ts";
import { StaleReadError } from "../database/postgres-errors.ts";
import { statement } from "../database/statement.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { SessionEnds } from "../sessions/session-ends.ts";
import { notFound } from "../shared/domain-error.ts";
import type { LockedSlot, SlotChange, SlotLedger } from "../slots/slot-ledger.ts";
import {
  RESERVATION_COLUMNS,
  type ReservationRow,
  type ReservationView,
  toReservationView,
} from "./reservation.queries.ts";
import {
  type ReservationEventKind,
  type ReservationStatus,
  type TurnSettings,
  turnUntil,
} from "./reservation.rules.ts";

/** The stations of a reservation's slots, where `r` is the reservation. */
export const STATIONS = `array(select distinct p.station_id::text from reservation_items i
  join slots s on s.id = i.slot_id join ports p on p.id = s.port_id where i.reservation_id = r.id) as "stationIds"`;

const FOOTPRINT = statement<Belonging & { slotIds: string[] }>(
  "reservations.footprint",
  `select owner_id as "ownerId", organisation, array(select slot_id::text from reservation_items where reservation_id = r.id) as "slotIds"
    from reservations r where r.id = $1`,
);
const LOCK = statement<ReservationRow>(
  "reservations.lock",
  `select ${RESERVATION_COLUMNS} from reservations where id = any($1::text[]) order by id for no key update`,
);
const LOCK_ONE = statement<ReservationRow & { slotIds: string[] }>(
  "reservations.lock_one",
  `select ${RESERVATION_COLUMNS},
      array(select slot_id::text from reservation_items where reservation_id = r.id) as "slotIds"
    from reservations r where id = $1 for no key update`,
);
const MOVE = statement<ReservationRow & { event: ReservationEventKind; stationIds: string[] }>(
  "reservations.move",
  `with move as (
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
       as m (move_id, next_status, event, reason, next_turn_until, next_reserved_until)
   ), r as (
     update reservations set
         status = next_status,
         updated_at = $7::timestamptz,
         turn_until = next_turn_until,
         reserved_until = coalesce(next_reserved_until, reserved_until),
         cancellation_reason = coalesce(reason, cancellation_reason),
         dismissible_since = case when next_status in ('EXPIRED', 'MISSED', 'CANCELLED') then $7::timestamptz end
       from move where id = move_id
       returning reservations.*, event, reason
   ), recorded as (
     insert into reservation_history (reservation_id, entry, status, event, at, reason)
       select id, (select max(entry) + 1 from reservation_history h where h.reservation_id = r.id), status, event, $7::timestamptz, reason
         from r
   )
   select ${RESERVATION_COLUMNS}, event, ${STATIONS} from r`,
);
const SHOW = statement<ReservationRow & { stationIds: string[] }>(
  "reservations.show",
  `with r as (
     update reservations set hidden_at = $3::timestamptz, updated_at = $2::timestamptz, dismissible_since = $2::timestamptz
       where id = any($1::text[]) returning *
   )
   select ${RESERVATION_COLUMNS}, ${STATIONS} from r`,
);
// A window whose slot is charged on stays its driver's until the session ends or the window does.
const RELEASE = statement<{ slotId: string }>(
  "reservations.release",
  `update reservation_items set released_at = $2, hold_due_at = null, claimed = case when slot_id = $3 then claimed end
     where reservation_id = any($1::text[]) and released_at is null
   returning slot_id as "slotId"`,
);
// Who comes next where nothing claims a slot, as it is locked and nobody else can be doing the same: the first in its
// line, or the window whose hold is due; one that is over only where no other needs the slot. Windows that are due
// behind it are looked at when its own ends. And which slots of CALENDAR stations are charged on: their sessions
// may have to end at another time now.
const TAKE_HEADS = statement<HeadRow>(
  "reservations.take_heads",
  `with head as (
     select c.slot_id, next.* from slot_claims c cross join lateral (
       (select i.reservation_id, i.hold_from, i.start_at, i.end_at
         from reservation_items i
         where i.slot_id = c.slot_id and i.held_at is null and i.released_at is null and i.hold_from is null
         order by i.number limit 1)
       union all
       (select i.reservation_id, i.hold_from, i.start_at, i.end_at
         from reservation_items i join reservations r on r.id = i.reservation_id
         where i.slot_id = c.slot_id and i.held_at is null and i.released_at is null and i.hold_from <= $2
           and r.status in ('PENDING', 'ACTIVE') and r.reserved_until > $2
         order by i.end_at <= $2, i.start_at limit 1)
       limit 1
     ) as next
     where c.slot_id = any($1::text[]) and c.status = 'AVAILABLE'
   ), taken as (
     update reservation_items i set held_at = $2, hold_due_at = null from head
       where i.slot_id = head.slot_id and i.reservation_id = head.reservation_id
   ), behind as (
     update reservation_items i set hold_due_at = greatest(head.end_at, $2) from head
       where i.slot_id = head.slot_id and i.reservation_id <> head.reservation_id
         and i.held_at is null and i.released_at is null and i.hold_from <= $2
   )
   select h.slot_id as "slotId", r.id, r.owner_id as "ownerId", r.organisation, r.reserved_until as "reservedUntil",
       h.hold_from as "holdFrom", h.start_at as "startAt", ${STATIONS}
     from head h join reservations r on r.id = h.reservation_id
   union all
   select c.slot_id, null, null, null, null, null, null, null
     from charging_sessions c join slots s on s.id = c.slot_id join ports p on p.id = s.port_id
       join stations t on t.id = p.station_id
     where c.slot_id = any($1::text[]) and c.status = 'ACTIVE' and t.booking_mode = 'CALENDAR'`,
);

/** The next to have a slot; or, without a reservation, a slot that is charged on. */
type HeadRow = { readonly slotId: string; readonly id: null } | Head;

interface Head {
  readonly slotId: string;
  readonly id: string;
  readonly ownerId: string;
  readonly organisation: string | null;
  readonly reservedUntil: Date;
  /** Null for the first in a line. */
  readonly holdFrom: Date | null;
  readonly startAt: Date | null;
  readonly stationIds: string[];
}

/** A reservation, locked after all of its slots, as the lock order wants it. */
export interface LockedReservation {
  readonly reservation: ReservationView;
  readonly slotIds: readonly string[];
  /** All that were locked, its own first. */
  readonly slots: readonly LockedSlot[];
}

/** A step in a reservation's life. */
export interface Move {
  readonly id: string;
  readonly to: ReservationStatus;
  readonly event: ReservationEventKind;
  readonly reason?: string | null;
  /** While YOUR_TURN. */
  readonly turnUntil?: Date;
  /** Where it becomes another one. */
  readonly reservedUntil?: Date;
}

/**
 * The only writer of a reservation's status: with each change go its history entry and its event. And the only way
 * to give slots back: whoever waits for one gets it before anybody can see it free.
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

  /**
   * Locks the slots of a reservation, and `alsoSlotIds`, then the reservation.
   *
   * @throws DomainError NOT_FOUND where there is none, or it is not the caller's.
   */
  async lock(
    tx: Tx,
    caller: Caller,
    reservationId: string,
    alsoSlotIds: readonly string[] = [],
  ): Promise<LockedReservation> {
    const [footprint] = await tx.query(FOOTPRINT, [reservationId]);
    if (!footprint || !mayActFor(caller, footprint)) throw notFound("Reservation", reservationId);
    const locked = await this.#lockFrom(tx, reservationId, footprint.slotIds, alsoSlotIds);
    if (!locked) throw notFound("Reservation", reservationId);
    return locked;
  }

  /** Locks any reservation after its slots; null where there is none. */
  async lockAny(tx: Tx, reservationId: string): Promise<ReservationView | null> {
    const [footprint] = await tx.query(FOOTPRINT, [reservationId]);
    const locked = footprint && (await this.#lockFrom(tx, reservationId, footprint.slotIds, []));
    return locked?.reservation ?? null;
  }

  // Between the look at its slots and their locks, a reservation may have moved to others.
  async #lockFrom(
    tx: Tx,
    reservationId: string,
    slotIds: readonly string[],
    alsoSlotIds: readonly string[],
  ): Promise<LockedReservation | null> {
    const slots = await this.#slots.lock(tx, [...new Set([...slotIds, ...alsoSlotIds])]);
    const [row] = await tx.query(LOCK_ONE, [reservationId]);
    if (!row) return null;
    const { slotIds: present, ...reservation } = row;
    const known = new Set(slotIds);
    if (present.some((id) => !known.has(id)))
      throw new StaleReadError(`Reservation ${reservationId} has moved to other slots`);
    return { reservation: toReservationView(reservation), slotIds: present, slots };
  }

  /** Locks reservations whose slots are locked already. */
  async lockAll(tx: Tx, reservationIds: readonly string[]): Promise<ReservationView[]> {
    return (await tx.query(LOCK, [reservationIds])).map(toReservationView);
  }

  /** Takes steps in the lives of locked reservations. */
  async move(tx: Tx, now: Date, moves: readonly Move[]): Promise<ReservationView[]> {
    if (moves.length === 0) return [];
    const rows = await tx.query(MOVE, [
      moves.map((move) => move.id),
      moves.map((move) => move.to),
      moves.map((move) => move.event),
      moves.map((move) => move.reason ?? null),
      moves.map((move) => move.turnUntil ?? null),
      moves.map((move) => move.reservedUntil ?? null),
      now,
    ]);
    await this.announce(tx, now, rows);
    return rows.map(({ event, stationIds, ...row }) => toReservationView(row));
  }

  /** One step of one reservation. */
  async step(tx: Tx, now: Date, move: Move): Promise<ReservationView> {
    const [reservation] = await this.move(tx, now, [move]);
    if (!reservation) throw new Error(`Reservation ${move.id} vanished while it was locked`);
    return reservation;
  }

  /** Hides locked reservations, or shows them again: their status stays. */
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

  /** Tells of what happened to reservations. */
  async announce(
    tx: Tx,
    now: Date,
    events: readonly {
      id: string;
      ownerId: string;
      organisation: string | null;
      stationIds: readonly string[];
      event: ReservationEventKind;
    }[],
  ): Promise<void> {
    const occurredAt = now.toISOString();
    await this.#outbox.append(
      tx,
      events.map(({ id, ownerId, organisation, stationIds, event }) => ({
        kind: "reservation.changed" as const,
        occurredAt: now,
        payload: { reservationId: id, ownerId, organisation, stationIds, kind: event, occurredAt },
      })),
    );
  }

  /**
   * Ends the claims of reservations on their slots, and returns the slots: they are to be given back.
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

  /**
   * Settles locked slots after claims on them ended, or began to be due: the head of each line, or the window whose
   * time has come, takes its slot at once, and ACTIVE sessions learn until when they may go on.
   */
  async giveBack(tx: Tx, now: Date, changes: readonly SlotChange[]): Promise<void> {
    if (changes.length === 0) return;
    const rows = await tx.query(TAKE_HEADS, [changes.map((change) => change.slotId), now]);
    const heads = rows.filter((row): row is Head => row.id !== null);
    const until = turnUntil(now, this.#settings);
    const turn = { to: "YOUR_TURN", event: "YOUR_TURN", turnUntil: until } as const;
    const waiting = heads.filter((head) => head.holdFrom === null);
    await this.move(
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
    await this.#slots.settle(
      tx,
      now,
      changes.map((change) => {
        const head = taken.get(change.slotId);
        return head ? { ...change, ...holdOf(head, until) } : change;
      }),
    );
    const chargedOn = rows.filter((row) => row.id === null).map((row) => row.slotId);
    await this.#sessionEnds.follow(tx, now, chargedOn);
  }
}

/** Why the slot is BOOKED for the next from now on. */
function holdOf(
  { holdFrom, startAt, reservedUntil }: Head,
  turnUntil: Date,
): Pick<SlotChange, "cause" | "hold"> {
  if (holdFrom) {
    const hold = { kind: "BOOKING" as const, until: reservedUntil.toISOString() };
    return { cause: "RESERVATION_HOLD_STARTED", hold };
  }
  const kind = startAt ? ("BOOKING" as const) : ("HOLD" as const);
  return { cause: "WAITLIST_PROMOTED", hold: { kind, until: turnUntil.toISOString() } };
}
