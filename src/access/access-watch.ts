import { EventHub, type EventHubOptions } from "../live/event-hub.ts";
import { ACCESS } from "../outbox/outbox-events.ts";
import type { Authentication } from "./authentication.ts";
import type { OpenConnections } from "./open-connections.ts";

// Together with the relay's own look, far below a second, also where the bus brings nothing.
const LOOK_EVERY_MS = 250;

export interface AccessWatchOptions extends Omit<EventHubOptions, "lookEveryMs"> {
  readonly authentication: Authentication;
  readonly connections: OpenConnections;
}

/**
 * Hears of every change of what users may do, whichever server made it: from then on their tokens are looked at anew,
 * and what is open for them ends.
 */
export class AccessWatch {
  readonly #hub: EventHub;
  readonly #options: AccessWatchOptions;

  constructor(options: AccessWatchOptions) {
    this.#options = options;
    // One of its own: it looks more often than what subscribers watch needs, for a single channel.
    this.#hub = new EventHub({ ...options, lookEveryMs: LOOK_EVERY_MS });
  }

  /** Every change that is committed after this is heard of. @throws DomainError SERVICE_UNAVAILABLE */
  async start(): Promise<void> {
    const { authentication, connections } = this.#options;
    this.#hub.start();
    const channel = await this.#hub.watch(ACCESS);
    channel.listen({
      event: ({ kind, payload }) => {
        if (kind !== "access.changed") return;
        authentication.changes.happened(payload.userId);
        connections.recheck(payload.userId);
      },
      lost: () => {
        authentication.changes.happenedToAnybody();
        connections.recheckAll();
      },
    });
  }

  close(): Promise<void> {
    return this.#hub.close();
  }
}
