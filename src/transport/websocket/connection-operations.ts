import type { FormattedExecutionResult } from "graphql";
import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";
import { type ErrorScope, toClientError, withRequestId } from "../errors.ts";
import { withinSeconds } from "../limits/time-limit.ts";
import { executeOnce, type RequestedOperation } from "../operations/execute-once.ts";
import { describeOperation, type ReceivedOperation } from "../operations/operations.ts";
import { closeCodes } from "./close-codes.ts";
import type { Connection, ConnectionServices } from "./connection.ts";
import { WebSocketReader } from "./websocket-reader.ts";

/** An operation that has not ended. */
interface Running {
  /** Ends a subscription that is being sent events. */
  leave?: () => void;
}

/** An id is repeated with every event. */
const MOST_ID_CHARACTERS = 200;

/** The operations that run on one connection, each under the id that its client gave it. */
export class ConnectionOperations {
  readonly #connection: Connection;
  readonly #services: ConnectionServices;
  readonly #running = new Map<string, Running>();

  constructor(connection: Connection, services: ConnectionServices) {
    this.#connection = connection;
    this.#services = services;
  }

  begin(id: string, request: ReceivedOperation): void {
    if (this.#running.has(id)) {
      this.#connection.close(closeCodes.subscriberAlreadyExists, `Subscriber for ${id} already exists`);
      return;
    }
    const scope = this.#connection.scope(request.extensions?.["requestId"]);
    if (id.length > MOST_ID_CHARACTERS) {
      this.#refuse(id, [idTooLong()], scope);
      return;
    }
    const max = this.#services.limits.maxSubscriptionsPerSocket;
    if (this.#running.size >= max) {
      this.#refuse(id, [tooManyOperations(max)], scope);
      return;
    }
    const running: Running = {};
    this.#running.set(id, running);
    this.#run(id, running, request, scope).catch((error: unknown) => {
      if (error instanceof DomainError) {
        if (this.#running.get(id) === running) this.#refuse(id, [error], scope);
        return;
      }
      scope.log.error({ err: error }, "an operation failed outside GraphQL");
      this.#connection.close(closeCodes.internalError, "Internal server error");
    });
  }

  /** Ends an operation that the client no longer wants. */
  complete(id: string): void {
    this.#running.get(id)?.leave?.();
    this.#running.delete(id);
  }

  end(): void {
    for (const { leave } of this.#running.values()) leave?.();
    this.#running.clear();
  }

  async #run(id: string, running: Running, received: ReceivedOperation, scope: ErrorScope): Promise<void> {
    const request = this.#services.admission.resolveDocument(received);
    const { client } = this.#connection;
    const operation = await this.#services.admission.admit(request, client);
    if (this.#running.get(id) !== running) return;
    if (!("definition" in operation)) {
      this.#refuse(id, operation, scope);
      return;
    }
    scope.log.debug(describeOperation(operation.definition), "executing");
    const requested = { request, operation, caller: client.caller, scope };
    if (operation.definition.operation === "subscription") await this.#open(id, running, requested);
    else await this.#execute(id, running, requested);
  }

  #refuse(id: string, errors: readonly Error[], scope: ErrorScope): void {
    this.#running.delete(id);
    const payload = errors.map((error) => withRequestId(toClientError(error, scope), scope));
    this.#connection.send({ id, type: "error", payload });
  }

  async #open(id: string, running: Running, requested: RequestedOperation): Promise<void> {
    const { feeds, limits } = this.#services;
    const opened = await withinSeconds(limits.requestTimeoutSeconds, (signal) =>
      feeds.open({ ...requested, signal }),
    );
    const isWanted = this.#running.get(id) === running;
    if (!("join" in opened)) {
      if (isWanted) this.#answer(id, opened, requested.scope);
    } else if (isWanted) {
      running.leave = opened.join(new WebSocketReader(this.#connection, id));
    } else {
      opened.close();
    }
  }

  async #execute(id: string, running: Running, requested: RequestedOperation): Promise<void> {
    const result = await executeOnce(requested, this.#services);
    if (this.#running.get(id) === running) this.#answer(id, result, requested.scope);
  }

  #answer(id: string, { errors, ...result }: FormattedExecutionResult, scope: ErrorScope): void {
    this.#running.delete(id);
    const withErrors = errors && { errors: errors.map((error) => withRequestId(error, scope)) };
    this.#connection.send({ id, type: "next", payload: { ...withErrors, ...result } });
    this.#connection.send({ id, type: "complete" });
  }
}

function idTooLong(): DomainError {
  return new DomainError(
    "PAYLOAD_TOO_LARGE",
    say`The id of an operation must have at most ${MOST_ID_CHARACTERS} characters`,
    { limit: MOST_ID_CHARACTERS },
  );
}

function tooManyOperations(max: number): DomainError {
  return new DomainError(
    "SUBSCRIPTION_LIMIT",
    say`At most ${max} operations may run at once on a connection: complete one, or open another connection`,
    { limit: max },
  );
}
