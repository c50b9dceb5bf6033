import type { OutboxEvents } from "../outbox/outbox-events.ts";
import { encodeCursor } from "../shared/connection.ts";
import { say } from "../shared/message.ts";
import { BoundedQueue } from "./bounded-queue.ts";
import type { EventHub } from "./event-hub.ts";
import { type CloseSocket, TRY_AGAIN_LATER, WAITING_EVENTS } from "./slow-reader.ts";

export interface Change<Payload> {
  readonly cursor: string;
  readonly payload: Payload;
}

/** Subscriptions to events that tell only that something changed: the subscriber reads what it has become. */
export class ChangeFeed {
  readonly #hub: EventHub;

  constructor({ hub }: { hub: EventHub }) {
    this.#hub = hub;
  }

  /** Events of one kind, in order, that `wanted` accepts. */
  subscribe<Kind extends keyof OutboxEvents>(
    kind: Kind,
    wanted: (payload: OutboxEvents[Kind]) => boolean,
    closeSocket?: CloseSocket,
  ): AsyncIterableIterator<Change<OutboxEvents[Kind]>> {
    const queue = new BoundedQueue<Change<OutboxEvents[Kind]>>({
      limit: WAITING_EVENTS,
      onOverflow: () => closeSocket?.(TRY_AGAIN_LATER, say`Reading too slowly: subscribe again`),
      onEnd: () => stopListening(),
    });
    const stopListening = this.#hub.listen((event) => {
      if (event.kind !== kind) return;
      const payload = event.payload as OutboxEvents[Kind];
      if (wanted(payload)) queue.push({ cursor: encodeCursor("feed", [event.id]), payload });
    });
    return queue;
  }
}
