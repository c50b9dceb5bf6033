import { readFile } from "node:fs/promises";
import {
  buildSchema,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient } from "../support/api-client.ts";
import { dataOf, type Organisations, openOrganisations } from "../support/organisations.ts";

const schema = buildSchema(await readFile(new URL("../../schema/schema.graphql", import.meta.url), "utf8"));
const query = schema.getQueryType() as GraphQLObjectType;

type Viewer = "anonymous" | "stranger" | "charger" | "operator of acme" | "operator" | "admin";
const viewers: Viewer[] = ["anonymous", "stranger", "charger", "operator of acme", "operator", "admin"];

/** Private objects. Each is recognized by a text that only the listed viewers may find in an answer. */
type Secret = keyof typeof seenBy;
const seenBy = {
  "the reservation of globex": ["operator", "admin"],
  "the session of globex": ["operator", "admin"],
  "the webhook of globex": ["operator", "admin"],
  "the delivery of globex": ["operator", "admin"],
  "the reservation of acme": ["operator of acme", "operator", "admin"],
  "the session of acme": ["operator of acme", "operator", "admin"],
  "the webhook of acme": ["operator of acme", "operator", "admin"],
  "the delivery of acme": ["operator of acme", "operator", "admin"],
  "the driver": ["operator of acme", "operator", "admin"],
  "the driver's vehicle": ["operator of acme", "operator", "admin"],
  "the driver's subject": ["admin"],
  "the audit log": ["admin"],
} as const satisfies Record<string, readonly Viewer[]>;

let world: Organisations;
let clients: Record<Viewer, ApiClient>;
let secrets: Record<Secret, string>;
/** All existing values for an argument, by its name, or by the names of a root field and the argument. */
let named: Record<string, readonly string[]>;
beforeAll(async () => {
  world = await openOrganisations();
  const { scene, acme, globex, driver, admin } = world;
  clients = {
    anonymous: scene.anonymous,
    stranger: await scene.as("stranger", "DRIVER"),
    charger: await scene.as("charger", "CHARGER"),
    "operator of acme": acme.operator,
    operator: scene.operator,
    admin,
  };
  const { auditLog } = await dataOf<{ auditLog: { edges: { node: { id: string } }[] } }>(
    admin,
    "{ auditLog(first: 1) { edges { node { id } } } }",
  );
  const audit = auditLog.edges[0]?.node.id ?? "";
  secrets = {
    "the reservation of globex": globex.things.reservation,
    "the session of globex": globex.things.session,
    "the webhook of globex": globex.things.webhook,
    "the delivery of globex": globex.things.delivery,
    "the reservation of acme": acme.things.reservation,
    "the session of acme": acme.things.session,
    "the webhook of acme": acme.things.webhook,
    "the delivery of acme": acme.things.delivery,
    "the driver": driver.userId,
    "the driver's vehicle": driver.vehicleId,
    "the driver's subject": `"subject":"${driver.subject}"`,
    "the audit log": audit,
  };
  const both = (kind: keyof typeof acme.things) => [acme.things[kind], globex.things[kind]];
  const { slots } = await dataOf<{ slots: { feedCursor: string } }>(admin, "{ slots { feedCursor } }");
  named = {
    "slotsChangedSince.cursor": [slots.feedCursor],
    "node.id": Object.values(secrets).filter((each) => !each.includes('"')),
    "user.id": [driver.userId],
    "station.id": both("station"),
    "port.id": [acme.portId, globex.portId],
    "slot.id": [acme.heldSlotId, globex.heldSlotId],
    "reservation.id": both("reservation"),
    "reservationByCode.code": both("code"),
    "chargingSession.id": both("session"),
    "webhook.id": both("webhook"),
    from: [new Date(Date.now() - 86_400_000).toISOString()],
    to: [new Date(Date.now() + 86_400_000).toISOString()],
  };
});
afterAll(() => world.close());

