import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import type { GraphQLSchema } from "graphql";
import type { WebSocket } from "ws";
import { anonymous, type Caller } from "../../access/caller.ts";
import type { Language } from "../../languages/translator.ts";
import type { Limits } from "../../limits.ts";
import type { JsonObject } from "../../shared/json.ts";
import type { Logger } from "../../shared/logger.ts";
import { type Message, say } from "../../shared/message.ts";
import { atTime } from "../at-time.ts";
import { type ErrorScope, toClientError } from "../errors.ts";
import type { SharedFeeds } from "../fan-out/shared-feeds.ts";
import { PacedMessages } from "../limits/paced-messages.ts";
import type { SocketLimits } from "../limits/socket-limits.ts";
import type { Admission } from "../operations/admission.ts";
import type { OperationContexts } from "../operations/operation-contexts.ts";
import { requestIdFrom } from "../request-id.ts";
import { parseClientMessage } from "./client-messages.ts";
import { closeCodes, closeReason } from "./close-codes.ts";
import { ConnectionOperations } from "./connection-operations.ts";

/** What all connections share. */
export interface ConnectionServices {
  readonly schema: GraphQLSchema;
  readonly contexts: OperationContexts;
  readonly admission: Admission;
  readonly feeds: SharedFeeds;
  readonly socketLimits: SocketLimits;
  readonly limits: Limits;
  readonly log: Logger;
}

/** Shared, because a closure of its own in each of 10,000 connections adds up. */
const nothing = (): void => {};

export const SUBPROTOCOL = "graphql-transport-ws";
const EXPIRED = say`The token has expired: connect again with a new one`;
const CHANGED = say`Your permissions have changed: connect again`;
const NOT_READING = say`Responses are not being read: connect again, and read them`;
const NOT_YET = "Unauthorized: send connection_init, and wait for connection_ack first";
const MOST_WAITING_BYTES = 4_000_000;
const INITIALISATION_MS = 3_000;

/**
 * The server's side of graphql-transport-ws on one socket:
 * https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 *
 *   opened ──connection_init──► initialising ──caller known──► acknowledged
 */
export class Connection {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #services: ConnectionServices;
  readonly #address: string;
  readonly #messages: PacedMessages;
  readonly #operations: ConnectionOperations;
  #stage: "opened" | "initialising" | "acknowledged" = "opened";
  #caller: Caller = anonymous;
  #language: Language | undefined;
  // Cancels the timeout of the initialisation, later that of the token.
  #cancelTimeout = nothing;
  #unregister = nothing;
  #releaseSocket = nothing;
  #isPeerAlive = true;
  /** What the peer has to send back: only a peer that reads knows it. */
  #pingData = "";
  #whenDrained: (() => void)[] | null = null;

