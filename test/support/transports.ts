import { once } from "node:events";
import { WebSocket } from "ws";
import type { ApiError } from "./api-client.ts";

export interface OperationToSend {
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
  readonly extensions?: Record<string, unknown>;
  readonly [other: string]: unknown;
}

export interface SendOptions {
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
}

/** The result, independent of the transport. */
interface Outcome {
  /** Null over a WebSocket. */
  readonly status: number | null;
  readonly headers: Headers;
  readonly data?: unknown;
  readonly errors?: readonly ApiError[];
}

type Send = (url: string, operation: OperationToSend, options?: SendOptions) => Promise<Outcome>;

export type Transport = (typeof transportNames)[number];
export const transportNames = ["POST", "GET", "WebSocket", "SSE"] as const;

/** Every transport, with as few headers and options as possible. */
export const transports: Readonly<Record<Transport, Send>> = {
  POST: (url, operation, options) => post(`${url}/graphql`, operation, options),
  GET: async (url, operation, options) => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(operation))
      parameters.set(name, typeof value === "string" ? value : JSON.stringify(value));
    const response = await fetch(`${url}/graphql?${parameters}`, {
      headers: { "apollo-require-preflight": "1", ...headersOf(options) },
    });
    return toOutcome(response, await response.text());
  },
  WebSocket: sendOverWebSocket,
  SSE: (url, operation, options) => post(`${url}/graphql/stream`, operation, options),
};

/** The single error of an operation that must be refused. */
export async function refusalOver(
  transport: Transport,
  url: string,
  operation: OperationToSend,
  options?: SendOptions,
): Promise<ApiError> {
  const { data, errors = [] } = await transports[transport](url, operation, options);
  const [error] = errors;
  if (!error || errors.length > 1 || data)
    throw new Error(`Not refused: ${JSON.stringify({ data, errors })}`);
  return error;
}

async function post(url: string, operation: OperationToSend, options?: SendOptions): Promise<Outcome> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headersOf(options) },
    body: JSON.stringify(operation),
  });
  return toOutcome(response, await response.text());
}

function headersOf({ token, headers }: SendOptions = {}): Record<string, string> {
  return { ...(token && { authorization: `Bearer ${token}` }), ...headers };
}

function toOutcome({ status, headers }: Response, text: string): Outcome {
  const streamed = /^event: next\ndata: (.*)$/m.exec(text)?.[1];
  return { status, headers, ...(JSON.parse(streamed ?? text) as object) };
}

async function sendOverWebSocket(
  url: string,
  operation: OperationToSend,
  { token, headers }: SendOptions = {},
): Promise<Outcome> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws", { headers });
  try {
    const answer = new Promise<Outcome>((resolve, reject) => {
      socket.on("message", (data) => {
        const { type, payload } = JSON.parse(String(data));
        if (type === "next") resolve({ status: null, headers: new Headers(), ...payload });
        if (type === "error") resolve({ status: null, headers: new Headers(), errors: payload });
      });
      socket.on("close", (code, reason) => reject(new Error(`Closed with ${code} ${reason}`)));
      socket.on("error", reject);
    });
    answer.catch(() => {});
    await once(socket, "open");
    const payload = token ? { authorization: `Bearer ${token}` } : {};
    socket.send(JSON.stringify({ type: "connection_init", payload }));
    await once(socket, "message");
    socket.send(JSON.stringify({ type: "subscribe", id: "1", payload: operation }));
    return await answer;
  } finally {
    socket.terminate();
  }
}
