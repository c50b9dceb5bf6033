import type { IncomingMessage } from "node:http";
import type { GraphQLSchema } from "graphql";
import type { Limits } from "../../limits.ts";
import { isAbsent } from "../../shared/json.ts";
import type { Logger } from "../../shared/logger.ts";
import { type ErrorScope, httpHeadersOf, httpStatusOf, toClientError } from "../errors.ts";
import { addressOf, type Client } from "../limits/client.ts";
import type { Admission } from "../operations/admission.ts";
import type { OperationContexts } from "../operations/operation-contexts.ts";
import {
  describeOperation,
  isOperation,
  type OperationRequest,
  type PreparedOperation,
} from "../operations/operations.ts";
import type {
  OutcomeWithErrors,
  PlannedOperations,
  PlannedOutcome,
} from "../operations/planned-operations.ts";
import type { StoredDocuments } from "../operations/stored-documents.ts";
import { ApolloHttp } from "./apollo-http.ts";
import { answerTypeFor, readJson, requireGraphqlRequest } from "./graphql-http-request.ts";
import { requireShortUrl, sendJson } from "./http-messages.ts";
import type { HttpResponse } from "./http-response.ts";

export interface GraphqlHttpOptions {
  readonly schema: GraphQLSchema;
  /** Answers without Apollo; null if Apollo answers everything. */
  readonly planned: PlannedOperations | null;
  readonly contexts: OperationContexts;
  readonly admission: Admission;
  readonly documents: StoredDocuments;
  readonly limits: Limits;
  readonly log: Logger;
}

/**
 * Queries and mutations by GraphQL over HTTP. A POST with a document, or with the id of a known one, is executed by its
 * plan, without Apollo, whose pipeline costs several times as much. Apollo answers the rest: GET, documents to be
 * stored, introspection, and operations that have no plan.
 */
export class GraphqlHttp {
  readonly #apollo: ApolloHttp;
  readonly #contexts: OperationContexts;
  readonly #admission: Admission;
  readonly #documents: StoredDocuments;
  readonly #limits: Limits;
  readonly #planned: PlannedOperations | null;
  readonly #log: Logger;

  constructor({ schema, planned, contexts, admission, documents, limits, log }: GraphqlHttpOptions) {
    this.#contexts = contexts;
    this.#admission = admission;
    this.#documents = documents;
    this.#planned = planned;
    this.#log = log;
    this.#limits = limits;
    this.#apollo = new ApolloHttp({ schema, contexts, admission, documents, limits, log });
  }

  start(): Promise<void> {
    return this.#apollo.start();
  }

  async handle(request: IncomingMessage, response: HttpResponse): Promise<void> {
    const scope = this.#contexts.errorScope(response.requestId, request.headers["accept-language"]);
    try {
      requireShortUrl(request, this.#limits.maxUrlBytes);
      const address = addressOf(request, this.#limits.trustedProxies);
      requireGraphqlRequest(request, response);
      const { authorization } = request.headers;
      const known =
        this.#admission.knownCallerOf(authorization) ??
        (await this.#admission.authenticate(authorization, address));
      const body = request.method === "POST" ? await readJson(request, this.#limits.maxBodyBytes) : "";
      // Checks the caller again, because a body may take long to arrive: its rights at this moment count.
      const caller = this.#admission.isCurrent(known)
        ? known
        : await this.#admission.authenticate(authorization, address);
      const client = { caller, address };
      const operation = this.#operationIn(body);
      const admitting = operation && this.#admission.admit(operation, client);
      const admitted = admitting instanceof Promise ? await admitting : admitting;
      const outcome =
        admitted && "document" in admitted ? this.#plannedOutcome(admitted, client, scope) : null;
      if (outcome) sendOutcome(request, response, await outcome, scope);
      else await this.#apollo.answer(request, response, { body, client, admitted, scope });
    } catch (error) {
      const clientError = toClientError(error, scope);
      // The rest of a refused body is not read, so that the connection ends with the answer.
      if (!request.complete) response.setHeader("Connection", "close");
      for (const [name, value] of Object.entries(httpHeadersOf(clientError))) response.setHeader(name, value);
      const answerType = answerTypeFor(request.headers.accept) ?? undefined;
      sendJson(response, httpStatusOf(clientError), { errors: [clientError] }, answerType);
    }
  }

  /** Null if Apollo has to look at it first: its id is not known, or its document is to be stored. */
  #operationIn(body: unknown): OperationRequest | null {
    if (!isOperation(body)) return null;
    const { query, documentId, extensions } = body;
    if (isAbsent(query)) return this.#documents.resolveById(body);
    // Apollo Client sends other extensions with every operation; they do not affect it.
    const hasId = !isAbsent(documentId) || !isAbsent(extensions?.["persistedQuery"]);
    return query === "" || hasId ? null : (body as OperationRequest);
  }

  #plannedOutcome(operation: PreparedOperation, { caller }: Client, scope: ErrorScope) {
    const outcome = this.#planned?.execute({ operation, caller, scope }) ?? null;
    if (outcome && this.#log.isLevelEnabled("debug"))
      scope.log.debug(describeOperation(operation.definition), "executing");
    return outcome;
  }

  close(): Promise<void> {
    return this.#apollo.close();
  }
}

function sendOutcome(
  request: IncomingMessage,
  response: HttpResponse,
  outcome: PlannedOutcome,
  scope: ErrorScope,
): void {
  const body = "body" in outcome ? outcome.body : toBody(outcome, scope);
  response.send(`${answerTypeFor(request.headers.accept)}; charset=utf-8`, body);
}

function toBody({ data, errors }: OutcomeWithErrors, scope: ErrorScope): string {
  const clientErrors = errors.map((error) => toClientError(error, scope));
  return `{"data":${data},"errors":${JSON.stringify(clientErrors)}}`;
}