  /**
   * @param stream what the socket writes its frames to.
   * @param address of the peer.
   */
  constructor(socket: WebSocket, stream: Duplex, address: string, services: ConnectionServices) {
    this.#socket = socket;
    this.#stream = stream;
    this.#address = address;
    this.#services = services;
    this.#operations = new ConnectionOperations(this, services);
    this.#messages = new PacedMessages({
      perSecond: services.limits.maxMessagesPerSecond,
      source: socket,
      receive: (text) => this.#receive(text),
    });
    socket.on("error", (error) => services.log.debug({ err: error }, "a WebSocket failed"));
    if (socket.protocol !== SUBPROTOCOL) {
      socket.close(closeCodes.subprotocolNotAcceptable, "Subprotocol not acceptable");
      return;
    }
    this.#cancelTimeout = atTime(new Date(Date.now() + INITIALISATION_MS), () =>
      this.close(closeCodes.initialisationTimeout, "Connection initialisation timeout"),
    );
    socket.on("message", (data) => this.#messages.add(String(data)));
    socket.on("pong", (data) => {
      if (String(data) === this.#pingData) this.#isPeerAlive = true;
    });
    socket.on("close", () => this.#end());
  }

  /** The caller that the token of the initialisation names, and its address. */
  get client(): { caller: Caller; address: string } {
    return { caller: this.#caller, address: this.#address };
  }

  /** Bytes that were written and have not yet gone to the peer. */
  get waitingBytes(): number {
    return this.#stream.writableLength;
  }

  /**
   * Writes whole frames, bypassing `ws`: if 10,000 clients get the same one, making the frame again for each of them is
   * most of the work. Frames of `ws` cannot interleave with them, because without compression it writes every frame at
   * once.
   *
   * @param frames a byte string.
   */
  writeFrames(frames: string): void {
    if (this.#isOpen) this.#stream.write(frames, "latin1");
  }

  onceDrained(callback: () => void): void {
    if (this.#whenDrained) {
      this.#whenDrained.push(callback);
      return;
    }
    const waiting = [callback];
    this.#whenDrained = waiting;
    this.#stream.once("drain", () => {
      this.#whenDrained = null;
      for (const each of waiting) each();
    });
  }

  /** Sends a message. Ends the connection if the client keeps sending requests and does not read the answers. */
  send(message: object): void {
    if (this.#isOpen && this.waitingBytes > MOST_WAITING_BYTES) this.tryAgainLater(NOT_READING);
    if (this.#isOpen) this.#socket.send(JSON.stringify(message));
  }

  /** Ends the connection and all that runs on it. */
  close(code: number, reason: string): void {
    this.#end();
    this.#socket.close(code, closeReason(reason));
  }

  /** @param requestId the client's own, if it gave one. */
  scope(requestId?: unknown): ErrorScope {
    return this.#services.contexts.errorScope(requestIdFrom(requestId), this.#language);
  }

  /** Ends the connection so that the client reconnects, for example because of overload or an interruption. */
  tryAgainLater(reason: Message): void {
    const { translate } = this.scope();
    this.close(closeCodes.tryAgainLater, translate(reason));
  }

  /** Checks that the peer is there, and reads. Ends the connection if it did not answer the last check. */
  checkPeer(): void {
    if (!this.#isOpen) return;
    if (!this.#isPeerAlive) {
      this.#socket.terminate();
      return;
    }
    this.#isPeerAlive = false;
    this.#pingData = randomBytes(4).toString("hex");
    this.#socket.ping(this.#pingData);
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  #receive(text: string): void {
    if (!this.#isOpen) return;
    // A message is a sign of life only if nothing waits: a peer that sends but does not read is as good as gone, and
    // costs more.
    if (this.waitingBytes === 0) this.#isPeerAlive = true;
    const message = parseClientMessage(text);
    switch (message?.type) {
      case "connection_init":
        void this.#initialise(message.payload ?? {});
        return;
      case "ping":
        this.send({ type: "pong", ...(message.payload && { payload: message.payload }) });
        return;
      case "pong":
        return;
      case "subscribe":
        if (this.#stage === "acknowledged") this.#operations.begin(message.id, message.payload);
        else this.close(closeCodes.unauthorized, NOT_YET);
        return;
      case "complete":
        this.#operations.complete(message.id);
        return;
      default:
        this.close(closeCodes.badRequest, "Invalid message received");
    }
  }

  // The caller of a connection is set once. The connection ends when the token expires.
  async #initialise(params: JsonObject): Promise<void> {
    if (this.#stage !== "opened") {
      this.close(closeCodes.tooManyInitialisations, "Too many initialisation requests");
      return;
    }
    this.#stage = "initialising";
    this.#cancelTimeout();
    // Releases what the function held: there are thousands of connections, and most have nothing more to cancel.
    this.#cancelTimeout = nothing;
    // Keeps the language and not the client's own text, which may be as long as a message.
    this.#language = this.#services.contexts.languageOf(param(params, "acceptLanguage"));
    try {
      const { admission, socketLimits } = this.#services;
      this.#caller = await admission.authenticate(param(params, "authorization"), this.#address);
      if (this.#isOpen) this.#releaseSocket = socketLimits.acquireForUser(this.#caller.userId);
    } catch (error) {
      const { message, extensions } = toClientError(error, this.scope());
      const refused = extensions?.["code"] === "UNAUTHENTICATED";
      this.close(refused ? closeCodes.forbidden : closeCodes.tryAgainLater, message);
      return;
    }
    if (!this.#isOpen) return;
    this.#stage = "acknowledged";
    const { expiresAt } = this.#caller;
    if (expiresAt)
      this.#cancelTimeout = atTime(expiresAt, () =>
        this.close(closeCodes.forbidden, this.scope().translate(EXPIRED)),
      );
    this.#unregister = this.#services.admission.registerConnection(this.#caller, () =>
      this.close(closeCodes.forbidden, this.scope().translate(CHANGED)),
    );
    this.send({ type: "connection_ack" });
  }

  #end(): void {
    this.#messages.stop();
    this.#cancelTimeout();
    this.#unregister();
    this.#releaseSocket();
    this.#operations.end();
  }
}

// Browsers and libraries differ in the case of a key.
function param(params: JsonObject, name: string): unknown {
  const key = Object.keys(params).find((each) => each.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : params[key];
}
