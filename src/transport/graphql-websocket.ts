import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from "graphql";
import { CloseCode, type Context, type SubscribePayload } from "graphql-ws";
import { type Extra, useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { anonymous, type Caller } from "../access/caller.ts";
import type { OperationContext } from "../graphql/context.ts";
import type { Logger } from "../shared/logger.ts";
import { say } from "../shared/message.ts";
import { toClientError } from "./errors.ts";
import type { OperationContexts } from "./operation-contexts.ts";

export interface GraphqlWebSocketOptions {
  readonly schema: GraphQLSchema;
  readonly contexts: OperationContexts;
  readonly log: Logger;
}

interface ConnectionExtra extends Extra, Record<PropertyKey, unknown> {
  caller?: Caller;
  expiry?: NodeJS.Timeout;
}

type Connection = Context<Record<string, unknown>, ConnectionExtra>;

const MAX_MESSAGE_BYTES = 1_000_000;
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;
/** What a close frame carries of a reason, in bytes. */
const LONGEST_REASON = 123;
const EXPIRED = say`The token has expired: connect again with a new one`;
const CLOSING_MS = 2_000;
// Longer delays overflow a timer and fire at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** GraphQL over WebSocket (graphql-transport-ws): subscriptions, and queries and mutations too. */
export class GraphqlWebSocket {
  readonly #sockets: WebSocketServer;
  readonly #protocol: { dispose(): void | Promise<void> };
  readonly #contexts: OperationContexts;
  readonly #schema: GraphQLSchema;
  readonly #log: Logger;

  constructor({ schema, contexts, log }: GraphqlWebSocketOptions) {
    this.#contexts = contexts;
    this.#schema = schema;
    this.#log = log;
    this.#sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
    this.#protocol = useServer<Record<string, unknown>, ConnectionExtra>(
      {
        schema,
        onConnect: (connection) => this.#onConnect(connection),
        onClose: ({ extra }) => clearTimeout(extra.expiry),
        onSubscribe: (connection, _id, payload) => this.#onSubscribe(connection, payload),
        onError: ({ connectionParams }, _id, _payload, errors) =>
          errors.map((error) => toClientError(error, this.#scope(connectionParams))),
        onNext: (_connection, _id, _payload, args, result) =>
          result.errors && {
            ...result,
            errors: result.errors.map((error) => toClientError(error, args.contextValue as OperationContext)),
          },
      },
      this.#sockets,
    );
  }

  /** Takes over a connection that asks to become a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      this.#sockets.emit("connection", client, request);
      // graphql-ws would write to stderr what a peer did wrong; ws has closed the connection with the right code.
      client.removeAllListeners("error");
      client.on("error", (error) => this.#log.debug({ err: error }, "a WebSocket failed"));
    });
  }

  /** Ends every connection with 1001, so that clients go elsewhere. */
  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.close(GOING_AWAY, "The server is stopping");
    // A peer that does not answer the close is cut off.
    const cutOff = setTimeout(() => {
      for (const socket of this.#sockets.clients) socket.terminate();
    }, CLOSING_MS);
    await this.#protocol.dispose();
    clearTimeout(cutOff);
  }

  // Who a connection is for is settled once; when the token ends, so does the connection.
  async #onConnect({ connectionParams, extra }: Connection): Promise<boolean> {
    try {
      const caller = await this.#contexts.authenticate(param(connectionParams, "authorization"));
      extra.caller = caller;
      const open = extra.socket.readyState === extra.socket.OPEN;
      const reason = this.#scope(connectionParams).translate(EXPIRED);
      if (caller.expiresAt && open) this.#closeAt(extra, caller.expiresAt, reason);
      return true;
    } catch (error) {
      const { message, extensions } = toClientError(error, this.#scope(connectionParams));
      const refused = extensions?.["code"] === "UNAUTHENTICATED";
      extra.socket.close(refused ? CloseCode.Forbidden : TRY_AGAIN_LATER, closeReason(message));
      return false;
    }
  }

  #closeAt(extra: ConnectionExtra, expiresAt: Date, reason: string): void {
    const wait = expiresAt.getTime() - Date.now();
    extra.expiry = setTimeout(
      () => {
        if (wait > LONGEST_TIMER_MS) this.#closeAt(extra, expiresAt, reason);
        else extra.socket.close(CloseCode.Forbidden, closeReason(reason));
      },
      Math.min(Math.max(wait, 0), LONGEST_TIMER_MS),
    );
  }

  // Parsed and validated here, because a syntax error that graphql-ws meets itself ends the whole connection.
  #onSubscribe(
    { connectionParams, extra }: Connection,
    payload: SubscribePayload,
  ): ExecutionArgs | readonly GraphQLError[] {
    const { query, operationName, variables } = payload;
    let document: DocumentNode;
    try {
      document = parse(query);
    } catch (error) {
      return [withCode(error as GraphQLError, "GRAPHQL_PARSE_FAILED")];
    }
    const invalid = this.#validate(document);
    if (invalid.length > 0) return invalid.map((error) => withCode(error, "GRAPHQL_VALIDATION_FAILED"));
    const operation = getOperationAST(document, operationName);
    if (!operation) {
      const message = operationName
        ? `Unknown operation named "${operationName}".`
        : "Name the operation to run.";
      return [withCode(new GraphQLError(message), "OPERATION_RESOLUTION_FAILURE")];
    }
    const scope = this.#scope(connectionParams);
    const contextValue = this.#contexts.create({
      caller: extra.caller ?? anonymous,
      scope,
      closeSocket: (code, reason) => extra.socket.close(code, closeReason(scope.translate(reason))),
    });
    contextValue.keepsReads = operation.operation === "query";
    return { schema: this.#schema, document, operationName, variableValues: variables, contextValue };
  }

  // graphql-js's rule of the single field of a subscription throws where a variable decides over that field.
  #validate(document: DocumentNode): readonly GraphQLError[] {
    try {
      return validate(this.#schema, document);
    } catch (error) {
      return [error instanceof GraphQLError ? error : new GraphQLError("The document cannot be validated")];
    }
  }

  #scope(params: ConnectionParams) {
    return this.#contexts.errorScope(randomUUID(), param(params, "acceptLanguage"));
  }
}

function closeReason(text: string): string {
  return Buffer.byteLength(text) <= LONGEST_REASON ? text : closeReason(text.slice(0, -1));
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions } = error;
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}

type ConnectionParams = Record<string, unknown> | undefined;

// Browsers and libraries differ in the case of a key.
function param(params: ConnectionParams, name: string): unknown {
  const key = Object.keys(params ?? {}).find((each) => each.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : params?.[key];
}
