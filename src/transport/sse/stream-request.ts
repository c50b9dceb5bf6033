import type { IncomingMessage } from "node:http";
import { DomainError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";
import { parseJson, readJson, requireJson } from "../http/graphql-http-request.ts";
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
    say`A request has a query, which is text, and where they are needed variables and an operationName`,
  );
}

function fromParameters({ url }: IncomingMessage): unknown {
  const { searchParams } = new URL(url ?? "/", "http://localhost");
  const json = (name: string) => {
    const text = searchParams.get(name);
    return text === null ? null : parseJson(text);
  };
  return {
    query: searchParams.get("query"),
    documentId: searchParams.get("documentId"),
    operationName: searchParams.get("operationName"),
    variables: json("variables"),
    extensions: json("extensions"),
  };
}
