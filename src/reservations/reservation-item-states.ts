/**
 * An item's state is not stored in a column of its own. It follows from which of these columns are set:
 *
 *     state                      held_at   released_at   hold_from   hold_due_at         claimed
 *     waits in line              -         -             -           -                   -
 *     window to come             -         -             set         set, or nothing¹    set
 *     holds its slot             set       -             -           -                   -
 *     holds it for its window    set       -             set         -                   set
 *     released                   any       set           any         -                   -, or set²
 *
 * ¹ Empty if the slot comes only when its present holder gives it back. ² While it is charged on during the window.
 *
 *     waits in line ── its turn ──► holds its slot ◄── its hold begins ──────────── window to come
 *                                                   ─── an earlier one comes first ──►
 *     any of them ── completed, cancelled, expired, moved on ──► released
 *
 * Each function returns the SQL condition for an item with the given alias. The conditions repeat those of the partial
 * indexes `waiting_items`, `coming_holds` and `one_holding_item_per_slot`: PostgreSQL uses a partial index only if the
 * query's condition implies the index's.
 */

/** Waits for its reservation's turn. */
export function waitsInLine(item: string): string {
  return `${item}.held_at is null and ${item}.released_at is null and ${item}.hold_from is null`;
}

/** A window that does not hold its slot, although its hold may be due. */
export function windowToCome(item: string): string {
  return `${item}.held_at is null and ${item}.released_at is null and ${item}.hold_from is not null`;
}

/** A window to come whose hold was to start by that instant. */
export function windowToHoldBy(item: string, instant: string): string {
  return `${item}.held_at is null and ${item}.released_at is null and ${item}.hold_from <= ${instant}`;
}

/** Holds its slot: since the reservation was created, its turn came, or the hold for its window started. */
export function holdsSlot(item: string): string {
  return `${item}.held_at is not null and ${item}.released_at is null`;
}
