import type { Ownership } from "../access/caller.ts";
import { statement } from "../database/statement.ts";
import { RESERVATION_COLUMNS, type ReservationRow } from "./reservation.queries.ts";
import { waitsInLine, windowToCome } from "./reservation-item-states.ts";

export const FOOTPRINT = statement<Ownership & { slotIds: string[] }>(
  "reservations.footprint",
  `select owner_id as "ownerId", organisation, array(select slot_id::text from reservation_items where reservation_id = r.id) as "slotIds"
    from reservations r where r.id = $1`,
);
export const LOCK = statement<ReservationRow>(
  "reservations.lock",
  `select ${RESERVATION_COLUMNS} from reservations where id = any($1::text[]) order by id for no key update`,
);
export const LOCK_WHOLE = statement<ReservationRow & { slotIds: string[] }>(
  "reservations.lock_whole",
  `select ${RESERVATION_COLUMNS},
      array(select slot_id::text from reservation_items where reservation_id = r.id) as "slotIds"
    from reservations r where id = $1 for no key update`,
);
// Never waits for a lock. Whether a slot is disputed is looked up in the indexes of waiting items and of coming
// windows, one slot at a time: with `exists`, PostgreSQL would rather compute it for all slots at once. Other holders
// are not looked for, since a slot has at most one. The lists are JSON, which is parsed seven times as fast as an
// array.
export const TRY_LOCK = statement<
  ReservationRow & { slotIds: string[]; openSlotIds: string[]; isDisputed: boolean }
>(
  "reservations.lock_idle",
  `select ${RESERVATION_COLUMNS}, items."slotIds", items."openSlotIds", items."isDisputed"
    from reservations r cross join lateral (
      select coalesce(json_agg(own.slot_id::text), '[]') as "slotIds",
          coalesce(json_agg(own.slot_id::text) filter (where own.released_at is null), '[]') as "openSlotIds",
          coalesce(bool_or(own.held_at is null or own.hold_from is not null
            or (select true from reservation_items i where i.slot_id = own.slot_id
              and ${waitsInLine("i")} limit 1) is not null
            or (select true from reservation_items i where i.slot_id = own.slot_id
              and ${windowToCome("i")} limit 1) is not null
          ) filter (where own.released_at is null), false) as "isDisputed"
        from reservation_items own where own.reservation_id = r.id
    ) items
    where id = any($1::text[]) for no key update of r skip locked`,
);
