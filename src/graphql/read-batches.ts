import type { Queryable } from "../database/statement.ts";
import { groupBy } from "../shared/group-by.ts";
import { shareText } from "./plans/shared-texts.ts";

/** A way to look something up by a key. */
export interface Lookup<Value> {
  load(key: string): Promise<Value>;
}

/** How one statement reads many keys, and how the value of one key is made from its rows. */
export interface Read<Value, Row = never> {
  readonly rowsOf: (db: Queryable, keys: readonly string[]) => Promise<Row[]>;
  readonly keyOf: (row: Row) => string;
  readonly pick: (rows: readonly Row[]) => Value;
}

interface Waiting<Value> {
  readonly value: Promise<Value>;
  isShared: boolean;
  resolve(value: Value): void;
  reject(error: unknown): void;
}

// One statement at a time serves the most operations: two are 0.85 to 0.9 as fast, and an unlimited number is slower
// still. Only a statement that takes this long, or is stuck, is not waited for.
const SLOW_AFTER_MS = 20;
const MOST_STATEMENTS = 3;
/** More keys are no faster to read together, and make one request wait for many. */
const MOST_KEYS = 1_000;

/**
 * Reads by keys for all queries in flight. Keys that are requested in one tick, or while earlier statements of the same
 * kind are running, are read by one statement, or by two if there are many. A statement begins after all requests that
 * it serves, so that no result is older than its request. All requests for a key get the same result: the code that
 * asks for it decides who may see it.
 */
export class ReadBatches {
  readonly #db: Queryable;
  readonly #batches = new Map<unknown, ReadBatch<unknown, unknown>>();

  constructor(db: Queryable) {
    this.#db = db;
  }

  of<Value, Row>(read: Read<Value, Row>): Lookup<Value> {
    let batch = this.#batches.get(read);
    if (!batch) {
      batch = new ReadBatch(this.#db, read) as ReadBatch<unknown, unknown>;
      this.#batches.set(read, batch);
    }
    return batch as Lookup<unknown> as Lookup<Value>;
  }
}

class ReadBatch<Value, Row> implements Lookup<Value> {
  readonly #db: Queryable;
  readonly #read: Read<Value, Row>;
  /** By key, in the order of the requests. */
  #waiting = new Map<string, Waiting<Value>>();
  /**
   * How many keys were waiting after each turn of the event loop: the keys of one operation and turn are read together.
   */
  #turns: number[] = [];
  /** How many keys the last statement has served, or serves. */
  #served = 0;
  #running = 0;
  /** How many of the running statements are no longer waited for. */
  #slow = 0;
  #scheduled = false;

  constructor(db: Queryable, read: Read<Value, Row>) {
    this.#db = db;
    this.#read = read;
  }

  load(key: string): Promise<Value> {
    const known = this.#waiting.get(key);
    if (known) {
      known.isShared = true;
      return known.value;
    }
    const waiting = newWaiting<Value>();
    this.#waiting.set(key, waiting);
    this.#schedule();
    return waiting.value;
  }

  // Runs after the data that has arrived on other connections in this turn of the event loop was read, too.
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#turns.push(this.#waiting.size);
      this.#begin();
    });
  }

  #begin(): void {
    const isBusy = this.#running > this.#slow || this.#running === MOST_STATEMENTS;
    if (this.#waiting.size === 0 || isBusy) return;
    const served = this.#take();
    this.#running++;
    let isSlow = false;
    const slowTimer = setTimeout(() => {
      isSlow = true;
      this.#slow++;
      this.#begin();
    }, SLOW_AFTER_MS);
    this.#serve(served)
      .catch((error: unknown) => {
        for (const { reject } of served.values()) reject(error);
      })
      .finally(() => {
        clearTimeout(slowTimer);
        if (isSlow) this.#slow--;
        this.#running--;
        this.#schedule();
      });
  }

  async #serve(served: Map<string, Waiting<Value>>): Promise<void> {
    const { rowsOf, keyOf, pick } = this.#read;
    const byKey = groupBy(await rowsOf(this.#db, [...served.keys()]), keyOf);
    for (const [key, { isShared, resolve }] of served) {
      const value = pick(byKey.get(key) ?? []);
      if (isShared) shareText(value);
      resolve(value);
    }
  }

  // Takes half of all keys: of those that wait, and of those that were served last and will soon be requested again.
  // While PostgreSQL reads one half, this process answers the other. If all waiting keys are taken at once, batches
  // have 60 and 4 keys in turn, and a tenth fewer requests are served.
  #take(): Map<string, Waiting<Value>> {
    const all = this.#waiting;
    const half = (all.size + this.#served) / 2;
    const size = Math.min(this.#turns.find((waiting) => waiting >= half) ?? all.size, MOST_KEYS);
    this.#served = size;
    this.#turns = this.#turns.filter((waiting) => waiting > size).map((waiting) => waiting - size);
    this.#waiting = new Map();
    if (all.size === size) return all;
    const entries = [...all];
    this.#waiting = new Map(entries.slice(size));
    return new Map(entries.slice(0, size));
  }
}

function newWaiting<Value>(): Waiting<Value> {
  let resolve: Waiting<Value>["resolve"] = () => {};
  let reject: Waiting<Value>["reject"] = () => {};
  const value = new Promise<Value>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { value, isShared: false, resolve, reject };
}
