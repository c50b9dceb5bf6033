/** An answer's Date has no fractions, and took a while to come. */
const TOLERATED_MS = 2_000;
/** What a Date without fractions leaves out, in the middle. */
const HALF_A_SECOND_MS = 500;

/** What time it is at the server, by which deadlines are kept: clocks of phones are wrong by minutes. */
export class ServerClock {
  #aheadMs = 0;

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  learn(response: Response): Response {
    const date = Date.parse(response.headers.get("date") ?? "");
    const aheadMs = date + HALF_A_SECOND_MS - Date.now();
    if (!Number.isNaN(date)) this.#aheadMs = Math.abs(aheadMs) > TOLERATED_MS ? aheadMs : 0;
    return response;
  }
}
