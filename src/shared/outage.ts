import type { Logger } from "./logger.ts";

/** Logs an outage of something that is tried again and again: only when it begins to fail, and when it works again. */
export class Outage {
  readonly #log: Logger;
  readonly #failing: string;
  readonly #recovered: string;
  #lasts = false;

  constructor(log: Logger, messages: { readonly failing: string; readonly recovered: string }) {
    this.#log = log;
    this.#failing = messages.failing;
    this.#recovered = messages.recovered;
  }

  /** Whether the last attempt failed. */
  get lasts(): boolean {
    return this.#lasts;
  }

  /** @param facts what else is logged, here and below. */
  failed(error: unknown, facts: object = {}): void {
    if (!this.#lasts) this.#log.warn({ err: error, ...facts }, this.#failing);
    this.#lasts = true;
  }

  succeeded(facts: object = {}): void {
    if (this.#lasts) this.#log.info(facts, this.#recovered);
    this.#lasts = false;
  }
}
