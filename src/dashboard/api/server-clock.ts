/** A Date header has no fractions of a second, and the response takes time to arrive. */
const TOLERATED_MS = 2_000;
/** The average of the fraction that the Date header leaves out. */
const HALF_A_SECOND_MS = 500;

/** The server's time, which decides about deadlines. The clocks of phones can be wrong by minutes. */
export class ServerClock {
  #aheadMs = 0;

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  synchronize(response: Response): Response {
    const date = Date.parse(response.headers.get("date") ?? "");
    const aheadMs = date + HALF_A_SECOND_MS - Date.now();
    if (!Number.isNaN(date)) this.#aheadMs = Math.abs(aheadMs) > TOLERATED_MS ? aheadMs : 0;
    return response;
  }
}
