import type { Authentication } from "../access/authentication.ts";
import { anonymous, type Caller } from "../access/caller.ts";
import { DomainError } from "../shared/domain-error.ts";
import type { Client } from "./limits/client.ts";
import type { RateLimit } from "./limits/rate-limit.ts";
import type { OperationRequest, Operations, PreparedOperation, ReceivedOperation } from "./operations.ts";
import type { StoredDocuments } from "./stored-documents.ts";

export interface AdmissionOptions {
  readonly authentication: Authentication;
  readonly operations: Operations;
  readonly documents: StoredDocuments;
  /** Null where nothing is counted. */
  readonly rateLimit: RateLimit | null;
}

/** The operation, or why it is not executed. */
export type Admitted = PreparedOperation | readonly Error[];

/** How much of an operation's cost is a point. */
const COST_OF_POINT = 100;

/**
 * The one door to the API: HTTP, WebSockets and event streams all bring their callers and operations here, so that what
 * is refused by one is refused by all, and in the same words.
 */
export class Admission {
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Who calls. Bad tokens are counted against the address. @throws DomainError UNAUTHENTICATED, RATE_LIMITED */
  async authenticate(authorization: unknown, address: string): Promise<Caller> {
    try {
      return await this.#options.authentication.callerOf(authorization);
    } catch (error) {
      await this.#spend({ caller: anonymous, address }, 1);
      throw error;
    }
  }

  /** Whether a caller is still who it was. */
  isCurrent(caller: Caller): boolean {
    return this.#options.authentication.isCurrent(caller);
  }

  /** A request with its document, where it came with an id only. @throws DomainError */
  complete(received: ReceivedOperation): OperationRequest {
    return this.#options.documents.complete(received);
  }

  /** The operation, or why it is not executed. The reading of it costs a point, be it good or bad. */
  async admit(request: OperationRequest, client: Client): Promise<Admitted> {
    try {
      await this.#spend(client, 1);
      const operation = this.#options.operations.prepare(request, client.caller);
      if ("cost" in operation) await this.#spend(client, Math.floor(operation.cost / COST_OF_POINT));
      return operation;
    } catch (error) {
      if (error instanceof DomainError) return [error];
      throw error;
    }
  }

  async #spend(client: Client, points: number): Promise<void> {
    if (points > 0) await this.#options.rateLimit?.spend(client, points);
  }
}
