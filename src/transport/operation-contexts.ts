import type { Authentication } from "../access/authentication.ts";
import type { Caller } from "../access/caller.ts";
import type { OpenConnections } from "../access/open-connections.ts";
import type { Database } from "../database/database.ts";
import type { Queryable } from "../database/statement.ts";
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
  readonly connections: OpenConnections;
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

  /**
   * Takes in a connection that stays open for a caller, to be ended when the caller is no longer who it was.
   *
   * @returns a function to be called when the connection has ended.
   */
  keepOpen(caller: Caller, end: () => void): () => void {
    return this.#options.connections.add(caller, end);
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

  /** @param options.signal of the operation's end: nothing is begun after it. */
  create(options: {
    caller: Caller;
    scope: ErrorScope;
    resumeAfter?: string | null;
    signal?: AbortSignal;
  }): OperationContext {
    const { db, slotFeed, changeFeed } = this.#options;
    const { caller, scope, resumeAfter = null, signal } = options;
    const own = { ...scope, caller, slotFeed, changeFeed, resumeAfter, signal };
    return Object.assign(new LateLoaders(signal ? untilAborted(db, signal) : db), own);
  }
}

/** Apollo copies a context property by property, and so would load what is one before it is known what is kept. */
class LateLoaders {
  readonly db: Queryable;
  keepsReads = false;
  made: Loaders | null = null;

  constructor(db: Queryable) {
    this.db = db;
  }

  get loaders(): Loaders {
    this.made ??= createLoaders({ db: this.db, cached: this.keepsReads });
    return this.made;
  }
}

function untilAborted(db: Queryable, signal: AbortSignal): Queryable {
  return {
    query: async (statement, values) => {
      signal.throwIfAborted();
      return db.query(statement, values);
    },
  };
}
