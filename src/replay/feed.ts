import { setTimeout as delay } from "node:timers/promises";
import { type Client, createClient } from "graphql-ws/client";
import { WebSocket } from "ws";
import { type SlotEventFields, watchSlots } from "./operations.ts";

/** The maximum number of ids in one filter of the API. */
const SLOTS_PER_SUBSCRIPTION = 1_000;
const POLL_INTERVAL_MS = 20;

type Message = { slotStatusChanged: SlotEventFields & { slot: { id: string } } };

/** The live feed of some slots: records every event, for each slot in the order received. */
export class Feed {
  readonly #client: Client;
  readonly #eventsOfSlot = new Map<string, SlotEventFields[]>();
  readonly #counts = { SNAPSHOT: 0, CHANGE: 0 };
  #lastEventAtMs = performance.now();
  #brokenBecause: string | null = null;
  #closing = false;

  constructor({ endpoint, slotIds }: { endpoint: string; slotIds: readonly string[] }) {
    this.#client = createClient({
      url: endpoint.replace(/^http/, "ws"),
      webSocketImpl: WebSocket,
      // A resumed feed does not tell what it missed, so the first break counts.
      retryAttempts: 0,
      keepAlive: 10_000,
    });
    for (let from = 0; from < slotIds.length; from += SLOTS_PER_SUBSCRIPTION) {
      this.#watch(slotIds.slice(from, from + SLOTS_PER_SUBSCRIPTION));
    }
  }

  get snapshotCount(): number {
    return this.#counts.SNAPSHOT;
  }

  get changeCount(): number {
    return this.#counts.CHANGE;
  }

  /** Why the feed is broken; null if it is not. */
  get brokenBecause(): string | null {
    return this.#brokenBecause;
  }

  /** The slots for which an event was received. */
  get slotIds(): readonly string[] {
    return [...this.#eventsOfSlot.keys()];
  }

  eventsOf(slotId: string): readonly SlotEventFields[] {
    return this.#eventsOfSlot.get(slotId) ?? [];
  }

  /** Waits until `isEnough`, until the feed breaks, or until it has been silent for `silenceMs`. */
  async until(isEnough: () => boolean, { silenceMs }: { silenceMs: number }): Promise<void> {
    const askedAtMs = performance.now();
    const isSilent = () => performance.now() - Math.max(askedAtMs, this.#lastEventAtMs) >= silenceMs;
    while (!isEnough() && this.#brokenBecause === null && !isSilent()) await delay(POLL_INTERVAL_MS);
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#client.dispose();
  }

  #watch(slotIds: readonly string[]): void {
    this.#client.subscribe<Message>(
      { query: watchSlots.text, variables: { slotIds } },
      {
        next: ({ data, errors }) => {
          if (errors?.[0]) this.#break(errors[0].message);
          else if (data) this.#record(data.slotStatusChanged);
        },
        error: (cause) => this.#break(describe(cause)),
        complete: () => this.#break("the server ended the subscription"),
      },
    );
  }

  #record({ slot, ...event }: Message["slotStatusChanged"]): void {
    this.#lastEventAtMs = performance.now();
    this.#counts[event.kind] += 1;
    const events = this.#eventsOfSlot.get(slot.id);
    if (events) events.push(event);
    else this.#eventsOfSlot.set(slot.id, [event]);
  }

  #break(reason: string): void {
    if (!this.#closing) this.#brokenBecause ??= reason;
  }
}

// A cause is a list of GraphQL errors, a close of the socket, or the failure to open it.
function describe(cause: unknown): string {
  if (Array.isArray(cause)) return String((cause[0] as { message?: unknown } | undefined)?.message);
  if (typeof cause !== "object" || cause === null) return String(cause);
  if ("code" in cause) {
    const reason = "reason" in cause && cause.reason ? ` ${cause.reason}` : "";
    return `the WebSocket was closed: ${cause.code}${reason}`;
  }
  return "message" in cause && cause.message ? String(cause.message) : "the WebSocket could not be opened";
}
