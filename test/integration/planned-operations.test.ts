import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { buildSchema, type GraphQLField, type GraphQLSchema, getNamedType, isLeafType } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../src/shared/ids.ts";
import type { ApiError } from "../support/api-client.ts";
import { learn } from "../support/known-values.ts";
import { operationsOf } from "../support/operation-grammar.ts";
import { CancelReservation } from "../support/operations.ts";
import { dataOf, type Organisations, openOrganisations, tokensOf } from "../support/organisations.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const LONGEST_MS = 60_000;
const MOST_OPERATIONS = 700;

/** The normal server, and one that leaves all operations to Apollo, graphql-js and TypeGraphQL, on the same rows. */
let world: Organisations;
let plain: TestApp;
let schema: GraphQLSchema;
let callers: Record<string, string | null>;
beforeAll(async () => {
  schema = buildSchema(await readFile(new URL("../../schema/schema.graphql", import.meta.url), "utf8"));
  world = await openOrganisations({ manualDeadlines: true });
  plain = await startTestApp({
    database: world.scene.database,
    unplanned: true,
    manualDeadlines: true,
    config: { webhookAllowPrivate: true },
  });
  const { tokens } = world.scene.app;
  const stranger = await tokens.sign({ subject: "stranger", roles: ["DRIVER"], name: "stranger" }, "1h");
  callers = { ...(await tokensOf(world)), stranger, nobody: "no token" };
});
afterAll(async () => {
  await plain.close();
  await world.close();
});

