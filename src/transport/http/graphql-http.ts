import type { IncomingMessage } from "node:http";
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import type { GraphQLFormattedError, GraphQLSchema } from "graphql";
import type { Limits } from "../../limits.ts";
import { DomainError } from "../../shared/domain-error.ts";
import { isAbsent } from "../../shared/json.ts";
import type { Logger } from "../../shared/logger.ts";
import { say } from "../../shared/message.ts";
import { type ErrorScope, httpHeadersOf, httpStatusOf, toClientError } from "../errors.ts";
import { addressOf, type Client } from "../limits/client.ts";
import { withinSeconds } from "../limits/time-limit.ts";
import type { Admission, Admitted } from "../operations/admission.ts";
import { admissionPlugin, type HttpContext, withHttp } from "../operations/apollo-admission.ts";
import type { OperationContexts } from "../operations/operation-contexts.ts";
import {
  describeOperation,
  isOperation,
  type OperationRequest,
  type PreparedOperation,
} from "../operations/operations.ts";
import type { FaultyOutcome, PlannedOperations, PlannedOutcome } from "../operations/planned-operations.ts";
import { type StoredDocuments, withPersistedQuery } from "../operations/stored-documents.ts";
import type { Answer } from "./answer.ts";
import { answerTypeFor, preflightHeaders, readJson, requireGraphqlRequest } from "./graphql-http-request.ts";
import { parametersOf, requireShortUrl, sendJson } from "./http-messages.ts";

export interface GraphqlHttpOptions {
  readonly schema: GraphQLSchema;
  /** What answers without Apollo; null where it answers all. */
  readonly planned: PlannedOperations | null;
  readonly contexts: OperationContexts;
  readonly admission: Admission;
  readonly documents: StoredDocuments;
  readonly limits: Limits;
  readonly log: Logger;
}

const SUBSCRIBE = say`Subscriptions go over a WebSocket (graphql-transport-ws) at this same address, or as server-sent events from /graphql/stream`;

interface ForApollo {
  readonly body: unknown;
  readonly client: Client;
  readonly admitted: Admitted | null;
  readonly scope: ErrorScope;
}

/**
 * Queries and mutations by GraphQL over HTTP. What is sent by POST, with its document or the id of one that is known, is
 * executed by its plan, with Apollo left out: its pipeline costs several times as much as that. Apollo answers the rest: GET,
 * documents to be stored, introspection, and whatever has no plan.
 */
export class GraphqlHttp {
  readonly #apollo: ApolloServer<HttpContext>;
  readonly #contexts: OperationContexts;
  /** What went wrong outside of resolvers, by the request: Apollo's own answer tells nothing of it. */
  readonly #failures = new WeakMap<ErrorScope, Error>();
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
    this.#apollo = new ApolloServer<HttpContext>({
      schema,
      introspection: true,
      // What the admission gives it is parsed and validated, and is not to be looked up once more.
      documentStore: null,
      persistedQueries: { cache: toCache(documents) },
      // What it would log quotes the request, and lacks its id.
      logger: log.child({}, { level: "silent" }),
      csrfPrevention: { requestHeaders: preflightHeaders },
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      formatError: (_formatted, error) => toClientError(error, null),
      plugins: [
        ApolloServerPluginLandingPageDisabled(),
        // Unused here, and a tenth of the CPU of a small query: it looks at every field.
        ApolloServerPluginCacheControlDisabled(),
        requestPlugin(this.#failures),
        admissionPlugin(admission),
      ],
    });
  }

  start(): Promise<void> {
    return this.#apollo.start();
  }

  async handle(request: IncomingMessage, response: Answer): Promise<void> {
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
      // Looked at once more, because a body may take its time: what counts is who it is now.
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
      else await this.#answerByApollo(request, response, { body, client, admitted, scope });
    } catch (error) {
      const clientError = toClientError(error, scope);
      // The rest of a body that was refused is of no use to anybody: the connection ends with the answer.
      if (!request.complete) response.setHeader("Connection", "close");
      for (const [name, value] of Object.entries(httpHeadersOf(clientError))) response.setHeader(name, value);
      const answerType = answerTypeFor(request.headers.accept) ?? undefined;
      sendJson(response, httpStatusOf(clientError), { errors: [clientError] }, answerType);
    }
  }

  /** Null for what Apollo is to look at first: what has an id that is not known, or a document to be stored. */
  #operationIn(body: unknown): OperationRequest | null {
    if (!isOperation(body)) return null;
    const { query, documentId, extensions } = body;
    if (isAbsent(query)) return this.#documents.recall(body);
    // Apollo Client sends other extensions with every operation, which say nothing of it.
    const hasId = !isAbsent(documentId) || !isAbsent(extensions?.["persistedQuery"]);
    return query === "" || hasId ? null : (body as OperationRequest);
  }

  #plannedOutcome(operation: PreparedOperation, { caller }: Client, scope: ErrorScope) {
    const outcome = this.#planned?.execute({ operation, caller, scope }) ?? null;
    if (outcome && this.#log.isLevelEnabled("debug"))
      scope.log.debug(describeOperation(operation.definition), "executing");
    return outcome;
  }

  async #answerByApollo(
    request: IncomingMessage,
    response: Answer,
    { body, client, admitted, scope }: ForApollo,
  ): Promise<void> {
    const answer = await withinSeconds(this.#limits.requestTimeoutSeconds, async (signal) => {
      const context = this.#contexts.create({ caller: client.caller, scope, signal });
      return this.#apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: (request.method ?? "GET").toUpperCase(),
          headers: toHeaderMap(request),
          search: searchOf(request),
          body: withPersistedQuery(body),
        },
        context: async () => Object.assign(context, { client, admitted, scope }),
      });
    });
    const failure = this.#failures.get(scope);
    if (failure) throw failure;
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    response.statusCode = answer.status ?? 200;
    if (answer.body.kind === "complete") {
      response.end(answer.body.string);
      return;
    }
    for await (const chunk of answer.body.asyncIterator) response.write(chunk);
    response.end();
  }

  close(): Promise<void> {
    return this.#apollo.stop();
  }
}

