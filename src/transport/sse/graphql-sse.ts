import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { GraphQLSchema } from "graphql";
import type { Caller } from "../../access/caller.ts";
import type { Limits } from "../../limits.ts";
import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";
import { atTime } from "../at-time.ts";
import { httpHeadersOf, httpStatusOf, toClientError } from "../errors.ts";
import type { SharedFeeds } from "../fan-out/shared-feeds.ts";
import { requireShortUrl, sendJson } from "../http/http-messages.ts";
import type { HttpResponse } from "../http/http-response.ts";
import { addressOf } from "../limits/client.ts";
import type { SocketLimits } from "../limits/socket-limits.ts";
import { withinSeconds } from "../limits/time-limit.ts";
import type { Admission } from "../operations/admission.ts";
import { executeOnce, type RequestedOperation } from "../operations/execute-once.ts";
import type { OperationContexts } from "../operations/operation-contexts.ts";
import { describeOperation, type Operation } from "../operations/operations.ts";
import { EventStream } from "./event-stream.ts";
import { readOperation } from "./stream-request.ts";

export interface GraphqlSseOptions {
  readonly schema: GraphQLSchema;
  readonly contexts: OperationContexts;
  readonly admission: Admission;
  readonly feeds: SharedFeeds;
  readonly socketLimits: SocketLimits;
  readonly limits: Limits;
}

const KEEP_ALIVE_MS = 20_000;

/**
 * GraphQL over server-sent events, for clients that cannot use a WebSocket: "distinct connections mode" of
 * https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md, one operation per request. Each event has its
 * cursor as id, and `Last-Event-ID`, which browsers send by themselves, replaces the argument `after`.
 */
export class GraphqlSse {
  readonly #options: GraphqlSseOptions;
  readonly #streams = new Set<EventStream>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: GraphqlSseOptions) {
    this.#options = options;
    this.#timer = setInterval(() => {
      for (const stream of this.#streams) stream.keepAlive();
    }, KEEP_ALIVE_MS);
  }

  async handle(request: IncomingMessage, response: HttpResponse): Promise<void> {
    const { contexts, admission, limits } = this.#options;
    const scope = contexts.errorScope(response.requestId, request.headers["accept-language"]);
    try {
      requireMethod(request, response);
      requireShortUrl(request, limits.maxUrlBytes);
      const address = addressOf(request, limits.trustedProxies);
      await admission.authenticate(request.headers.authorization, address);
      const operationRequest = admission.resolveDocument(await readOperation(request, limits.maxBodyBytes));
      // Authenticates again, because a body may take long to arrive: the caller's rights at this moment count.
      const caller = await admission.authenticate(request.headers.authorization, address);
      const operation = await admission.admit(operationRequest, { caller, address });
      if (!("definition" in operation)) {
        const busy = operation.find((error) => error instanceof DomainError && error.code === "RATE_LIMITED");
        if (busy) throw busy;
        const errors = operation.map((error) => toClientError(error, scope));
        new EventStream(response).answer({ errors });
        return;
      }
      requireNoMutation(request, response, operation);
      scope.log.debug(describeOperation(operation.definition), "executing");
      if (operation.definition.operation === "subscription") this.#take(response, caller, address);
      const lastEventId = request.headers["last-event-id"];
      await this.#run(
        response,
        { request: operationRequest, operation, caller, scope },
        String(lastEventId ?? "") || null,
      );
    } catch (error) {
      const clientError = toClientError(error, scope);
      if (response.headersSent) {
        response.destroy();
        return;
      }
      if (!request.complete) response.setHeader("Connection", "close");
      for (const [name, value] of Object.entries(httpHeadersOf(clientError))) response.setHeader(name, value);
      const status = response.statusCode === 405 ? 405 : httpStatusOf(clientError);
      sendJson(response, status, { errors: [clientError] });
    }
  }

  /** Ends every stream; clients reconnect, to another server. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const stream of this.#streams) stream.end();
  }

  async #run(
    response: ServerResponse,
    requested: RequestedOperation,
    resumeAfter: string | null,
  ): Promise<void> {
    const { feeds, limits } = this.#options;
    const { operation, caller } = requested;
    if (operation.definition.operation !== "subscription") {
      const result = await executeOnce(requested, this.#options);
      new EventStream(response).answer(result);
      return;
    }
    // An answer that waits behind another one on its connection is not told when the connection ends, so that the
    // subscription begins only when it is the answer's turn.
    if (!response.socket) await once(response, "socket");
    const opened = await withinSeconds(limits.requestTimeoutSeconds, (signal) =>
      feeds.open({ ...requested, resumeAfter, signal }),
    );
    if (!("join" in opened)) {
      new EventStream(response).answer(opened);
      return;
    }
    if (response.destroyed) {
      opened.close();
      return;
    }
    const stream = new EventStream(response);
    this.#streams.add(stream);
    const leave = opened.join(stream);
    const callOff = caller.expiresAt && atTime(caller.expiresAt, () => stream.end());
    const letGo = this.#options.admission.registerConnection(caller, () => stream.end());
    response.once("close", () => {
      this.#streams.delete(stream);
      callOff?.();
      letGo();
      leave();
    });
  }

  // A stream counts like a WebSocket, for as long as it is open.
  #take(response: ServerResponse, caller: Caller, address: string): void {
    const { socketLimits } = this.#options;
    if (response.destroyed) return;
    for (const take of [
      () => socketLimits.acquireForAddress(address),
      () => socketLimits.acquireForUser(caller.userId),
    ])
      response.once("close", take());
  }
}

function requireMethod({ method }: IncomingMessage, response: ServerResponse): void {
  if (method === "GET" || method === "POST") return;
  response.setHeader("Allow", "GET, POST");
  response.statusCode = 405;
  throw new DomainError("BAD_REQUEST", say`Use ${["GET", "POST"]} for event streams`);
}

function requireNoMutation(
  { method }: IncomingMessage,
  response: ServerResponse,
  { definition }: Operation,
): void {
  if (method !== "GET" || definition.operation !== "mutation") return;
  response.setHeader("Allow", "POST");
  response.statusCode = 405;
  throw new DomainError("BAD_REQUEST", "Mutations must use POST");
}
