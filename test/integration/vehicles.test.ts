import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { graphql } from "../support/gql/gql.ts";
import type { ListVehiclesQuery } from "../support/gql/graphql.ts";
import { openReadCounter } from "../support/read-counter.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { registerVehicle } from "../support/site.ts";

const ListVehicles = graphql(`
  query ListVehicles($filter: VehicleFilter, $first: Int, $after: String) {
    vehicles(filter: $filter, first: $first, after: $after) {
      totalCount
      edges { node { id plate owner { name } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
const RemoveVehicle = graphql(`
  mutation RemoveVehicle($id: ID!) { removeVehicle(vehicleId: $id) { vehicle { id } } }
`);

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

async function platesOf(plateStartsWith?: string): Promise<string[]> {
  const { vehicles } = await scene.operator.request(ListVehicles, { filter: { plateStartsWith } });
  expect(vehicles.totalCount).toBe(vehicles.edges.length);
  return vehicles.edges.map(({ node }) => node.plate);
}

describe("an operator", () => {
  beforeAll(async () => {
    const driver = await scene.as("driver-of-many", "DRIVER");
    for (const plate of ["51F-123.45", "51f 123.99", "51G-1", "%1", "ŁÓ 1", "Z 9"])
      await registerVehicle(driver, plate);
    const gone = await registerVehicle(driver, "51F-123.00");
    await driver.request(RemoveVehicle, { id: gone });
  });

  test("finds vehicles by the beginning of the plate, however it is written, and no removed ones", async () => {
    expect(await platesOf("51f123")).toEqual(["51F-123.45", "51f 123.99"]);
    expect(await platesOf("51 F-1")).toEqual(["51F-123.45", "51f 123.99"]);
    expect(await platesOf("łó")).toEqual(["ŁÓ 1"]);
    expect(await platesOf("%")).toEqual(["%1"]);
    expect(await platesOf("1")).toEqual([]);
    expect(await platesOf("-")).toEqual(await platesOf());
    expect(await platesOf()).toEqual(["%1", "51F-123.45", "51f 123.99", "51G-1", "Z 9", "ŁÓ 1"]);
  });

  test("reads vehicles page by page", async () => {
    const seen: string[] = [];
    for (let after: string | null | undefined = null; after !== undefined; ) {
      const page: ListVehiclesQuery = await scene.operator.request(ListVehicles, { first: 2, after });
      const { edges, pageInfo } = page.vehicles;
      seen.push(...edges.map(({ node }) => node.plate));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
    }
    expect(seen).toEqual(await platesOf());
    const refusal = await scene.operator.refusal(ListVehicles, { after: "nonsense" });
    expect(refusal.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ path: "after" }] });
  });

  test("of an organisation finds all vehicles; anonymous callers, drivers and chargers are refused", async () => {
    const member = await scene.asMember("acme", "operator-of-acme", "OPERATOR");
    expect((await member.request(ListVehicles, {})).vehicles.totalCount).toBe(6);
    for (const [client, code] of [
      [scene.anonymous, "UNAUTHENTICATED"],
      [await scene.as("driver", "DRIVER"), "FORBIDDEN"],
      [await scene.as("charger", "CHARGER"), "FORBIDDEN"],
    ] as const)
      expect((await client.refusal(ListVehicles, {})).extensions.code).toBe(code);
  });
});

test("a page of vehicles is read within the limit of rows, however many there are", async () => {
  await scene.database.query(`
    insert into vehicles (id, owner_id, plate)
      select 'vehicle_' || lpad(n::text, 26, '0'), (select id from users limit 1), 'BIG ' || n from generate_series(0, 19999) n;
  `);
  await scene.database.query("analyze vehicles");
  const reads = await openReadCounter(scene.database);
  const query = `query ($filter: VehicleFilter, $after: String) {
    vehicles(filter: $filter, first: 20, after: $after) { edges { node { plate } } pageInfo { endCursor } } }`;
  const { vehicles } = await scene.operator.request(ListVehicles, { filter: { plateStartsWith: "big 1" } });
  const { endCursor } = vehicles.pageInfo;
  try {
    for (const variables of [
      {},
      { filter: { plateStartsWith: "BIG 1" } },
      { filter: { plateStartsWith: "big-12" } },
      { filter: { plateStartsWith: "big 1" }, after: endCursor },
      { filter: { plateStartsWith: "nothing" } },
    ])
      expect(await reads.ofQuery(scene.operator, query, variables)).toBeLessThan(3 * 21);
  } finally {
    await reads.close();
  }
});