/** What Apollo is to do besides executing, with the context of the request it does it for. */
function requestPlugin(failures: WeakMap<ErrorScope, Error>): ApolloServerPlugin<HttpContext> {
  return {
    async unexpectedErrorProcessingRequest({ requestContext, error }) {
      failures.set(requestContext.contextValue.scope, error);
    },
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, contextValue }) {
          if (operation?.operation === "subscription")
            throw withHttp(new DomainError("BAD_REQUEST", SUBSCRIBE));
          if (operation) contextValue.operation = operation.operation;
        },
        // `formatError` has masked the errors; here they get the request's id, and the unexpected ones are logged.
        async willSendResponse({ request, response: { body, http }, errors, contextValue }) {
          if (body.kind !== "single" || !errors) return;
          const clientErrors = errors.map((error) => toClientError(error, contextValue));
          body.singleResult.errors = clientErrors;
          const isRefusal = http.status === 400 && !clientErrors.some(isBadRequest);
          const type = answerTypeFor(request.http?.headers.get("accept"));
          // In this type the number tells of HTTP alone (GraphQL over HTTP, 6.4.1), and the request itself was well-formed.
          if (isRefusal && type === "application/json") http.status = 200;
        },
      };
    },
  };
}

function sendOutcome(
  request: IncomingMessage,
  response: Answer,
  outcome: PlannedOutcome,
  scope: ErrorScope,
): void {
  const body = "body" in outcome ? outcome.body : toBody(outcome, scope);
  response.send(`${answerTypeFor(request.headers.accept)}; charset=utf-8`, body);
}

function toBody({ data, errors }: FaultyOutcome, scope: ErrorScope): string {
  const told = errors.map((error) => toClientError(error, scope));
  return `{"data":${data},"errors":${JSON.stringify(told)}}`;
}

function isBadRequest({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.["code"] === "BAD_REQUEST";
}

function searchOf(request: IncomingMessage): string {
  const parameters = parametersOf(request);
  const documentId = parameters.get("documentId");
  if (documentId !== null) {
    const { extensions } = withPersistedQuery({ documentId }) as { extensions: object };
    parameters.set("extensions", JSON.stringify(extensions));
  }
  return `?${parameters}`;
}

/** What Apollo puts before its keys. */
const PREFIX = "apq:";

function toCache(documents: StoredDocuments) {
  return {
    get: async (key: string) => documents.find(key.slice(PREFIX.length)),
    set: async (key: string, text: string) => documents.store(key.slice(PREFIX.length), text),
    delete: async () => false,
  };
}

function toHeaderMap(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}
