import type { Logger } from "./logger.ts";

/** Closes what was started, in the opposite order. */
export class Closers {
  readonly #log: Logger;
  readonly #closers: { name: string; close: () => Promise<void> }[] = [];
  #closing: Promise<void> | null = null;

  constructor(log: Logger) {
    this.#log = log;
  }

  add(name: string, close: () => Promise<void>): void {
    this.#closers.push({ name, close });
  }

  /** Closes everything, one after the other. A failure to close one does not keep the others open. */
  closeAll(): Promise<void> {
    this.#closing ??= this.#closeInTurn();
    return this.#closing;
  }

  async #closeInTurn(): Promise<void> {
    for (const { name, close } of this.#closers.toReversed()) {
      await close().catch((error: unknown) => this.#log.error({ err: error }, `${name} could not be closed`));
    }
  }
}
