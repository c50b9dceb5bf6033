import type { GraphQLFormattedError } from "graphql";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";

/** The part of a slot event that matters for the order of the history. */
export interface SeenEvent {
  readonly slotId: string;
  readonly kind: string;
  readonly version: number;
  readonly status: string;
  readonly conflated: boolean;
}

interface SlotEvent {
  readonly slotStatusChanged: {
    readonly cursor: string;
    readonly kind: string;
    readonly status: string;
    readonly version: number;
    readonly conflated: boolean;
    readonly slot: { readonly id: string };
  };
}

const WATCH = `subscription Watch($filter: SlotFilter, $snapshot: Boolean, $after: String) {
  slotStatusChanged(filter: $filter, snapshot: $snapshot, after: $after) {
    cursor kind status version conflated slot { id }
  }
}`;
const RETRY_MS = 100;

export interface FeedFollowerOptions {
  /** Returns the address of a running server. */
  readonly server: () => string;
  readonly filter: object;
  /** The cursor to resume after. Omitted: begins with a snapshot. */
  readonly after?: string;
}

/**
 * A client that follows the slots and survives disconnections: it reconnects, to any server, with the cursor of the
 * last event it received.
 */
export class FeedFollower {
  readonly seen: SeenEvent[] = [];
  readonly refusals: unknown[] = [];
  readonly #options: FeedFollowerOptions;
  #cursor: string | undefined;
  #disconnect: () => void = () => {};
  #socket: WebSocket | null = null;
  #closed = false;
  #resumes = 0;

  constructor(options: FeedFollowerOptions) {
    this.#options = options;
    this.#cursor = options.after;
    this.#connect();
  }

  get resumes(): number {
    return this.#resumes;
  }

  /** Drops the connection abruptly. */
  cut(): void {
    this.#socket?.terminate();
  }

  /** Stops reading from the socket until `resume`. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  close(): void {
    this.#closed = true;
    this.#disconnect();
    this.#socket?.terminate();
  }

  #connect(): void {
    if (this.#closed) return;
    const follower = this;
    class Tracked extends WebSocket {
      constructor(address: string, protocol: string) {
        super(address, protocol);
        follower.#socket = this;
      }
    }
    const client = createClient({
      url: `${this.#options.server().replace("http", "ws")}/graphql`,
      webSocketImpl: Tracked,
      retryAttempts: 0,
    });
    let over = false;
    const again = () => {
      if (over) return;
      over = true;
      void client.dispose();
      if (this.#closed) return;
      this.#resumes++;
      setTimeout(() => this.#connect(), RETRY_MS);
    };
    const variables = {
      filter: this.#options.filter,
      snapshot: this.#cursor === undefined,
      after: this.#cursor,
    };
    this.#disconnect = client.subscribe<SlotEvent>(
      { query: WATCH, variables },
      {
        next: ({ data, errors }) => {
          if (data) this.#take(data.slotStatusChanged);
          else if (!errors || !isPassing(errors)) this.refusals.push(errors);
        },
        // A refused operation arrives as an array of errors, a closed connection as another value.
        error: (error) => {
          if (Array.isArray(error) && !isPassing(error)) this.refusals.push(error);
          again();
        },
        complete: again,
      },
    );
  }

  #take({ cursor, kind, status, version, conflated, slot }: SlotEvent["slotStatusChanged"]): void {
    this.#cursor = cursor;
    this.seen.push({ slotId: slot.id, kind, version, status, conflated });
  }
}

/** Whether the errors are temporary: the database was unavailable. */
function isPassing(errors: readonly GraphQLFormattedError[]): boolean {
  return errors.every(({ extensions }) => extensions?.["code"] === "SERVICE_UNAVAILABLE");
}

/** A version of a slot in the database. */
export interface CommittedVersion {
  readonly slotId: string;
  readonly version: number;
  readonly status: string;
}

/**
 * Compares the events that a follower received with the committed versions. Returns a complaint for each version that
 * is missing, repeated, out of order, or has another status.
 *
 * @param from the versions that the follower knew before it began; null if it began with a snapshot.
 */
export function compareFeed(
  seen: readonly SeenEvent[],
  committed: readonly CommittedVersion[],
  from: ReadonlyMap<string, number> | null,
): string[] {
  const complaints: string[] = [];
  const statusOf = new Map(committed.map((each) => [`${each.slotId} ${each.version}`, each.status]));
  const newest = new Map<string, number>();
  for (const { slotId, version } of committed) newest.set(slotId, Math.max(newest.get(slotId) ?? 0, version));
  const at = new Map(from ?? []);
  for (const { slotId, kind, version, status, conflated } of seen) {
    const what = `${slotId} version ${version} (${kind})`;
    const known = at.get(slotId);
    if (statusOf.get(`${slotId} ${version}`) !== status) complaints.push(`${what} came as ${status}`);
    if (known === undefined && kind !== "SNAPSHOT" && version !== 1)
      complaints.push(`${what} came without a snapshot`);
    if (known !== undefined && version <= known) complaints.push(`${what} came after version ${known}`);
    if (known !== undefined && version > known + 1 && !conflated)
      complaints.push(`${what} came after version ${known}, with a gap`);
    at.set(slotId, version);
  }
  for (const [slotId, version] of newest)
    if (at.get(slotId) !== version)
      complaints.push(`${slotId} ended with ${at.get(slotId)} instead of ${version}`);
  return complaints;
}
