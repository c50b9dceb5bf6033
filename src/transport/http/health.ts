import { readClock } from "../../database/clock.ts";
import type { Database } from "../../database/database.ts";
import type { EventBus } from "../../outbox/event-bus.ts";

const DATABASE_WAIT_MS = 2_000;

/** Whether the process lives, and whether it can serve. */
export class Health {
  readonly #db: Database;
  readonly #bus: EventBus;
  #stopping = false;

  constructor({ db, bus }: { db: Database; bus: EventBus }) {
    this.#db = db;
    this.#bus = bus;
  }

  /** Reports not ready from now on, so that load balancers send requests elsewhere. */
  stopping(): void {
    this.#stopping = true;
  }

  live() {
    return { status: "OK", uptime: process.uptime() };
  }

  /**
   * Ready while requests can be served. That does not require the bus: without it, live events of other servers are
   * late.
   */
  async ready() {
    const database = await this.#databaseAnswers();
    const missing = [
      ...(this.#stopping ? ["the server is stopping"] : []),
      ...(database ? [] : ["the database does not answer"]),
    ];
    const bus = this.#bus.health();
    const ready = missing.length === 0;
    return {
      ready,
      body: { status: ready ? "OK" : "UNAVAILABLE", missing, degraded: bus.ok ? [] : [bus.detail] },
    };
  }

  async #databaseAnswers(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), DATABASE_WAIT_MS);
    });
    const answer = readClock(this.#db).then(
      () => true,
      () => false,
    );
    return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
  }
}
