export interface InOrderOptions<Item> {
  readonly run: (item: Item) => Promise<void>;
  /** Items that share a key run one after another, in the order given. */
  readonly keysOf: (item: Item) => readonly string[];
  /** How many items may run, or wait for earlier ones, at once. */
  readonly concurrency: number;
  /** Resolves when the item is due. */
  readonly untilDue?: (item: Item) => Promise<void>;
  /** Ends the run early: running items finish, waiting ones are not started. */
  readonly signal: AbortSignal;
}

/**
 * Runs the items, and concurrently those that have no key in common. Each item finds the same state as if all ran one
 * by one.
 *
 * @throws the first error of `run`, once the other running items have finished. No later item is started.
 */
export async function runInOrder<Item>(
  items: Iterable<Item>,
  { run, keysOf, concurrency, untilDue, signal }: InOrderOptions<Item>,
): Promise<void> {
  const lastOfKey = new Map<string, Promise<void>>();
  const open = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const isOver = () => signal.aborted || failures.length > 0;

  for (const item of items) {
    if (open.size >= concurrency) await Promise.race(open);
    if (!isOver()) await untilDue?.(item);
    if (isOver()) break;
    const keys = keysOf(item);
    const before = Promise.all(keys.map((key) => lastOfKey.get(key)));
    const running = before
      .then(() => (isOver() ? undefined : run(item)))
      .catch((error: unknown) => void failures.push(error))
      .then(() => void open.delete(running));
    open.add(running);
    for (const key of keys) lastOfKey.set(key, running);
  }
  await Promise.all(open);
  if (failures.length > 0) throw failures[0];
}
