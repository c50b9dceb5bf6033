import type { Fetcher, FetcherParams } from "@graphiql/toolkit";
import { type ExecutionResult, getOperationAST } from "graphql";
import { openSubscription } from "./subscription.ts";

/** Sends queries and mutations by POST, subscriptions over graphql-transport-ws to the same address. */
export function createFetcher(endpoint: URL): Fetcher {
  const socketEndpoint = new URL(endpoint);
  socketEndpoint.protocol = endpoint.protocol === "https:" ? "wss:" : "ws:";

  return (params, options) => {
    let headers: Headers;
    try {
      headers = new Headers(options?.headers);
    } catch (error) {
      return refusal(`The Headers tab cannot be sent. ${(error as Error).message}`);
    }
    const operation = options?.documentAST && getOperationAST(options.documentAST, params.operationName);
    return operation?.operation === "subscription"
      ? openSubscription(socketEndpoint.href, params, connectionParams(headers))
      : post(endpoint, params, headers);
  };
}

/** A browser cannot set headers on a WebSocket, so those that the server reads go into connection_init. */
function connectionParams(headers: Headers): Record<string, unknown> {
  return {
    authorization: headers.get("authorization") ?? undefined,
    acceptLanguage: headers.get("accept-language") ?? undefined,
  };
}

async function post(endpoint: URL, params: FetcherParams, headers: Headers): Promise<ExecutionResult> {
  headers.set("content-type", "application/json");
  if (!headers.has("accept"))
    headers.set("accept", "application/graphql-response+json, application/json;q=0.9");
  let response: Response;
  try {
    response = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify(params) });
  } catch {
    return refusal(`No response from ${endpoint.href}: is the server running?`);
  }
  const body = await response.text();
  try {
    return JSON.parse(body);
  } catch {
    return refusal(
      `The response is not JSON (HTTP ${response.status} ${response.statusText}): ${body.slice(0, 500)}`,
    );
  }
}

function refusal(message: string): ExecutionResult {
  return { errors: [{ message }] } as unknown as ExecutionResult;
}
