import { randomUUID } from "node:crypto";
import type { Authentication } from "../access/authentication.ts";
import type { Caller } from "../access/caller.ts";
import type { Database } from "../database/database.ts";
import type { OperationContext } from "../graphql/context.ts";
import { createLoaders } from "../graphql/loaders.ts";
import type { ChangeFeed } from "../live/change-feed.ts";
import type { SlotFeed } from "../live/slot-feed.ts";
import type { Logger } from "../shared/logger.ts";

export interface OperationContextsOptions {
  readonly db: Database;
  readonly authentication: Authentication;
  readonly slotFeed: SlotFeed;
  readonly changeFeed: ChangeFeed;
  readonly log: Logger;
}

/** Makes the context of each operation, over HTTP and WebSocket alike. */
export class OperationContexts {
  readonly #options: OperationContextsOptions;

  constructor(options: OperationContextsOptions) {
    this.#options = options;
  }

  /** @throws DomainError UNAUTHENTICATED */
  authenticate(authorization: unknown): Promise<Caller> {
    return this.#options.authentication.callerOf(authorization);
  }

  create(options: {
    caller: Caller;
    requestId?: string;
    closeSocket?: OperationContext["closeSocket"];
  }): OperationContext {
    const { db, slotFeed, changeFeed, log } = this.#options;
    const { caller, requestId = randomUUID(), closeSocket } = options;
    const loaders = createLoaders({ db, cached: false });
    return { requestId, caller, loaders, slotFeed, changeFeed, log: log.child({ requestId }), closeSocket };
  }

  /** Lets a query keep what it read: nothing changes under it, as it does under a mutation or subscription. */
  prepareFor(operation: "query" | "mutation" | "subscription", context: OperationContext): void {
    if (operation !== "query") return;
    Object.assign(context, { loaders: createLoaders({ db: this.#options.db, cached: true }) });
  }
}
