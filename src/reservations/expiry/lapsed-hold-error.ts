/** Thrown where reservations stand in the way whose time has passed: write that down, then try again. */
export class LapsedHoldError extends Error {
  override readonly name = "LapsedHoldError";
  readonly reservationIds: readonly string[];

  constructor(reservationIds: readonly string[]) {
    super("A hold has lapsed and is still to be swept");
    this.reservationIds = reservationIds;
  }
}
