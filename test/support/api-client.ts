import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { eventually } from "./eventually.ts";
import type { TypedDocumentString } from "./gql/graphql.ts";

type Document<Result, Variables> = TypedDocumentString<Result, Variables>;
type Arguments<Variables> =
  Variables extends Record<string, never> ? [variables?: Variables] : [variables: Variables];

export interface ApiError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string; readonly status: number };
}

export interface Answer<Result> {
  readonly status: number;
  readonly data?: Result | null;
  readonly errors?: readonly ApiError[];
}

/** The API as a client sees it: GraphQL over HTTP, and subscriptions over a WebSocket. */
export class ApiClient {
  readonly url: string;
  readonly token: string | null;

  constructor(url: string, token: string | null) {
    this.url = url;
    this.token = token;
  }

  /** The same caller at another server. */
  at(url: string): ApiClient {
    return new ApiClient(url, this.token);
  }

  /** Sends an operation and returns the answer, including errors. */
  async send<Result, Variables>(
    document: Document<Result, Variables>,
    ...[variables]: Arguments<Variables>
  ): Promise<Answer<Result>> {
    return this.sendText<Result>(document.toString(), variables);
  }

  async sendText<Result>(query: string, variables: unknown = {}): Promise<Answer<Result>> {
    return this.post<Result>({ query, variables });
  }

  /** Sends an operation and returns the HTTP response. */
  raw(query: string): Promise<Response> {
    return this.#fetch({ query });
  }

  #fetch(body: unknown): Promise<Response> {
    return fetch(`${this.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...this.headers },
      body: JSON.stringify(body),
    });
  }

  /** Sends a body unchanged. */
  async post<Result>(body: unknown): Promise<Answer<Result>> {
    const response = await this.#fetch(body);
    return { status: response.status, ...((await response.json()) as object) };
  }

  /** The data of an operation that must succeed. */
  async request<Result, Variables>(
    document: Document<Result, Variables>,
    ...variables: Arguments<Variables>
  ): Promise<Result> {
    const { data, errors } = await this.send(document, ...variables);
    if (errors || !data) throw new Error(`The request failed: ${JSON.stringify(errors)}`);
    return data;
  }

  /** The single error of an operation that must be refused. */
  async refusal<Result, Variables>(
    document: Document<Result, Variables>,
    ...variables: Arguments<Variables>
  ): Promise<ApiError> {
    const { data, errors } = await this.send(document, ...variables);
    const [error] = errors ?? [];
    if (!error || errors?.length !== 1)
      throw new Error(`Expected one error, got ${JSON.stringify({ data, errors })}`);
    return error;
  }

  /** Subscribes over a new WebSocket and collects the results. */
  subscribe<Result, Variables>(
    document: Document<Result, Variables>,
    ...[variables]: Arguments<Variables>
  ): Collected<Result> {
    return new Collected<Result>(
      this.url,
      this.token,
      document.toString(),
      variables as Record<string, unknown>,
    );
  }

  /** Sends an operation over a WebSocket and returns its errors. */
  async overWebSocket(query: string, variables: unknown = {}): Promise<readonly ApiError[]> {
    const operation = new Collected<unknown>(
      this.url,
      this.token,
      query,
      variables as Record<string, unknown>,
    );
    try {
      await eventually(() => {
        if (!operation.completed && !operation.end) throw new Error("The operation has not ended");
      });
      return Array.isArray(operation.end) ? operation.end : operation.errors;
    } finally {
      operation.close();
    }
  }

  /** The authorization header, if there is a token. */
  get headers(): Record<string, string> {
    return this.token === null ? {} : { authorization: `Bearer ${this.token}` };
  }
}

export interface SubscriptionError {
  readonly code?: number;
  readonly reason?: string;
}

/** The results of a subscription so far. */
export class Collected<Result> {
  readonly results: Result[] = [];
  readonly errors: ApiError[] = [];
  /** How the connection ended, or the errors that refused the operation. Null while it is running. */
  end: SubscriptionError | readonly ApiError[] | null = null;
  completed = false;
  readonly #dispose: () => void;

  constructor(url: string, token: string | null, query: string, variables: Record<string, unknown>) {
    const client = createClient({
      url: `${url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: token === null ? {} : { authorization: `Bearer ${token}` },
    });
    client.subscribe<Result>(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (data) this.results.push(data);
          if (errors) this.errors.push(...(errors as unknown as ApiError[]));
        },
        error: (error) => {
          this.end = error as SubscriptionError;
        },
        complete: () => {
          this.completed = true;
        },
      },
    );
    this.#dispose = () => void client.dispose();
  }

  close(): void {
    this.#dispose();
  }
}
