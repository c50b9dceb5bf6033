/** While one is at the database, those whom the other has served are answered, and ask for something else. */
const BATCHES_AT_A_TIME = 2;
/** How long a batch waits for company. */
const COMPANY_MS = 1;
/** How long a queue of which no batch runs leaves the room to others, whose batches may be waiting for something. */
const ROOM_MS = 100;

/** Those who wait for batches of one kind, and those who are in them. */
export interface Queue {
  readonly waiting: number;
  readonly waitedMs: number;
  readonly served: number;
  readonly batches: number;
  /** Begins what batches it can. */
  look(): void;
}

/**
 * Says when batches begin, to all queues that share it: at once where nobody is served, and otherwise when as many wait as
 * are served. What a transaction costs as a whole is a third of what it costs to serve ten: batches that begin as soon as
 * something has come are twice as many, and a tenth fewer requests a second; a sixth at a few connections. A third batch at
 * a time makes all of them smaller again.
 */
export class BatchPace {
  readonly #queues: Queue[] = [];

  join(queue: Queue): void {
    this.#queues.push(queue);
  }

  /** In how many milliseconds a batch of the queue may begin, if nothing happens before. 0: now. */
  delayOf(queue: Queue): number {
    const hasRoom = this.#sum("batches") < BATCHES_AT_A_TIME;
    if (hasRoom && this.#sum("waiting") >= this.#sum("served")) return 0;
    if (!hasRoom && queue.batches > 0) return Number.POSITIVE_INFINITY;
    return Math.max(0, (hasRoom ? COMPANY_MS : ROOM_MS) - queue.waitedMs);
  }

  /** Says that a batch of the queue has ended. The others begin first, so that none is kept out. */
  ended(queue: Queue): void {
    for (const other of this.#queues) if (other !== queue) other.look();
    queue.look();
  }

  #sum(count: "waiting" | "served" | "batches"): number {
    return this.#queues.reduce((sum, queue) => sum + queue[count], 0);
  }
}
