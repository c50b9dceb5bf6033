import type { Authentication } from "../access/authentication.ts";
import type { Caller } from "../access/caller.ts";
import type { Database } from "../database/database.ts";
import type { OperationContext } from "../graphql/context.ts";
import { createLoaders, type Loaders } from "../graphql/loaders.ts";
import type { Translator } from "../languages/translator.ts";
import type { ChangeFeed } from "../live/change-feed.ts";
import type { SlotFeed } from "../live/slot-feed.ts";
import type { Logger } from "../shared/logger.ts";
import type { ErrorScope } from "./errors.ts";

export interface OperationContextsOptions {
  readonly db: Database;
  readonly authentication: Authentication;
  readonly slotFeed: SlotFeed;
  readonly changeFeed: ChangeFeed;
  readonly log: Logger;
  readonly translator: Translator;
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

  /** @param acceptLanguage as in HTTP's `Accept-Language`. */
  errorScope(requestId: string, acceptLanguage: unknown): ErrorScope {
    const { log, translator } = this.#options;
    return {
      requestId,
      log: log.child({ requestId }),
      language: translator.languageOf(acceptLanguage),
      translate: translator.for(acceptLanguage),
    };
  }

  create(options: { caller: Caller; scope: ErrorScope; resumeAfter?: string | null }): OperationContext {
    const { db, slotFeed, changeFeed } = this.#options;
    const { caller, scope, resumeAfter = null } = options;
    let loaders: Loaders | null = null;
    return {
      ...scope,
      caller,
      slotFeed,
      changeFeed,
      resumeAfter,
      keepsReads: false,
      get loaders() {
        loaders ??= createLoaders({ db, cached: this.keepsReads });
        return loaders;
      },
    };
  }
}
