import type { Operation } from "./operations.ts";

/** The server answered with an error. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** There was no answer, or not one of GraphQL: it is unknown whether the request was carried out. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

interface Answer<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
}

const LONGEST_WAIT_MS = 30_000;

/** Sends queries and mutations by POST. Node's fetch keeps the connections open between them. */
export class ApiClient {
  readonly #endpoint: string;

  constructor({ endpoint }: { endpoint: string }) {
    this.#endpoint = endpoint;
  }

  /** @throws Refusal, NoAnswer */
  async send<Result, Variables>(
    { text }: Operation<Result, Variables>,
    variables: Variables,
    token?: string,
  ): Promise<Result> {
    const { data, errors } = await this.#post<Result>({ query: text, variables }, token);
    const [error] = errors ?? [];
    if (error) throw new Refusal(error.extensions?.code ?? "WITHOUT_CODE", error.message);
    if (!data) throw new NoAnswer(`${this.#endpoint} answered without data`);
    return data;
  }

  async #post<Result>(body: object, token: string | undefined): Promise<Answer<Result>> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.#endpoint, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/graphql-response+json, application/json",
          ...(token && { Authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(LONGEST_WAIT_MS),
      });
      text = await response.text();
    } catch (error) {
      throw new NoAnswer(`${this.#endpoint} does not respond (${reasonOf(error)})`);
    }
    const answer = parseJson(text);
    if (isAnswer<Result>(answer)) return answer;
    throw new NoAnswer(`${this.#endpoint} responded with ${response.status}, but not like a GraphQL server`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isAnswer<Result>(value: unknown): value is Answer<Result> {
  if (typeof value !== "object" || value === null) return false;
  return "data" in value || ("errors" in value && Array.isArray(value.errors));
}

// fetch itself only says "fetch failed". The reason is in the cause: two errors, if it tried two addresses.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message || ((cause as NodeJS.ErrnoException).code ?? error.message);
}
