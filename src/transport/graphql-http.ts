import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { GraphQLError, type GraphQLSchema } from "graphql";
import type { Limits } from "../limits.ts";
import { DomainError } from "../shared/domain-error.ts";
import type { Logger } from "../shared/logger.ts";
import type { Admission } from "./admission.ts";
import { admissionPlugin, type HttpContext } from "./apollo-admission.ts";
import { httpHeadersOf, httpStatusOf, toClientError } from "./errors.ts";
import { readBody, requireShortUrl, sendJson } from "./http-messages.ts";
import { addressOf } from "./limits/client.ts";
import { withinSeconds } from "./limits/time-limit.ts";
import type { OperationContexts } from "./operation-contexts.ts";
import { type StoredDocuments, withPersistedQuery } from "./stored-documents.ts";

export interface GraphqlHttpOptions {
  readonly schema: GraphQLSchema;
  readonly contexts: OperationContexts;
  readonly admission: Admission;
  readonly documents: StoredDocuments;
  readonly limits: Limits;
  readonly log: Logger;
}

/** Apollo Server behind node:http: queries and mutations by GraphQL over HTTP. */
export class GraphqlHttp {
  readonly #apollo: ApolloServer<HttpContext>;
  readonly #contexts: OperationContexts;
  readonly #admission: Admission;
  readonly #limits: Limits;

  constructor({ schema, contexts, admission, documents, limits, log }: GraphqlHttpOptions) {
    this.#contexts = contexts;
    this.#admission = admission;
    this.#limits = limits;
    this.#apollo = new ApolloServer<HttpContext>({
      schema,
      introspection: true,
      // What the admission gives it is parsed and validated, and is not to be looked up once more.
      documentStore: null,
      persistedQueries: { cache: toCache(documents) },
      logger: log,
      csrfPrevention: true,
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      formatError: (_formatted, error) => toClientError(error, null),
      plugins: [
        ApolloServerPluginLandingPageDisabled(),
        // Unused here, and a tenth of the CPU of a small query: it looks at every field.
        ApolloServerPluginCacheControlDisabled(),
        requestPlugin(),
        admissionPlugin(admission),
      ],
    });
  }

  start(): Promise<void> {
    return this.#apollo.start();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    response.setHeader("X-Request-Id", requestId);
    const scope = this.#contexts.errorScope(requestId, request.headers["accept-language"]);
    try {
      requireShortUrl(request, this.#limits.maxUrlBytes);
      const address = addressOf(request, this.#limits.trustedProxies);
      await this.#admission.authenticate(request.headers.authorization, address);
      const body = await parseBody(request, this.#limits.maxBodyBytes);
      // Once more, because a body may take its time: what counts is who it is now.
      const caller = await this.#admission.authenticate(request.headers.authorization, address);
      const answer = await withinSeconds(this.#limits.requestTimeoutSeconds, async (signal) => {
        const context = this.#contexts.create({ caller, scope, signal });
        return this.#apollo.executeHTTPGraphQLRequest({
          httpGraphQLRequest: {
            method: (request.method ?? "GET").toUpperCase(),
            headers: toHeaderMap(request),
            search: searchOf(request),
            body: withPersistedQuery(body),
          },
          context: async () => Object.assign(context, { client: { caller, address } }),
        });
      });
      for (const [name, value] of answer.headers) response.setHeader(name, value);
      response.statusCode = answer.status ?? 200;
      if (answer.body.kind === "complete") {
        response.end(answer.body.string);
        return;
      }
      for await (const chunk of answer.body.asyncIterator) response.write(chunk);
      response.end();
    } catch (error) {
      const clientError = toClientError(error, scope);
      // The rest of a body that was refused is of no use to anybody: the connection ends with the answer.
      if (!request.complete) response.setHeader("Connection", "close");
      for (const [name, value] of Object.entries(httpHeadersOf(clientError))) response.setHeader(name, value);
      sendJson(response, httpStatusOf(clientError), { errors: [clientError] });
    }
  }

  close(): Promise<void> {
    return this.#apollo.stop();
  }
}

/** What Apollo is to do besides executing, with the context of the request it does it for. */
function requestPlugin(): ApolloServerPlugin<HttpContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, contextValue }) {
          if (operation?.operation === "subscription") {
            throw new GraphQLError(
              "Subscriptions go over a WebSocket (graphql-transport-ws) at this same address",
              {
                extensions: { code: "BAD_REQUEST", http: { status: 400 } },
              },
            );
          }
          contextValue.keepsReads = operation?.operation === "query";
        },
        // `formatError` has masked the errors; here they get the request's id, and the unexpected ones are logged.
        async willSendResponse({ response: { body }, errors, contextValue }) {
          if (body.kind !== "single" || !errors) return;
          body.singleResult.errors = errors.map((error) => toClientError(error, contextValue));
        },
      };
    },
  };
}

async function parseBody(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const text = await readBody(request, maxBytes);
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) return text;
  const body = parseJson(text);
  if (Array.isArray(body)) {
    throw new DomainError(
      "BAD_REQUEST",
      "Operations are not taken in batches: send each in a request of its own",
    );
  }
  return body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError("BAD_REQUEST", "The request body is not valid JSON");
  }
}

function searchOf({ url }: IncomingMessage): string {
  const { search, searchParams } = new URL(url ?? "/", "http://localhost");
  const documentId = searchParams.get("documentId");
  if (documentId === null) return search;
  const { extensions } = withPersistedQuery({ documentId }) as { extensions: object };
  searchParams.set("extensions", JSON.stringify(extensions));
  return `?${searchParams}`;
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
