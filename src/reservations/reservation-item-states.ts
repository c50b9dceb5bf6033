/**
 * The state of a reservation's item stands in no column of its own: it follows from which of these are set.
 *
 *     state                      held_at   released_at   hold_from   hold_due_at         claimed
 *     waits in line              -         -             -           -                   -
 *     window to come             -         -             set         set, or nothing¹    set
 *     holds its slot             set       -             -           -                   -
 *     holds it for its window    set       -             set         -                   set
 *     released                   any       set           any         -                   -, or set²
 *
 * ¹ Where the slot comes only when whoever has it gives it back. ² While it is charged on in the window.
 *
 *     waits in line ── its turn ──► holds its slot ◄── its hold begins ──────────── window to come
 *                                                   ─── an earlier one comes first ──►
 *     any of them ── completed, cancelled, expired, moved on ──► released
 *
 * Each function is the SQL condition on the item of that alias. They say in the same words what the partial indexes
 * `waiting_items`, `coming_holds` and `one_holding_item_per_slot` say: PostgreSQL takes an index only where it can see
 * that a row which is wanted is in it.
 */

/** For its reservation's turn, whoever is before it. */
export function waitsInLine(item: string): string {
  return `${item}.held_at is null and ${item}.released_at is null and ${item}.hold_from is null`;
}

/** A window which does not hold its slot, though its hold may be due. */
export function windowToCome(item: string): string {
  return `${item}.held_at is null and ${item}.released_at is null and ${item}.hold_from is not null`;
}

/** A window to come that was to hold its slot by that instant. */
export function windowToHoldBy(item: string, instant: string): string {
  return `${item}.held_at is null and ${item}.released_at is null and ${item}.hold_from <= ${instant}`;
}

/** From the reservation's creation on, or its turn, or the beginning of the hold for its window. */
export function holdsSlot(item: string): string {
  return `${item}.held_at is not null and ${item}.released_at is null`;
}
