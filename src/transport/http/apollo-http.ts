import type { IncomingMessage } from "node:http";
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import type { GraphQLFormattedError, GraphQLSchema } from "graphql";
import type { Limits } from "../../limits.ts";
import { DomainError } from "../../shared/domain-error.ts";
import type { Logger } from "../../shared/logger.ts";
import { say } from "../../shared/message.ts";
import { type ErrorScope, toClientError } from "../errors.ts";
import type { Client } from "../limits/client.ts";
import { withinSeconds } from "../limits/time-limit.ts";
import type { Admission, Admitted } from "../operations/admission.ts";
import { admissionPlugin, type HttpContext, withHttp } from "../operations/apollo-admission.ts";
import type { OperationContexts } from "../operations/operation-contexts.ts";
import { type StoredDocuments, withPersistedQuery } from "../operations/stored-documents.ts";
import { answerTypeFor, preflightHeaders } from "./graphql-http-request.ts";
import { parametersOf } from "./http-messages.ts";
import type { HttpResponse } from "./http-response.ts";

const SUBSCRIBE = say`For subscriptions, use a WebSocket (graphql-transport-ws) at this address, or server-sent events from /graphql/stream`;

/** What is already known of a request that Apollo answers. */
interface ForApollo {
  readonly body: unknown;
  readonly client: Client;
  readonly admitted: Admitted | null;
  readonly scope: ErrorScope;
}

/** Answers, by Apollo, the requests that the fast path does not answer. */
export class ApolloHttp {
  readonly #apollo: ApolloServer<HttpContext>;
  readonly #contexts: OperationContexts;
  readonly #limits: Limits;
  /** Errors outside of resolvers, by request: Apollo's own answer does not contain them. */
  readonly #failures = new WeakMap<ErrorScope, Error>();

  constructor({
    schema,
    contexts,
    admission,
    documents,
    limits,
    log,
  }: {
    schema: GraphQLSchema;
    contexts: OperationContexts;
    admission: Admission;
    documents: StoredDocuments;
    limits: Limits;
    log: Logger;
  }) {
    this.#contexts = contexts;
    this.#limits = limits;
    this.#apollo = new ApolloServer<HttpContext>({
      schema,
      introspection: true,
      // Documents from the admission are parsed and validated, so that Apollo need not look them up again.
      documentStore: null,
      persistedQueries: { cache: toCache(documents) },
      // Apollo's log messages quote the request, and lack its id.
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

  /** @throws whatever went wrong outside of resolvers. */
  async answer(
    request: IncomingMessage,
    response: HttpResponse,
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

/** Refuses subscriptions, records failures, and translates errors with the context of their request. */
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
          // With this type the status describes only HTTP (GraphQL over HTTP, 6.4.1), and the request itself was
          // well-formed.
          if (isRefusal && type === "application/json") http.status = 200;
        },
      };
    },
  };
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

/** The prefix of Apollo's keys. */
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
