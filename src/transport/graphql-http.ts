import type { IncomingMessage, ServerResponse } from "node:http";
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import type { OperationContext } from "../graphql/context.ts";
import type { Logger } from "../shared/logger.ts";
import { httpStatusOf, toClientError } from "./errors.ts";
import { answerTypeFor, preflightHeaders, readJson, requireGraphqlRequest } from "./graphql-http-request.ts";
import { sendJson } from "./http-messages.ts";
import type { OperationContexts } from "./operation-contexts.ts";
import { describeOperation } from "./operations.ts";
import { requestIdOf } from "./request-id.ts";

export interface GraphqlHttpOptions {
  readonly schema: GraphQLSchema;
  readonly contexts: OperationContexts;
  readonly log: Logger;
}

/** Apollo Server behind node:http: queries and mutations by GraphQL over HTTP. */
export class GraphqlHttp {
  readonly #apollo: ApolloServer<OperationContext>;
  readonly #contexts: OperationContexts;
  /** What went wrong outside of resolvers, by the log of the request: Apollo's own answer tells nothing of the request. */
  readonly #failures = new WeakMap<Logger, Error>();

  constructor({ schema, contexts, log }: GraphqlHttpOptions) {
    this.#contexts = contexts;
    this.#apollo = new ApolloServer<OperationContext>({
      schema,
      introspection: true,
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
      ],
    });
  }

  start(): Promise<void> {
    return this.#apollo.start();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const scope = this.#contexts.errorScope(requestIdOf(response), request.headers["accept-language"]);
    try {
      requireGraphqlRequest(request, response);
      await this.#contexts.authenticate(request.headers.authorization);
      const body = request.method === "POST" ? await readJson(request, MAX_BODY_BYTES) : "";
      // Once more, because a body may take its time: what counts is who it is now.
      const caller = await this.#contexts.authenticate(request.headers.authorization);
      const context = this.#contexts.create({ caller, scope });
      const answer = await this.#apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: (request.method ?? "GET").toUpperCase(),
          headers: toHeaderMap(request),
          search: new URL(request.url ?? "/", "http://localhost").search,
          body,
        },
        context: async () => context,
      });
      const failure = this.#failures.get(scope.log);
      if (failure) throw failure;
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
      const answerType = answerTypeFor(request.headers.accept) ?? undefined;
      sendJson(response, httpStatusOf(clientError), { errors: [clientError] }, answerType);
    }
  }

  close(): Promise<void> {
    return this.#apollo.stop();
  }
}

/** What Apollo is to do besides executing, with the context of the request it does it for. */
function requestPlugin(failures: WeakMap<Logger, Error>): ApolloServerPlugin<OperationContext> {
  return {
    async unexpectedErrorProcessingRequest({ requestContext, error }) {
      failures.set(requestContext.contextValue.log, error);
    },
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
          if (operation) contextValue.log.debug(describeOperation(operation), "executing");
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

function isBadRequest({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.["code"] === "BAD_REQUEST";
}

const MAX_BODY_BYTES = 1_000_000;

function toHeaderMap(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}
