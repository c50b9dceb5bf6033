/** Reservations whose time has passed block a request. The caller sweeps them, then tries again. */
export class LapsedHoldError extends Error {
  override readonly name = "LapsedHoldError";
  readonly reservationIds: readonly string[];

  constructor(reservationIds: readonly string[]) {
    super("A hold has lapsed and is still to be swept");
    this.reservationIds = reservationIds;
  }
}