const LEVELS = 5;
const leaves = (type: GraphQLObjectType) =>
  fieldsOf(type).filter((field) => isLeafType(getNamedType(field.type)));
const fieldsOf = (type: GraphQLObjectType): GraphQLField<unknown, unknown>[] =>
  Object.values(type.getFields());

/** All paths through the objects of a type, as selections of the leaves at their ends. */
function waysThrough(type: GraphQLObjectType, levels: number, seen: readonly string[] = []): string[] {
  const here = ["__typename", ...leaves(type).map(({ name }) => name)].join(" ");
  if (levels === 0) return [here];
  const further = fieldsOf(type).flatMap((field) => {
    const named = getNamedType(field.type);
    // A cycle through the same field leads nowhere new.
    const step = `${type.name}.${field.name}`;
    if (isLeafType(named) || seen.includes(step) || field.args.some(isRequiredArgument)) return [];
    return objectsOf(named).flatMap((object) =>
      waysThrough(object, levels - 1, [...seen, step]).map((rest) =>
        isAbstractType(named)
          ? `${field.name} { ... on ${object.name} { ${rest} } }`
          : `${field.name} { ${rest} }`,
      ),
    );
  });
  return [here, ...further];
}

function objectsOf(type: ReturnType<typeof getNamedType>): readonly GraphQLObjectType[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}

/** The field with all possible values of its required arguments, each call with an alias. */
function calls(field: GraphQLField<unknown, unknown>, selection: string): string {
  const given = field.args.filter(isRequiredArgument).reduce<string[]>(
    (lists, arg) => {
      const values = named[`${field.name}.${arg.name}`] ?? named[arg.name];
      if (!values) throw new Error(`The walk does not know what to give ${field.name} as ${arg.name}`);
      return lists.flatMap((list) => values.map((value) => `${list} ${arg.name}: "${value}"`));
    },
    [""],
  );
  return given.map((list, n) => `a${n}: ${field.name}${list && `(${list})`} ${selection}`).join(" ");
}

const found = new Map<Secret, Set<Viewer>>();

describe.each(fieldsOf(query).map((field) => [field.name, field] as const))("through %s", (_name, field) => {
  test.each(viewers)("a walk as %s reaches no object that this caller may not see", async (viewer) => {
    const type = getNamedType(field.type);
    const ways = objectsOf(type).flatMap((object) =>
      waysThrough(object, LEVELS - 1).map((way) =>
        isAbstractType(type) ? `{ ... on ${object.name} { ${way} } }` : `{ ${way} }`,
      ),
    );
    const selections = isLeafType(type) ? [""] : ways;
    expect(selections.length).toBeGreaterThan(0);
    for (const selection of selections) {
      const text = `{ ${calls(field, selection)} }`;
      const answer = await clients[viewer].sendText(text);
      const codes = new Set(answer.errors?.map(({ extensions }) => extensions.code));
      const refusals = ["FORBIDDEN", "UNAUTHENTICATED", "QUERY_TOO_COMPLEX"];
      expect([text, [...codes].filter((code) => !refusals.includes(code))]).toEqual([text, []]);
      expect([text, codes.has("QUERY_TOO_COMPLEX")]).toEqual([text, false]);
      const told = JSON.stringify(answer.data ?? null);
      for (const [secret, sign] of Object.entries(secrets) as [Secret, string][]) {
        if (!told.includes(sign)) continue;
        found.set(secret, (found.get(secret) ?? new Set()).add(viewer));
        expect([secret, text, seenBy[secret]]).toEqual([secret, text, expect.arrayContaining([viewer])]);
      }
    }
  });
});

test("the walks reach each secret object for every caller who may see it", () => {
  const byWhom = Object.fromEntries(
    [...found].map(([secret, by]) => [secret, viewers.filter((viewer) => by.has(viewer))]),
  );
  expect(byWhom).toEqual(seenBy);
});
