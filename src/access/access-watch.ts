import { EventHub, type EventHubOptions } from "../live/event-hub.ts";
import { ACCESS } from "../outbox/outbox-events.ts";
import type { Authentication } from "./authentication.ts";
import type { OpenConnections } from "./open-connections.ts";

// Together with the relay's own interval, far below a second, even if the bus delivers nothing.
const POLL_INTERVAL_MS = 250;

export interface AccessWatchOptions extends Omit<EventHubOptions, "pollIntervalMs"> {
  readonly authentication: Authentication;
  readonly connections: OpenConnections;
}

/**
 * Listens for changes to users' access, which any server may make. After a change, the user's tokens are checked again,
 * and the user's open connections end.
 */
export class AccessWatch {
  readonly #hub: EventHub;
  readonly #options: AccessWatchOptions;

  constructor(options: AccessWatchOptions) {
    this.#options = options;
    // A hub of its own: it looks more often than subscribers need, and for a single channel.
    this.#hub = new EventHub({ ...options, pollIntervalMs: POLL_INTERVAL_MS });
  }

  /** Once this resolves, no later commit of a change is missed. @throws DomainError SERVICE_UNAVAILABLE */
  async start(): Promise<void> {
    const { authentication, connections } = this.#options;
    this.#hub.start();
    const channel = await this.#hub.watch(ACCESS);
    channel.listen({
      event: ({ kind, payload }) => {
        if (kind !== "access.changed") return;
        authentication.changes.record(payload.userId);
        connections.recheck(payload.userId);
      },
      lost: () => {
        authentication.changes.recordForUnknownUser();
        connections.recheckAll();
      },
    });
  }

  close(): Promise<void> {
    return this.#hub.close();
  }
}
