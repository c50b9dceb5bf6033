import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { graphql } from "../support/gql/gql.ts";
import { CancelReservation } from "../support/operations.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { createSlot } from "../support/site.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const ThreeLevels = graphql(`
  query ThreeLevels($first: Int, $after: String) {
    stations(first: $first, after: $after) {
      totalCount
      edges {
        cursor
        node {
          id
          slotCounts { available booked inUse inactive }
          ports { id slots { id status hold { until } history(first: 1) { edges { node { version slot { id } } } } } }
        }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

const BACKGROUND =
  /^(relay|hub|expiry|deadlines|webhook\w*|deliver\w*)\.|^(START TRANSACTION|COMMIT|ROLLBACK)/;

/** The names of the statements that reads cause, without those that the server runs by itself. */
function watchStatements(): string[] {
  const names: string[] = [];
  const query = pg.Client.prototype.query;
  vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const { name = "", text } = args[0] as { name?: string; text?: string };
    const statement = name || String(text ?? args[0]);
    if (!BACKGROUND.test(statement)) names.push(statement);
    return Reflect.apply(query, this, args);
  } as never);
  return names;
}

test("a query of three levels takes one statement per kind of object, however many objects it returns", async () => {
  for (let count = 0; count < 5; count++) {
    const { portId, slotIds } = await scene.newSite(2);
    await createSlot(scene.operator, portId);
    await (await scene.newDriver()).book(slotIds);
  }
  const statements = watchStatements();
  const { stations } = await scene.anonymous.request(ThreeLevels, {});
  vi.restoreAllMocks();
  expect(stations.edges).toHaveLength(5);
  expect(stations.edges[0]?.node.ports[0]?.slots[0]).toMatchObject({
    status: "BOOKED",
    history: { edges: [{ node: { version: 2 } }] },
  });
  // The page, its count, the counts by station, ports with slots, holds, and histories.
  expect(statements).toHaveLength(6);
});

test("a page of reservations takes one statement per kind of object", async () => {
  const statements = watchStatements();
  const { data } = await scene.operator.sendText<{ reservations: { edges: unknown[] } }>(`{
    reservations(first: 5) { edges { node { code kind vehicle { plate owner { name } } items { slot { label port { station { name } } } } history { event } } } }
  }`);
  vi.restoreAllMocks();
  expect(data?.reservations.edges).toHaveLength(5);
  expect(statements).toHaveLength(8);
});

test("connections page forward without repeating or skipping, with the page info that Relay expects", async () => {
  const seen: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < 10; page++) {
    const { stations }: Awaited<ReturnType<typeof read>> = await read(after);
    seen.push(...stations.edges.map((edge) => edge.node.id));
    expect(stations.pageInfo).toMatchObject({
      hasPreviousPage: after !== null,
      startCursor: stations.edges[0]?.cursor ?? null,
      endCursor: stations.edges.at(-1)?.cursor ?? null,
    });
    if (!stations.pageInfo.hasNextPage) break;
    after = stations.pageInfo.endCursor ?? null;
  }
  expect(seen).toHaveLength(5);
  expect(new Set(seen).size).toBe(5);

  function read(cursor: string | null) {
    return scene.anonymous.request(ThreeLevels, { first: 2, after: cursor });
  }
});

test("a slot's history pages newest first", async () => {
  const [slotId = ""] = (await scene.newSite()).slotIds;
  await (await scene.newDriver()).book([slotId]);
  const page = (after: string | null) =>
    scene.anonymous.sendText<{
      slot: {
        history: {
          edges: { node: { version: number } }[];
          pageInfo: { endCursor: string; hasNextPage: boolean };
        };
      };
    }>(
      "query ($id: ID!, $after: String) { slot(id: $id) { history(first: 1, after: $after) { edges { node { version } } pageInfo { endCursor hasNextPage } } } }",
      { id: slotId, after },
    );
  const first = (await page(null)).data?.slot.history;
  expect(first).toMatchObject({ edges: [{ node: { version: 2 } }], pageInfo: { hasNextPage: true } });
  const second = (await page(first?.pageInfo.endCursor ?? null)).data?.slot.history;
  expect(second).toMatchObject({ edges: [{ node: { version: 1 } }], pageInfo: { hasNextPage: false } });
});

test("an earlier event of a slot's history does not show what holds the slot now", async () => {
  const [slotId = ""] = (await scene.newSite()).slotIds;
  const driver = await scene.newDriver();
  const { id: reservationId } = await driver.book([slotId]);
  await driver.client.request(CancelReservation, { input: { reservationId } });
  await driver.book([slotId]);
  const { data } = await scene.anonymous.sendText<{
    slot: { history: { edges: { node: { version: number; slot: { status: string; hold: unknown } } }[] } };
  }>(
    "query ($id: ID!) { slot(id: $id) { history { edges { node { version slot { status hold { kind } } } } } } }",
    { id: slotId },
  );
  expect(data?.slot.history.edges.map(({ node }) => node)).toEqual([
    { version: 4, slot: { status: "BOOKED", hold: { kind: "HOLD" } } },
    { version: 3, slot: { status: "AVAILABLE", hold: null } },
    { version: 2, slot: { status: "BOOKED", hold: null } },
    { version: 1, slot: { status: "AVAILABLE", hold: null } },
  ]);
});

describe("filters", () => {
  const names = async (filter: object) => {
    const { data, errors } = await scene.anonymous.sendText<{
      stations: { edges: { node: { name: string } }[] };
    }>(
      "query ($filter: StationFilter) { stations(filter: $filter) { totalCount edges { node { name } } } }",
      { filter },
    );
    expect(errors).toBeUndefined();
    return data?.stations.edges.map((edge) => edge.node.name);
  };

  beforeAll(async () => {
    for (const input of [
      '{ name: "Alpha Østre 100%", latitude: 63.43, longitude: 10.39 }',
      '{ name: "beta_x", latitude: 59.91, longitude: 10.75 }',
    ]) {
      await scene.operator.sendText(`mutation { createStation(input: ${input}) { station { id } } }`);
    }
  });

  test("of stations match a part of the name literally and in any case", async () => {
    expect(await names({ nameContains: "ALPHA ø" })).toEqual(["Alpha Østre 100%"]);
    expect(await names({ nameContains: "0%" })).toEqual(["Alpha Østre 100%"]);
    expect(await names({ nameContains: "_" })).toEqual(["beta_x"]);
  });

  test("of stations match stations near a point", async () => {
    const trondheim = { latitude: 63.4305, longitude: 10.3951 };
    expect(await names({ near: { ...trondheim, radiusKm: 5 } })).toEqual(["Alpha Østre 100%"]);
    expect(await names({ near: { ...trondheim, radiusKm: 380 } })).toEqual(["Alpha Østre 100%"]);
    expect(await names({ near: { ...trondheim, radiusKm: 400 } })).toEqual(["Alpha Østre 100%", "beta_x"]);
  });

  test("of stations match stations with or without an available slot", async () => {
    expect(await names({ nameContains: "beta", hasAvailable: false })).toEqual(["beta_x"]);
    expect(await names({ nameContains: "beta", hasAvailable: true })).toEqual([]);
    expect(await names({ nameContains: "Test", hasAvailable: true })).toHaveLength(5);
  });

  test("of slots must all match", async () => {
    const { stationId, portId, slotIds } = await scene.newSite(2);
    const count = async (filter: object) => {
      const { data } = await scene.anonymous.sendText<{ slots: { totalCount: number } }>(
        "query ($filter: SlotFilter) { slots(filter: $filter) { totalCount } }",
        { filter },
      );
      return data?.slots.totalCount;
    };
    expect(await count({ stationId })).toBe(2);
    expect(
      await count({
        stationId,
        portId,
        slotIds: [slotIds[0]],
        statuses: ["AVAILABLE"],
        connectorType: "CCS2",
      }),
    ).toBe(1);
    expect(await count({ stationId, statuses: ["BOOKED"] })).toBe(0);
    expect(await count({ stationId, connectorType: "TYPE2" })).toBe(0);
    expect(await count({ slotIds: [] })).toBe(0);
  });
});

test("node(id) reads an object of any type by its id", async () => {
  const { stationId, portId, slotIds } = await scene.newSite(2);
  const driver = await scene.newDriver();
  const { id, owner } = await driver.book([slotIds[0] ?? ""]);
  const session = await driver.charge(slotIds[1] ?? "");
  const ids = [stationId, portId, slotIds[0], owner.id, driver.vehicleId, id, session.id];
  const types = ["Station", "Port", "Slot", "User", "Vehicle", "Reservation", "ChargingSession"];
  for (const [index, nodeId] of ids.entries()) {
    const { data } = await driver.client.sendText("query ($id: ID!) { node(id: $id) { id __typename } }", {
      id: nodeId,
    });
    expect(data).toEqual({ node: { id: nodeId, __typename: types[index] } });
  }
});

test("vehicles can be registered, changed and removed, except while in use", async () => {
  const driver = await scene.newDriver();
  const change = (fields: string) =>
    driver.client.sendText(
      `mutation { updateVehicle(input: { vehicleId: "${driver.vehicleId}", ${fields} }) { vehicle { plate model batteryKwh } } }`,
    );
  expect((await change('model: "Leaf", batteryKwh: 40')).data).toEqual({
    updateVehicle: { vehicle: { plate: "EL 1", model: "Leaf", batteryKwh: 40 } },
  });
  expect((await change("model: null")).data).toEqual({
    updateVehicle: { vehicle: { plate: "EL 1", model: null, batteryKwh: 40 } },
  });
  expect((await change("")).errors).toBeUndefined();
  expect((await change("plate: null")).errors?.[0]?.extensions).toMatchObject({
    code: "BAD_USER_INPUT",
    fields: [{ path: "input.plate" }],
  });
  const [slotId = ""] = (await scene.newSite()).slotIds;
  const { id } = await driver.book([slotId]);
  const remove = () =>
    driver.client.sendText(`mutation { removeVehicle(vehicleId: "${driver.vehicleId}") { vehicle { id } } }`);
  expect((await remove()).errors?.[0]?.extensions).toMatchObject({ code: "INVALID_STATE", openId: id });
  await driver.client.sendText(
    `mutation { cancelReservation(input: { reservationId: "${id}" }) { reservation { id } } }`,
  );
  expect((await remove()).errors).toBeUndefined();
  expect((await driver.client.sendText("{ me { vehicles { id } } }")).data).toEqual({ me: { vehicles: [] } });
  const { data } = await driver.client.sendText(`{ reservation(id: "${id}") { vehicle { id } } }`);
  expect(data).toEqual({ reservation: { vehicle: { id: driver.vehicleId } } });
  expect((await remove()).errors?.[0]?.extensions.code).toBe("NOT_FOUND");
});

test("stations, ports and slots can be changed field by field", async () => {
  const { stationId, portId, slotIds } = await scene.newSite();
  const change = async (mutation: string) => (await scene.operator.sendText(`mutation { ${mutation} }`)).data;
  expect(
    await change(
      `updateStation(input: { stationId: "${stationId}", address: "Here 1", expiryPolicy: RELEASE, latitude: 1, longitude: 2 }) { station { name address expiryPolicy latitude bookingMode } }`,
    ),
  ).toEqual({
    updateStation: {
      station: {
        name: "Test station",
        address: "Here 1",
        expiryPolicy: "RELEASE",
        latitude: 1,
        bookingMode: "IMMEDIATE",
      },
    },
  });
  expect(
    await change(
      `updatePort(input: { portId: "${portId}", label: "West" }) { port { label station { id } } }`,
    ),
  ).toEqual({
    updatePort: { port: { label: "West", station: { id: stationId } } },
  });
  expect(
    await change(
      `updateSlot(input: { slotId: "${slotIds[0]}", powerKw: 75.5 }) { slot { label powerKw connectorType version } }`,
    ),
  ).toEqual({
    updateSlot: { slot: { label: "S1", powerKw: 75.5, connectorType: "CCS2", version: 1 } },
  });
  expect(await change(`updateSlot(input: { slotId: "${slotIds[0]}" }) { slot { label } }`)).toEqual({
    updateSlot: { slot: { label: "S1" } },
  });
});
