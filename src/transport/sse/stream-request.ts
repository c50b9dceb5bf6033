import type { IncomingMessage } from "node:http";
import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";
import { parseJson, readJson, requireJson } from "../http/graphql-http-request.ts";
import { parametersOf } from "../http/http-messages.ts";
import { isOperation, type ReceivedOperation } from "../operations/operations.ts";

/**
 * The operation that a request asks for: in the body of a POST, in the parameters of a GET.
 *
 * @throws DomainError BAD_REQUEST, PAYLOAD_TOO_LARGE
 */
export async function readOperation(
  request: IncomingMessage,
  maxBodyBytes: number,
): Promise<ReceivedOperation> {
  if (request.method === "POST") requireJson(request);
  const operation =
    request.method === "GET" ? fromParameters(request) : await readJson(request, maxBodyBytes);
  if (isOperation(operation)) return operation;
  throw new DomainError(
    "BAD_REQUEST",
    say`A request must have a query as text, and variables and an operationName where needed`,
  );
}

function fromParameters(request: IncomingMessage): unknown {
  const parameters = parametersOf(request);
  const json = (name: string) => {
    const text = parameters.get(name);
    return text === null ? null : parseJson(text);
  };
  return {
    query: parameters.get("query"),
    documentId: parameters.get("documentId"),
    operationName: parameters.get("operationName"),
    variables: json("variables"),
    extensions: json("extensions"),
  };
}
