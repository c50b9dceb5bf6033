import { OperationTypeNode } from "graphql";
import type { Caller } from "../../access/caller.ts";
import type { Database } from "../../database/database.ts";
import type { Queryable } from "../../database/statement.ts";
import type { EndSignal, OperationContext } from "../../graphql/context.ts";
import { createLoaders, type Loaders } from "../../graphql/loaders.ts";
import type { ReadBatches } from "../../graphql/read-batches.ts";
import type { Language, Translator } from "../../languages/translator.ts";
import type { ChangeFeed } from "../../live/change-feed.ts";
import type { SlotFeed } from "../../live/slot-feed.ts";
import type { ErrorCode } from "../../shared/error-codes.ts";
import type { Logger } from "../../shared/logger.ts";
import type { Translate } from "../../shared/message.ts";
import type { ErrorScope } from "../errors.ts";

export interface OperationContextsOptions {
  readonly db: Database;
  /** Null if each query reads by itself. */
  readonly batches: ReadBatches | null;
  readonly slotFeed: SlotFeed;
  readonly changeFeed: ChangeFeed;
  readonly log: Logger;
  readonly translator: Translator;
}

/** Makes the context of each operation, over HTTP and WebSocket alike. */
export class OperationContexts {
  readonly #options: OperationContextsOptions;
  readonly #shared: Shared;
  /** How many errors were sent to clients, by their codes. */
  readonly errorCounts = new Map<ErrorCode, number>();

  constructor(options: OperationContextsOptions) {
    this.#options = options;
    const { db, batches, slotFeed, changeFeed } = options;
    this.#shared = { db, batches, slotFeed, changeFeed };
  }

  /** The language in which a client is answered. @param acceptLanguage as in HTTP's `Accept-Language`. */
  languageOf(acceptLanguage: unknown): Language {
    return this.#options.translator.languageOf(acceptLanguage);
  }

  /** @param acceptLanguage as in HTTP's `Accept-Language`. */
  errorScope(requestId: string, acceptLanguage: unknown): ErrorScope {
    const { log, translator } = this.#options;
    const language = translator.languageOf(acceptLanguage);
    return new RequestScope(requestId, language, translator.for(acceptLanguage), log, this.errorCounts);
  }

  /** @param options.signal aborted at the end of the operation, after which nothing is begun. */
  create(options: {
    caller: Caller;
    scope: ErrorScope;
    resumeAfter?: string | null;
    signal?: EndSignal;
  }): OperationContext {
    const { caller, scope, resumeAfter = null, signal } = options;
    return new Context(this.#shared, { caller, scope, resumeAfter, signal });
  }
}

/** Creates its log when something is written to it, because most requests write nothing. */
class RequestScope implements ErrorScope {
  readonly requestId: string;
  readonly language: string;
  readonly translate: Translate;
  readonly #parent: Logger;
  readonly #errorCounts: Map<ErrorCode, number>;
  #log: Logger | undefined;

  constructor(
    requestId: string,
    language: string,
    translate: Translate,
    parent: Logger,
    errorCounts: Map<ErrorCode, number>,
  ) {
    this.requestId = requestId;
    this.#errorCounts = errorCounts;
    this.language = language;
    this.translate = translate;
    this.#parent = parent;
  }

  count(code: ErrorCode): void {
    this.#errorCounts.set(code, (this.#errorCounts.get(code) ?? 0) + 1);
  }

  get log(): Logger {
    this.#log ??= this.#parent.child({ requestId: this.requestId });
    return this.#log;
  }
}

/** What all operations of a server share. */
interface Shared {
  readonly db: Database;
  readonly batches: ReadBatches | null;
  readonly slotFeed: SlotFeed;
  readonly changeFeed: ChangeFeed;
}

interface Own {
  readonly caller: Caller;
  readonly scope: ErrorScope;
  readonly resumeAfter: string | null;
  readonly signal: EndSignal | undefined;
}

/**
 * Its getters create what not every operation needs. Apollo copies a context property by property, with its prototype,
 * so that it must not have private fields.
 */
class Context implements OperationContext {
  readonly shared: Shared;
  readonly own: Own;
  operation = OperationTypeNode.SUBSCRIPTION;
  made: Loaders | undefined;

  constructor(shared: Shared, own: Own) {
    this.shared = shared;
    this.own = own;
  }

  get loaders(): Loaders {
    const { db, batches } = this.shared;
    const { signal } = this.own;
    this.made ??= createLoaders({
      db: signal ? untilAborted(db, signal) : db,
      batches: this.operation === OperationTypeNode.SUBSCRIPTION ? null : batches,
      keeps: this.operation === OperationTypeNode.QUERY,
      signal,
    });
    return this.made;
  }
  get caller() {
    return this.own.caller;
  }
  get resumeAfter() {
    return this.own.resumeAfter;
  }
  get signal() {
    return this.own.signal;
  }
  get requestId() {
    return this.own.scope.requestId;
  }
  count(code: ErrorCode) {
    this.own.scope.count(code);
  }
  get log() {
    return this.own.scope.log;
  }
  get language() {
    return this.own.scope.language;
  }
  get translate() {
    return this.own.scope.translate;
  }
  get slotFeed() {
    return this.shared.slotFeed;
  }
  get changeFeed() {
    return this.shared.changeFeed;
  }
}

function untilAborted(db: Queryable, signal: EndSignal): Queryable {
  return {
    query: async (statement, values) => {
      signal.throwIfAborted();
      return db.query(statement, values);
    },
  };
}
