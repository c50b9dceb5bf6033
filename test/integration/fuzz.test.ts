import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { buildSchema, type DocumentNode, execute, type GraphQLSchema, parse } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isErrorCode } from "../../src/shared/error-codes.ts";
import type { ApiError } from "../support/api-client.ts";
import { learn } from "../support/known-values.ts";
import { type DrawnOperation, operationsOf } from "../support/operation-grammar.ts";
import { type Organisations, openOrganisations, tokensOf } from "../support/organisations.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { expectHealthy } from "../support/scene.ts";
import { transports } from "../support/transports.ts";

/** Enough to reach every field as every caller. A failure prints the seed that reproduces it. */
const LONGEST_MS = 60_000;
const MOST_OPERATIONS = 1_500;

let world: Organisations;
let schema: GraphQLSchema;
let tokens: Record<string, string | null>;
const rejections: unknown[] = [];
const onRejection = (reason: unknown) => void rejections.push(reason);
beforeAll(async () => {
  process.on("unhandledRejection", onRejection);
  schema = buildSchema(await readFile(new URL("../../schema/schema.graphql", import.meta.url), "utf8"));
  world = await openOrganisations();
  tokens = await tokensOf(world);
});
afterAll(async () => {
  process.off("unhandledRejection", onRejection);
  await expectHealthy(world.scene.database);
  await world.close();
});

test("random operations get an answer that fits the schema or a refusal, and the server keeps serving", async () => {
  const known = await learn(world);
  const sockets = new Map<string, FuzzSocket>();
  for (const [who, token] of Object.entries(tokens)) sockets.set(who, await FuzzSocket.open(token));
  const drawn = fc.tuple(
    fc.constantFrom(...Object.keys(tokens)),
    fc.constantFrom("POST", "POST", "SSE", "WebSocket", "WebSocket"),
    operationsOf(schema, known),
  );
  const outcomes = new Map<string, number>();
  const property = fc.asyncProperty(drawn, async ([who, transport, operation]) => {
    const answers =
      transport === "WebSocket" || operation.query.startsWith("subscription")
        ? await (sockets.get(who) as FuzzSocket).ask(operation)
        : [
            await transports[transport as "POST" | "SSE"](
              world.scene.url,
              { ...operation },
              { token: tokens[who] },
            ),
          ];
    for (const answer of answers) {
      const code = answer.errors?.[0]?.extensions.code ?? "data";
      outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
      expectAnswer(operation, answer);
    }
    expect(world.scene.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
    expect(rejections).toEqual([]);
  });
  await fc.assert(property, {
    numRuns: MOST_OPERATIONS,
    interruptAfterTimeLimit: LONGEST_MS,
    markInterruptAsFailure: false,
    endOnFailure: true,
  });
  const codes = [...outcomes.keys()];
  // The grammar is effective: operations succeed, or are refused for more than their syntax.
  expect(codes).toEqual(expect.arrayContaining(["data", "BAD_USER_INPUT", "NOT_FOUND", "FORBIDDEN"]));
  expect((await fetch(`${world.scene.url}/ready`)).status).toBe(200);
  const [alive] = await (sockets.get("admin") as FuzzSocket).ask({ query: "{ __typename }", variables: {} });
  expect(alive).toEqual({ data: { __typename: "Query" } });
});

interface Answered {
  readonly data?: unknown;
  readonly errors?: readonly ApiError[];
}

function expectAnswer({ query, variables }: DrawnOperation, { data, errors }: Answered): void {
  for (const { extensions, message } of errors ?? []) {
    expect(extensions.code).toSatisfy(isErrorCode);
    expect([extensions.code, message]).not.toEqual(["INTERNAL_SERVER_ERROR", message]);
  }
  if (!data) expect(errors).not.toHaveLength(0);
  else expect(answeredBySchema(parse(query), variables, data)).toEqual({ data, errors: undefined });
}

/** Executes the document with graphql-js on the answer's own data. The result is the same if that fits the schema. */
function answeredBySchema(document: DocumentNode, variables: object, data: unknown): unknown {
  const { data: made, errors } = execute({
    schema,
    document,
    variableValues: JSON.parse(JSON.stringify(variables)),
    rootValue: data,
    fieldResolver: (source, _arguments, _context, { path }) => source[path.key],
    // If __typename was skipped, so was everything else.
    typeResolver: (source) => source.__typename ?? "Slot",
  }) as { data: unknown; errors?: unknown };
  return { data: made && JSON.parse(JSON.stringify(made)), errors };
}

/** A socket for all operations of one caller. */
class FuzzSocket {
  readonly #raw: RawSocket;
  #asked = 0;

  private constructor(raw: RawSocket) {
    this.#raw = raw;
  }

  static async open(token: string | null): Promise<FuzzSocket> {
    const payload = token === null ? {} : { authorization: `Bearer ${token}` };
    return new FuzzSocket(await RawSocket.acknowledged(world.scene.url, payload));
  }

  /** All answers of an operation. For a subscription, those received before the answer to a later query. */
  async ask({ query, variables }: DrawnOperation): Promise<Answered[]> {
    const id = String(++this.#asked);
    const after = `after ${id}`;
    const from = this.#raw.received.length;
    this.#raw.subscribe(id, query, variables);
    const isOver = (of: string) =>
      this.#raw.received
        .slice(from)
        .some(({ id, type }) => id === of && (type === "complete" || type === "error"));
    if (/^subscription\b/.test(query)) {
      this.#raw.subscribe(after, "{ stations { totalCount } }");
      await this.#until(() => isOver(id) || isOver(after));
      this.#raw.send({ id, type: "complete" });
    } else await this.#until(() => isOver(id));
    return this.#raw.received
      .slice(from)
      .filter((message) => message.id === id && message.type !== "complete")
      .map(({ type, payload }) =>
        type === "error" ? { errors: payload as ApiError[] } : (payload as Answered),
      );
  }

  async #until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      await new Promise<void>((resolve, reject) => {
        this.#raw.socket.once("message", () => resolve());
        this.#raw.closed.then(({ code, reason }) => reject(new Error(`Closed with ${code} ${reason}`)));
      });
    }
  }
}
