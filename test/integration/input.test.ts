import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CreateReservation } from "../support/operations.ts";
import { everything, openScene, type Scene } from "../support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const slotId = "slot_01h455vb4pex5vsknk084sn02q";

describe("a malformed id or an id of another type is BAD_USER_INPUT", () => {
  test.each([
    ['{ slot(id: "nonsense") { id } }', "id"],
    ['{ slot(id: "") { id } }', "id"],
    ['{ slot(id: "slot_") { id } }', "id"],
    ['{ slot(id: "slot_01h455vb4pex5vsknk084sn02q0") { id } }', "id"],
    ['{ slot(id: "slot_81h455vb4pex5vsknk084sn02q") { id } }', "id"],
    ['{ slot(id: "SLOT_01h455vb4pex5vsknk084sn02q") { id } }', "id"],
    ['{ slot(id: "slot_01H455VB4PEX5VSKNK084SN02Q") { id } }', "id"],
    ['{ slot(id: "port_01h455vb4pex5vsknk084sn02q") { id } }', "id"],
    ["{ slot(id: 5) { id } }", "id"],
    [`{ station(id: "${slotId}") { id } }`, "id"],
    [`{ port(id: "${slotId}") { id } }`, "id"],
    [`{ reservation(id: "${slotId}") { id } }`, "id"],
    [`{ chargingSession(id: "${slotId}") { id } }`, "id"],
    ['{ node(id: "invoice_01h455vb4pex5vsknk084sn02q") { id } }', "id"],
    [`{ slots(filter: { slotIds: ["${slotId}", "x"] }) { totalCount } }`, "filter.slotIds"],
    [`{ slots(filter: { portId: "${slotId}" }) { totalCount } }`, "filter.portId"],
    [`mutation { confirmReservation(reservationId: "${slotId}") { reservation { id } } }`, "reservationId"],
    [`mutation { activateSlot(slotId: "x") { slot { id } } }`, "slotId"],
    [`mutation { createSlot(input: { portId: "${slotId}", label: "A" }) { slot { id } } }`, "input.portId"],
    [
      `mutation { cancelReservation(input: { reservationId: "x\\u0000" }) { reservation { id } } }`,
      "input.reservationId",
    ],
  ])("%s", async (query, path) => {
    const { errors } = await scene.operator.sendText(query);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      status: 400,
      fields: [{ path }],
    });
  });
});

test("an id that does not exist is null in a query and NOT_FOUND in a mutation", async () => {
  expect((await scene.anonymous.sendText(`{ slot(id: "${slotId}") { id } }`)).data).toEqual({ slot: null });
  expect((await scene.anonymous.sendText(`{ node(id: "${slotId}") { id } }`)).data).toEqual({ node: null });
  const driver = await scene.newDriver();
  const input = { vehicleId: driver.vehicleId, items: [{ slotId }] };
  expect((await driver.client.refusal(CreateReservation, { input })).extensions).toMatchObject({
    code: "NOT_FOUND",
    id: slotId,
  });
});

describe("text, numbers and lists are bounded, and the error names each wrong field", () => {
  const station = (fields: string) => `mutation { createStation(input: { ${fields} }) { station { id } } }`;
  test.each([
    [station('name: ""'), ["input.name"]],
    [station('name: "   "'), ["input.name"]],
    ...["\u200b", "\u200e\u2060\ufeff", " \u00ad ", "\u3164", "\u2800", "\u0001"].map(
      (invisible): [string, string[]] => [
        station(`name: ${JSON.stringify(invisible)}, address: "a${invisible}b"`),
        ["input.name"],
      ],
    ),
    [`mutation { registerVehicle(input: { plate: "\u200b\u200d" }) { vehicle { id } } }`, ["input.plate"]],
    [station(`name: "${"x".repeat(201)}"`), ["input.name"]],
    [station('name: "nul\\u0000"'), ["input.name"]],
    [station(`name: "S", address: "${"x".repeat(501)}"`), ["input.address"]],
    [station('name: "S", latitude: 91, longitude: 181'), ["input.latitude", "input.longitude"]],
    [station('name: "S", latitude: 10'), ["input.longitude"]],
    [station('name: "", address: ""'), ["input.name", "input.address"]],
    ["{ stations(first: 0) { totalCount } }", ["first"]],
    ["{ stations(first: 101) { totalCount } }", ["first"]],
    ["{ slots(first: -1) { totalCount } }", ["first"]],
    ['{ stations(after: "nonsense") { totalCount } }', ["after"]],
    ['{ slots(after: "WyJzdGF0aW9ucyIsIngiXQ") { totalCount } }', ["after"]],
    [
      "{ stations(filter: { near: { latitude: 0, longitude: 0, radiusKm: -1 } }) { totalCount } }",
      ["filter.near.radiusKm"],
    ],
    ['{ stations(filter: { nameContains: "" }) { totalCount } }', ["filter.nameContains"]],
  ])("%s", async (query, paths) => {
    const before = await everything(scene.database);
    const { errors } = await scene.operator.sendText(query);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: paths.map((path) => ({ path })),
    });
    expect(await everything(scene.database)).toEqual(before);
  });

  test("the longest allowed texts and lists are accepted", async () => {
    const driver = await scene.newDriver();
    const { slotIds } = await scene.newSite(50);
    const { items, notes } = await driver.book(slotIds, { notes: "n".repeat(2000) });
    expect(items).toHaveLength(50);
    expect(notes).toHaveLength(2000);
    const { data } = await scene.operator.sendText<{ createStation: { station: { id: string } } }>(
      station(`name: "${"x".repeat(200)}", address: "${"y".repeat(500)}"`),
    );
    const stored = await scene.database.query("select name, address from stations where id = $1", [
      data?.createStation.station.id,
    ]);
    expect(stored).toEqual([{ name: "x".repeat(200), address: "y".repeat(500) }]);
    const many = Array.from({ length: 1000 }, () => slotIds[0]);
    const slots = await scene.anonymous.sendText(
      "query ($ids: [ID!]) { slots(filter: { slotIds: $ids }, first: 100) { totalCount } }",
      { ids: many },
    );
    expect(slots.data).toEqual({ slots: { totalCount: 1 } });
  });

  test.each([
    [51, "items"],
    [1001, "slotIds"],
  ])("%s %s are refused as too many", async (count, list) => {
    const ids = Array.from({ length: count }, () => slotId);
    const { errors } =
      list === "items"
        ? await scene.operator.sendText(
            "mutation ($input: CreateReservationInput!) { createReservation(input: $input) { reservation { id } } }",
            {
              input: {
                vehicleId: "vehicle_01h455vb4pex5vsknk084sn02q",
                items: ids.map((id) => ({ slotId: id })),
              },
            },
          )
        : await scene.anonymous.sendText(
            "query ($ids: [ID!]) { slots(filter: { slotIds: $ids }) { totalCount } }",
            { ids },
          );
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT" });
  });
});

