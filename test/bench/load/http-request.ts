interface GraphqlCall {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Null for anonymous requests. */
  readonly token: string | null;
}

/** The text of a request for `HttpConnection.send`. */
export function graphqlRequest({ query, variables, token }: GraphqlCall): string {
  const authorization = token === null ? "" : `Authorization: Bearer ${token}\r\n`;
  return jsonRequest("/graphql", { query, variables }, authorization);
}

export function jsonRequest(path: string, value: unknown, authorization = ""): string {
  const body = JSON.stringify(value);
  return `POST ${path} HTTP/1.1\r\nHost: bench\r\nAccept: application/json\r\n${authorization}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}
