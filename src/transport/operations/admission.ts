import type { Authentication } from "../../access/authentication.ts";
import { anonymous, type Caller } from "../../access/caller.ts";
import type { OpenConnections } from "../../access/open-connections.ts";
import { DomainError } from "../../shared/domain-error.ts";
import type { Client } from "../limits/client.ts";
import type { RateLimit } from "../limits/rate-limit.ts";
import type { OperationRequest, Operations, PreparedOperation, ReceivedOperation } from "./operations.ts";
import type { StoredDocuments } from "./stored-documents.ts";

export interface AdmissionOptions {
  readonly authentication: Authentication;
  readonly connections: OpenConnections;
  readonly operations: Operations;
  readonly documents: StoredDocuments;
  /** Null if there is no rate limit. */
  readonly rateLimit: RateLimit | null;
}

/** The operation, or why it is not executed. */
export type Admitted = PreparedOperation | readonly Error[];

/** How much cost of an operation makes one point. */
const COST_OF_POINT = 100;

/**
 * The one door to the API: HTTP, WebSockets and event streams all bring their callers and operations here, so that all
 * of them refuse the same things, in the same words.
 */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly stats = { operations: 0 };

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** The caller, if it is known without a lookup; null if it has to be looked up, or would be refused. */
  knownCallerOf(authorization: string | undefined): Caller | null {
    return this.#options.authentication.knownCallerOf(authorization);
  }

  /** The caller. Bad tokens are counted against the address. @throws DomainError UNAUTHENTICATED, RATE_LIMITED */
  async authenticate(authorization: unknown, address: string): Promise<Caller> {
    try {
      return await this.#options.authentication.callerOf(authorization);
    } catch (error) {
      await this.#spend({ caller: anonymous, address }, 1);
      throw error;
    }
  }

  /** Whether a caller still has the identity and rights that were looked up. */
  isCurrent(caller: Caller): boolean {
    return this.#options.authentication.isCurrent(caller);
  }

  /**
   * Registers a connection that stays open for a caller, to be ended when the caller's rights change.
   *
   * @returns a function to be called when the connection has ended.
   */
  registerConnection(caller: Caller, end: () => void): () => void {
    return this.#options.connections.add(caller, end);
  }

  /** A request with its document, which is looked up if only its id was sent. @throws DomainError */
  resolveDocument(received: ReceivedOperation): OperationRequest {
    return this.#options.documents.resolve(received);
  }

  /** The operation, or why it is not executed. Reading it costs a point, whether it is valid or not. */
  admit(request: OperationRequest, client: Client): Admitted | Promise<Admitted> {
    this.stats.operations++;
    return this.#options.rateLimit ? this.#admitForPoints(request, client) : this.#prepare(request, client);
  }

  async #admitForPoints(request: OperationRequest, client: Client): Promise<Admitted> {
    try {
      await this.#spend(client, 1);
      const operation = this.#prepare(request, client);
      if ("cost" in operation) await this.#spend(client, Math.floor(operation.cost / COST_OF_POINT));
      return operation;
    } catch (error) {
      return refusalOf(error);
    }
  }

  #prepare(request: OperationRequest, { caller }: Client): Admitted {
    try {
      return this.#options.operations.prepare(request, caller);
    } catch (error) {
      return refusalOf(error);
    }
  }

  async #spend(client: Client, points: number): Promise<void> {
    if (points > 0) await this.#options.rateLimit?.spend(client, points);
  }
}

/** @throws an error that is no refusal */
function refusalOf(error: unknown): readonly Error[] {
  if (error instanceof DomainError) return [error];
  throw error;
}