describe("a variable of a wrong type is BAD_USER_INPUT, and the error names each wrong field", () => {
  const creation =
    "mutation ($input: CreateReservationInput!) { createReservation(input: $input) { reservation { id } } }";
  const listed =
    "query ($ids: [ID!], $first: Int) { slots(filter: { slotIds: $ids }, first: $first) { totalCount } }";
  const vehicleId = "vehicle_01h455vb4pex5vsknk084sn02q";
  test.each([
    [creation, {}, ["input"]],
    [creation, { input: null }, ["input"]],
    [creation, { input: "none" }, ["input"]],
    [creation, { input: { vehicleId, items: [{ slotId }, { slotId: {} }] } }, ["input.items.1.slotId"]],
    [creation, { input: { vehicleId, items: [{ slotId, startAt: "soon" }] } }, ["input.items.0.startAt"]],
    [
      creation,
      { input: { vehicleId: [], items: 5, notes: 5 } },
      ["input.vehicleId", "input.items", "input.notes"],
    ],
    [creation, { input: { vehicleId, items: [], 'at "input.notes"': 1 } }, ["input"]],
    [listed, { ids: [slotId, null], first: ' at "first.forged"' }, ["ids.1", "first"]],
  ])("%s with %j", async (query, variables, paths) => {
    const { errors } = await scene.operator.sendText(query, variables);
    expect(errors?.map(({ extensions }) => extensions)).toMatchObject(
      paths.map((path) => ({
        code: "BAD_USER_INPUT",
        status: 400,
        fields: [{ path, message: expect.stringMatching(/\w/) }],
      })),
    );
  });
});

describe("a document or variable that does not fit the schema", () => {
  test.each([
    ["{ slots(first: 5", {}, "GRAPHQL_PARSE_FAILED", 400],
    ["{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED", 400],
    ["query A { __typename } query B { __typename }", {}, "OPERATION_RESOLUTION_FAILURE", 400],
    ["query ($id: ID!) { slot(id: $id) { id } }", {}, "BAD_USER_INPUT", 400],
    ["query ($first: Int) { slots(first: $first) { totalCount } }", { first: "many" }, "BAD_USER_INPUT", 400],
    [
      "query ($at: DateTime) { reservations(filter: { createdAfter: $at }) { totalCount } }",
      { at: "tomorrow" },
      "BAD_USER_INPUT",
      400,
    ],
    [
      "mutation ($input: CreateStationInput!) { createStation(input: $input) { station { id } } }",
      { input: { name: 5 } },
      "BAD_USER_INPUT",
      400,
    ],
  ])("is refused with the same code over HTTP and WebSocket: %s", async (query, variables, code, status) => {
    const answer = await scene.operator.sendText(query, variables);
    // The HTTP status for answers in application/json.
    expect(answer.status).toBe(200);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code, status, error: "Bad Request" });
    const over = await scene.operator.overWebSocket(query, variables);
    expect(over[0]?.extensions).toMatchObject({ code, status, error: "Bad Request" });
  });
});