interface Asked {
  readonly body: unknown;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(url: string, { body, token = null, headers = {} }: Asked) {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Request-Id": "the-same",
      ...(token !== null && { Authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const { date: _, "keep-alive": __, ...told } = Object.fromEntries(response.headers);
  const text = await response.text();
  expect(told["content-length"]).toBe(String(Buffer.byteLength(text)));
  const answer: Answer = JSON.parse(text, withoutSnapshot);
  return {
    status: response.status,
    headers: { ...told, "content-length": "" },
    answer,
    told: toldBy(answer),
  };
}

/**
 * Leaves the snapshot of transactions out of a feed cursor: every transaction on this PostgreSQL changes it, also those of
 * the tests that run at the same time.
 */
function withoutSnapshot(_key: string, value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith("W")) return value;
  try {
    const [feedId, position, mark, ...reads] = JSON.parse(Buffer.from(value, "base64url").toString());
    return reads.length > 0 ? JSON.stringify([feedId, position, mark]) : value;
  } catch {
    return value;
  }
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly ApiError[];
}

/**
 * The defined part of an answer: errors without their order and, if an error nulled a parent, only the parent's path,
 * because any of several errors may have done so. (The plans' own tests check that they do this, too, like graphql-js.)
 */
function toldBy({ data, errors = [] }: Answer): unknown {
  const told = errors.map((error) => {
    const path = error.path ?? [];
    const isBubbled = nulledAt(data, path) < path.length;
    return JSON.stringify(isBubbled ? path.slice(0, nulledAt(data, path)) : error);
  });
  return [...new Set(told)].toSorted();
}

/** The depth at which a path reaches null. */
function nulledAt(data: unknown, path: readonly (string | number)[]): number {
  let at = data;
  for (const [depth, key] of path.entries()) {
    if (at === null || at === undefined) return depth;
    at = (at as Record<string | number, unknown>)[key];
  }
  return path.length;
}

/** Checks that both answer the same, and returns the answer. Retries if the data changed between the two requests. */
async function expectAlike(asked: Asked) {
  for (let attempt = 1; ; attempt++) {
    const [planned, long] = await Promise.all([ask(world.scene.url, asked), ask(plain.url, asked)]);
    const { answer, ...rest } = planned;
    const isAlike = isDeepStrictEqual(
      { ...rest, data: answer.data },
      { status: long.status, headers: long.headers, told: long.told, data: long.answer.data },
    );
    if (isAlike) return planned;
    if (attempt === 3) expect(planned).toEqual(long);
  }
}

/** Selects all leaves of a type, and of the types up to that many levels below. */
function everything(type: unknown, levels: number): string {
  const named = getNamedType(type as never) as unknown as {
    getFields?(): Record<string, GraphQLField<unknown, unknown>>;
  };
  const fields = Object.values(named.getFields?.() ?? {}).filter(({ args }) =>
    args.every((arg) => !String(arg.type).endsWith("!")),
  );
  const parts = fields.flatMap((field) => {
    if (field.name === "feedCursor") return [];
    if (isLeafType(getNamedType(field.type))) return [field.name];
    return levels > 0 ? [`${field.name} ${everything(field.type, levels - 1)}`] : [];
  });
  return `{ __typename ${parts.join(" ")} }`;
}

describe("a query gets the same answer from its plan as from Apollo and graphql-js", () => {
  test("for every field of Query and every caller", async () => {
    const { freeSlotId, portId, stationId, things } = world.acme;
    const given: Record<string, string> = {
      ID: "",
      DateTime: "2026-01-01T00:00:00Z",
      String: things.code,
    };
    const ids: Record<string, string> = {
      station: stationId,
      port: portId,
      slot: freeSlotId,
      reservation: things.reservation,
      chargingSession: things.session,
      webhook: things.webhook,
      webhookDeliveries: things.webhook,
      node: things.reservation,
      user: world.driver.userId,
    };
    const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
    expect(fields.length).toBeGreaterThan(20);
    const outcomes = new Set<string>();
    for (const field of fields) {
      const args = field.args
        .filter((arg) => String(arg.type).endsWith("!"))
        .map((arg) => {
          const type = String(getNamedType(arg.type));
          const value =
            type === "ID" ? ids[field.name] : arg.name === "to" ? "2026-01-08T00:00:00Z" : given[type];
          return `${arg.name}: ${JSON.stringify(value)}`;
        });
      const selection = isLeafType(getNamedType(field.type)) ? "" : everything(field.type, 2);
      const query = `{ ${field.name}${args.length > 0 ? `(${args.join(", ")})` : ""} ${selection} }`;
      for (const [who, token] of Object.entries(callers)) {
        const { answer } = await expectAlike({ body: { query }, token });
        outcomes.add(`${field.name} ${answer.errors ? "refused" : "answered"}`);
        if (who === "nobody") expect(answer.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
      }
    }
    expect(outcomes.has("auditLog answered")).toBe(true);
    expect(outcomes.has("auditLog refused")).toBe(true);
  });

  const port = "query P($id: ID!) { port(id: $id) { id } }";
  const cases: Record<string, () => Omit<Asked, "token">> = {
    "fragments spread under @skip and @include": () => ({
      body: {
        query:
          "query ($yes: Boolean!, $no: Boolean = false) { stations { edges { node { ...A @include(if: $no) ...A @skip(if: $no) b: ports { ...B @include(if: $yes) } } } } } fragment A on Station { name ports { id slots { id } } } fragment B on Port { label station { ...C } } fragment C on Station { id name }",
        variables: { yes: true },
      },
    }),
    "a condition at the root that is null": () => ({
      body: {
        query: "query ($if: Boolean = true) { me { id } stations @skip(if: $if) { totalCount } }",
        variables: { if: null },
      },
      headers: { Accept: "application/graphql-response+json" },
    }),
    "a nested condition that is null": () => ({
      body: {
        query: "query ($if: Boolean = true) { me { id } stations { totalCount @include(if: $if) } }",
        variables: { if: null },
      },
    }),
    "a list around a point": () => ({
      body: {
        query:
          "query ($near: NearInput) { stations(filter: { near: $near }) { totalCount edges { cursor distanceKm node { name ports { id } } } pageInfo { endCursor } } all: stations { edges { distanceKm } } }",
        variables: { near: { latitude: 63, longitude: 10, radiusKm: 20_100 } },
      },
    }),
    "a list around a point, from a cursor of another list": () => ({
      body: {
        query:
          "query ($after: String) { stations(after: $after, filter: { near: { latitude: 1, longitude: 1, radiusKm: 1 } }) { totalCount } }",
        variables: { after: Buffer.from('["stations.near",1,2,0,"x"]').toString("base64url") },
      },
      headers: { "Accept-Language": "vi" },
    }),
    "a variable that is missing": () => ({ body: { query: port } }),
    "a variable of another type": () => ({ body: { query: port, variables: { id: { a: 1 } } } }),
    "an invalid id": () => ({ body: { query: port, variables: { id: "slot_1" } } }),
    "an invalid id and another language": () => ({
      body: { query: port, variables: { id: "slot_1" } },
      headers: { "Accept-Language": "vi" },
    }),
    "the other media type of the answer": () => ({
      body: { query: port, variables: { id: world.acme.portId } },
      headers: { Accept: "application/graphql-response+json" },
    }),
    "an Accept header without JSON": () => ({ body: { query: port }, headers: { Accept: "text/html" } }),
    "a page of another origin": () => ({
      body: { query: "{ me { id } }" },
      headers: { Origin: "http://x.example" },
    }),
    "an unknown field": () => ({ body: { query: "{ stationz { id } }" } }),
    "an unknown operation name": () => ({ body: { query: "{ me { id } }", operationName: "Other" } }),
    "one of several operations": () => ({
      body: { query: "query A { me { id } } query B { __typename a: __typename }", operationName: "B" },
    }),
    "several operations without a name": () => ({
      body: { query: "query A { me { id } } query B { __typename }" },
    }),
    "an empty document": () => ({ body: { query: "" } }),
    "white space": () => ({ body: { query: " " } }),
    "invalid JSON": () => ({ body: "{" }),
    "a body that is a list": () => ({ body: [] }),
    "a query that is a number": () => ({ body: { query: 5 } }),
    "variables that are a list": () => ({ body: { query: "{ me { id } }", variables: [] } }),
    "an unknown document id": () => ({ body: { documentId: "sha256:00" } }),
    introspection: () => ({ body: { query: "{ __schema { types { name } } }" } }),
    "a part of introspection": () => ({
      body: { query: '{ me { id } __type(name: "Slot") { fields { name } } }' },
    }),
    "the alias __proto__": () => ({ body: { query: "{ __proto__: me { id } }" } }),
    "a query that is too complex": () => ({
      body: {
        query: `{ stations(first: 100) { edges { node { ports { slots { history(first: 100) { edges { node { slot { port { slots { id } } } } } } } } } } } }`,
      },
    }),
    "a page that is too long": () => ({
      body: { query: "{ a: stations(first: 101) { totalCount } me { id } }" },
    }),
    "refusals beside answers": () => ({
      body: { query: `{ auditLog { totalCount } stations { totalCount } users { totalCount } }` },
    }),
    "a refusal that nulls all data": () => ({ body: { query: "{ me { id } webhooks { totalCount } }" } }),
    "a nested error": () => ({
      body: {
        query: "{ stations { edges { node { ports { slots { history(first: 0) { totalCount } } } } } } }",
      },
    }),
    "nested errors that are reported once": () => ({
      body: {
        query:
          '{ slots { edges { node { id history(after: "x") { totalCount } again: history(first: -1) { totalCount } } } } }',
      },
    }),
    "nodes of every type": () => ({
      body: {
        query: `{ ${Object.entries({ ...world.acme.things, slot: world.acme.heldSlotId })
          .filter(([name]) => name !== "code")
          .map(
            ([name, id]) =>
              `${name}: node(id: "${id}") { id __typename ... on Slot { status hold { until } } ... on Reservation { code items { slot { id } } } }`,
          )
          .join(" ")} }`,
      },
    }),
    "a mutation": () => ({ body: { query: 'mutation { activateSlot(slotId: "x") { slot { id } } }' } }),
    "a subscription": () => ({ body: { query: "subscription { slotStatusChanged { version } }" } }),
  };
  for (const [name, asked] of Object.entries(cases)) {
    test(`for ${name}`, async () => {
      for (const token of Object.values(callers)) await expectAlike({ ...asked(), token });
    });
  }

  test("for random queries", async () => {
    const known = await learn(world);
    const outcomes = new Map<string, number>();
    const drawn = fc.tuple(
      fc.constantFrom(...Object.keys(callers)),
      fc.constantFrom<Record<string, string>>(
        {},
        {},
        { "Accept-Language": "vi" },
        { Accept: "application/graphql-response+json" },
      ),
      operationsOf(schema, known, ["query"]),
    );
    const property = fc.asyncProperty(drawn, async ([who, headers, body]) => {
      const { answer } = await expectAlike({ body, token: callers[who] ?? null, headers });
      const code = answer.errors?.[0]?.extensions.code ?? "data";
      outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
    });
    await fc.assert(property, {
      numRuns: MOST_OPERATIONS,
      interruptAfterTimeLimit: LONGEST_MS,
      markInterruptAsFailure: false,
      endOnFailure: true,
    });
    const codes = [...outcomes.keys()];
    expect(codes).toEqual(expect.arrayContaining(["data", "BAD_USER_INPUT", "FORBIDDEN"]));
  });
});

test("concurrent queries of overlapping pages get the same answers as from Apollo and graphql-js", async () => {
  const cursors: string[] = [];
  const query = "query ($after: String) { stations(first: 100, after: $after) { edges { cursor } } }";
  const { answer } = await ask(plain.url, { body: { query } });
  for (const { cursor } of (answer.data as { stations: { edges: { cursor: string }[] } }).stations.edges)
    cursors.push(cursor);
  expect(cursors.length).toBeGreaterThan(1);
  const parts = ["id", "status", "number: version", "powerKw", "hold { lapsed }", "__typename"];
  const slots = fc
    .subarray(parts)
    .map((selected) => ["label @include(if: $labels) id", ...selected].join(" "));
  const asked = fc.record({
    who: fc.constantFrom(...Object.keys(callers)),
    first: fc.integer({ min: 1, max: 101 }),
    after: fc.constantFrom(undefined, null, "x", ...cursors),
    labels: fc.boolean(),
    slots,
    portFields: fc.constantFrom("id", "label", "name: label station { name }", "more: slots { id }"),
    stationFields: fc.constantFrom(
      "name",
      "organisation bookingMode",
      "slotCounts { available }",
      "id latitude",
    ),
  });
  const property = fc.asyncProperty(fc.array(asked, { minLength: 2, maxLength: 12 }), async (all) => {
    const operations = all.map(({ who, slots: selected, portFields, stationFields, ...variables }) => ({
      token: callers[who] ?? null,
      body: {
        query: `query ($first: Int, $after: String, $labels: Boolean!) { stations(first: $first, after: $after) {
          edges { node { ${stationFields} ports { ${portFields} slots { ${selected} } } } } pageInfo { hasNextPage } } }`,
        variables,
      },
    }));
    await Promise.all(operations.map(expectAlike));
  });
  await fc.assert(property, { numRuns: 60, endOnFailure: true });
});

describe("a mutation gets the same answer from its plan as from Apollo and graphql-js", () => {
  test("if it is refused or names missing objects", async () => {
    const nowhere = ["reservation", "slot", "session", "vehicle", "station", "user", "webhook"] as const;
    const known = { ids: nowhere.map(newId), cursors: ["x"], codes: ["RS999999"] };
    const outcomes = new Set<string>();
    // Only callers who may create nothing, because created objects have different ids each time.
    const drawn = fc.tuple(
      fc.constantFrom("anonymous", "charger", "nobody"),
      fc.constantFrom<Record<string, string>>({}, { "Accept-Language": "vi" }),
      operationsOf(schema, known, ["mutation"]),
    );
    const property = fc.asyncProperty(drawn, async ([who, headers, body]) => {
      const { answer } = await expectAlike({ body, token: callers[who] ?? null, headers });
      outcomes.add(answer.errors?.[0]?.extensions.code ?? "data");
    });
    await fc.assert(property, { numRuns: 300, endOnFailure: true });
    // Rarely drawn at random, because most callers without permission are refused earlier.
    const cancel =
      "mutation ($id: ID!) { cancelReservation(input: { reservationId: $id }) { reservation { id } } }";
    const body = { query: cancel, variables: { id: newId("reservation") } };
    const { answer } = await expectAlike({ body, token: callers["driver"] ?? null });
    outcomes.add(answer.errors?.[0]?.extensions.code ?? "data");
    const codes = ["UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND", "BAD_USER_INPUT"];
    expect([...outcomes]).toEqual(expect.arrayContaining(codes));
  });

  test("if it creates a reservation, with every field of the result", async () => {
    const { vehicleId } = world.driver;
    const token = callers["driver"] ?? null;
    const input = (slotId: string, more: object = {}) => ({
      ...{ vehicleId, items: [{ slotId }], notes: 'by the "door"', idempotencyKey: randomUUID() },
      ...more,
    });
    const query = `mutation ($input: CreateReservationInput!) { createReservation(input: $input) {
      made: reservation ${everything(schema.getType("Reservation"), 2)} __typename } }`;
    for (const [first, second] of [
      [world.scene.url, plain.url] as const,
      [plain.url, world.scene.url] as const,
    ]) {
      const body = { query, variables: { input: input(world.acme.freeSlotId) } };
      const made = await ask(first, { body, token });
      expect(made.answer.errors).toBeUndefined();
      // The same request again gets the first one's answer.
      const again = await ask(second, { body, token });
      expect(again.answer).toEqual(made.answer);
      expect(again.headers).toEqual(made.headers);
      const [reservation] = Object.values(
        (made.answer.data as { createReservation: { made: { id: string } } }).createReservation,
      );
      await expectAlike({ body: { query, variables: { input: input(world.acme.freeSlotId) } }, token });
      const { id } = reservation as { id: string };
      await world.driver.client.request(CancelReservation, { input: { reservationId: id } });
    }
  });

  test("if it has several fields, which run one after the other", async () => {
    const query = `mutation ($id: ID!) {
      a: cancelReservation(input: { reservationId: $id }) { reservation { id } }
      b: cancelReservation(input: { reservationId: $id }) { reservation { id } } }`;
    for (const token of Object.values(callers))
      await expectAlike({ body: { query, variables: { id: newId("reservation") } }, token });
  });
});

test("concurrent reads return nothing older than what was committed before they were sent", async () => {
  const { operator, freeSlotId, portId, stationId } = world.acme;
  const { tokens } = world.scene.app;
  const readers = [null, await tokens.sign({ subject: "reader", roles: ["DRIVER"] }, "1h")];
  const queries = [
    [`query ($id: ID!) { port(id: $id) { slots { id label } } }`, { id: portId }],
    [`query ($id: ID!) { station(id: $id) { ports { slots { id label } } } }`, { id: stationId }],
    [`query ($id: ID!) { slot(id: $id) { id label } }`, { id: freeSlotId }],
    [`query ($id: ID!) { node(id: $id) { id ... on Slot { label } } }`, { id: freeSlotId }],
    [`{ stations(first: 100) { edges { node { ports { slots { id label } } } } } }`, {}],
  ] as const;
  let written = 0;
  let isWriting = true;
  const labelIn = (text: string) => {
    const at = text.indexOf(freeSlotId);
    return Number(/"label":"L(\d+)"/.exec(text.slice(at))?.[1] ?? Number.NaN);
  };
  await dataOf(operator, rename(freeSlotId, 0));
  let reads = 0;
  const reader = async (n: number) => {
    const [query, variables] = queries[n % queries.length] as (typeof queries)[number];
    const token = readers[n % 3 === 0 ? 1 : 0] ?? null;
    while (isWriting) {
      const least = written;
      const { answer } = await ask(world.scene.url, { body: { query, variables }, token });
      expect(labelIn(JSON.stringify(answer))).toBeGreaterThanOrEqual(least);
      reads++;
    }
  };
  const readAll = Promise.all(Array.from({ length: 64 }, (_, n) => reader(n)));
  for (let next = 1; next <= 30; next++) {
    await dataOf(operator, rename(freeSlotId, next));
    written = next;
  }
  isWriting = false;
  await readAll;
  expect(reads).toBeGreaterThan(200);
});

function rename(slotId: string, n: number): string {
  return `mutation { updateSlot(input: { slotId: "${slotId}", label: "L${n}" }) { slot { label } } }`;
}
