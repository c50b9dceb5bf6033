/** Which transactions a read saw, as PostgreSQL writes it: `xmin:xmax:xip,xip…`. */
export class TransactionSnapshot {
  readonly text: string;
  readonly #firstRunning: number;
  readonly #firstUnstarted: number;
  readonly #running: ReadonlySet<number>;

  private constructor(text: string, [xmin, xmax, running]: [number, number, readonly number[]]) {
    this.text = text;
    this.#firstRunning = xmin;
    this.#firstUnstarted = xmax;
    this.#running = new Set(running);
  }

  /** @throws Error if the text is in another format. */
  static of(text: string): TransactionSnapshot {
    const snapshot = TransactionSnapshot.parse(text);
    if (!snapshot) throw new Error(`Not a snapshot of transactions: ${text}`);
    return snapshot;
  }

  /** Null if the text is not a snapshot. */
  static parse(text: unknown): TransactionSnapshot | null {
    const [, xmin, xmax, running = ""] = /^(\d{1,15}):(\d{1,15}):([\d,]*)$/.exec(String(text)) ?? [];
    if (xmin === undefined || xmax === undefined) return null;
    return new TransactionSnapshot(String(text), [
      Number(xmin),
      Number(xmax),
      running === "" ? [] : running.split(",").map(Number),
    ]);
  }

  /** Whether the read saw what this transaction wrote, given that the transaction has committed by now. */
  saw(xid: string): boolean {
    const number = Number(xid);
    if (number < this.#firstRunning) return true;
    return number < this.#firstUnstarted && !this.#running.has(number);
  }
}
