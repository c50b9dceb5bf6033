import { type Caller, mayActFor } from "../access/caller.ts";
import type { Tx } from "../database/database.ts";
import { statement } from "../database/statement.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { notFound } from "../shared/domain-error.ts";
import type { SlotChange, SlotLedger } from "../slots/slot-ledger.ts";
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

const FOOTPRINT = statement<{ ownerId: string; slotIds: string[] }>(
  "reservations.footprint",
  `select owner_id as "ownerId", array(select slot_id::text from reservation_items where reservation_id = r.id) as "slotIds"
    from reservations r where r.id = $1`,
);
const LOCK = statement<ReservationRow>(
  "reservations.lock",
  `select ${RESERVATION_COLUMNS} from reservations where id = any($1::text[]) order by id for no key update`,
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
const RELEASE = statement<{ slotId: string }>(
  "reservations.release",
  `update reservation_items set released_at = $2 where reservation_id = any($1::text[]) and released_at is null
   returning slot_id as "slotId"`,
);
// The first in each line whose slot nothing else claims. Its slot is locked, so that nobody else can be doing the same.
const TAKE_HEADS = statement<{ slotId: string; reservationId: string; startAt: Date | null }>(
  "reservations.take_heads",
  `with head as (
     select distinct on (i.slot_id) i.slot_id, i.reservation_id
       from slot_claims c
         join reservation_items i on i.slot_id = c.slot_id and i.held_at is null and i.released_at is null
         join reservations r on r.id = i.reservation_id
       where c.slot_id = any($1::text[]) and c.status = 'AVAILABLE'
       order by i.slot_id, r.number
   )
   update reservation_items i set held_at = $2 from head
     where i.slot_id = head.slot_id and i.reservation_id = head.reservation_id
     returning i.slot_id as "slotId", i.reservation_id as "reservationId", i.start_at as "startAt"`,
);

/** A reservation, locked after all of its slots, as the lock order wants it. */
export interface LockedReservation {
  readonly reservation: ReservationView;
  readonly slotIds: readonly string[];
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
  readonly #settings: TurnSettings;

  constructor({ slots, outbox, settings }: { slots: SlotLedger; outbox: Outbox; settings: TurnSettings }) {
    this.#slots = slots;
    this.#outbox = outbox;
    this.#settings = settings;
  }

  /**
   * Locks the slots of a reservation, and `alsoSlotId`, then the reservation.
   *
   * @throws DomainError NOT_FOUND where there is none, or it is not the caller's.
   */
  async lock(tx: Tx, caller: Caller, reservationId: string, alsoSlotId?: string): Promise<LockedReservation> {
    const [footprint] = await tx.query(FOOTPRINT, [reservationId]);
    if (!footprint || !mayActFor(caller, footprint.ownerId)) throw notFound("Reservation", reservationId);
    await this.#slots.lock(tx, [...footprint.slotIds, ...(alsoSlotId ? [alsoSlotId] : [])]);
    const [reservation] = await this.lockAll(tx, [reservationId]);
    if (!reservation) throw notFound("Reservation", reservationId);
    return { reservation, slotIds: footprint.slotIds };
  }

  /** Locks any reservation after its slots; null where there is none. */
  async lockAny(tx: Tx, reservationId: string): Promise<ReservationView | null> {
    const [footprint] = await tx.query(FOOTPRINT, [reservationId]);
    if (!footprint) return null;
    await this.#slots.lock(tx, footprint.slotIds);
    const [reservation] = await this.lockAll(tx, [reservationId]);
    return reservation ?? null;
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
      stationIds: readonly string[];
      event: ReservationEventKind;
    }[],
  ): Promise<void> {
    const occurredAt = now.toISOString();
    await this.#outbox.append(
      tx,
      events.map(({ id, ownerId, stationIds, event }) => ({
        kind: "reservation.changed" as const,
        occurredAt: now,
        payload: { reservationId: id, ownerId, stationIds, kind: event, occurredAt },
      })),
    );
  }

  /** Ends the claims of reservations on their slots, and returns the slots: they are to be given back. */
  async release(tx: Tx, now: Date, reservationIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query(RELEASE, [reservationIds, now]);
    return [...new Set(rows.map((row) => row.slotId))];
  }

  /** Settles locked slots after claims on them ended: the head of each line takes its slot at once. */
  async giveBack(tx: Tx, now: Date, changes: readonly SlotChange[]): Promise<void> {
    if (changes.length === 0) return;
    const heads = await tx.query(TAKE_HEADS, [changes.map((change) => change.slotId), now]);
    const until = turnUntil(now, this.#settings);
    const turn = { to: "YOUR_TURN", event: "YOUR_TURN", turnUntil: until } as const;
    await this.move(
      tx,
      now,
      heads.map(({ reservationId }) => ({ id: reservationId, ...turn })),
    );
    const taken = new Map(heads.map((head) => [head.slotId, head]));
    await this.#slots.settle(
      tx,
      now,
      changes.map((change) => {
        const head = taken.get(change.slotId);
        if (!head) return change;
        const kind = head.startAt ? ("BOOKING" as const) : ("HOLD" as const);
        return { ...change, cause: "WAITLIST_PROMOTED", hold: { kind, until: until.toISOString() } };
      }),
    );
  }
}
