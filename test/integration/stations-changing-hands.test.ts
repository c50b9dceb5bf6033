import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { expectHealthy, openScene, type Scene } from "../support/scene.ts";

let scene: Scene;
let admin: ApiClient;
beforeAll(async () => {
  scene = await openScene();
  admin = await scene.as("admin", "ADMIN");
});
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

async function give(stationId: string, organisation: string): Promise<void> {
  const { errors } = await admin.sendText(
    `mutation { updateStation(input: { stationId: "${stationId}", organisation: "${organisation}" }) { station { id } } }`,
  );
  expect(errors).toBeUndefined();
}

async function readOrganisation(reservationId: string): Promise<unknown> {
  const [row] = await scene.database.query<{ organisation: string | null }>(
    "select organisation from reservations where id = $1",
    [reservationId],
  );
  return row?.organisation;
}

const waiting = (count: number) =>
  eventually(async () => expect(await scene.database.countLockWaits()).toBe(count));

describe("a reservation at two stations that change organisation at the same time", () => {
  async function bookAtTwo() {
    const sites = [await scene.newSite(1), await scene.newSite(1)];
    const [one = "", other = ""] = sites.map(({ stationId }) => stationId);
    const driver = await scene.newDriver();
    const { id } = await driver.book(sites.flatMap(({ slotIds }) => slotIds));
    return { id, one, other };
  }

  test("belongs to the organisation that both get", async () => {
    const { id, one, other } = await bookAtTwo();
    let given: Promise<unknown> = Promise.resolve();
    await scene.database.whileLocked("select from reservations where id = $1 for update", [id], async () => {
      given = Promise.all([give(one, "acme"), give(other, "acme")]);
      await waiting(2);
    });
    await given;
    expect(await readOrganisation(id)).toBe("acme");
  });

  test("belongs to none while they belong to two, also if they swap", async () => {
    const { id, one, other } = await bookAtTwo();
    await give(one, "acme");
    await give(other, "globex");
    let given: Promise<unknown> = Promise.resolve();
    await scene.database.whileLocked("select from reservations where id = $1 for update", [id], async () => {
      given = Promise.all([give(one, "globex"), give(other, "acme")]);
      await waiting(2);
    });
    await given;
    expect(await readOrganisation(id)).toBeNull();
  });
});

test.each([
  ["OPERATOR", "NOT_FOUND", "cancelReservation(input: { reservationId: $id }) { reservation { id } }"],
  ["OPERATOR", "NOT_FOUND", "completeReservation(reservationId: $id) { reservation { id } }"],
  ["OPERATOR", "NOT_FOUND", "stopChargingSession(input: { sessionId: $id }) { session { id } }"],
  ["CHARGER", "NOT_FOUND", "stopChargingSession(input: { sessionId: $id }) { session { id } }"],
  ["OPERATOR", "FORBIDDEN", 'createSlot(input: { portId: $id, label: "new" }) { slot { id } }'],
] as const)(
  "a former organisation's %s whose request waits for the station's move gets %s: %s",
  async (role, code, field) => {
    const { slotIds, stationId, portId } = await scene.newSite(1);
    const [slotId = ""] = slotIds;
    await give(stationId, "former");
    const driver = await scene.newDriver();
    const charges = field.startsWith("stop");
    const { id } = charges ? await driver.charge(slotId) : await driver.book(slotIds);
    const member = await scene.asMember("former", `member-${role}`, role);
    const asks = `mutation { ${field.replace("$id", `"${field.startsWith("createSlot") ? portId : id}"`)} }`;
    let given: Promise<void> = Promise.resolve();
    let asked: ReturnType<typeof member.sendText> | undefined;
    await scene.database.whileLocked("select from slots where id = $1 for update", [slotId], async () => {
      given = give(stationId, "next");
      await waiting(1);
      asked = member.sendText(asks);
      await waiting(2);
    });
    await given;
    expect((await asked)?.errors?.[0]?.extensions.code).toBe(code);
    const { data } = await admin.sendText(`{ port(id: "${portId}") { slots { id status } } }`);
    expect(data).toEqual({ port: { slots: [{ id: slotId, status: charges ? "IN_USE" : "BOOKED" }] } });
  },
);

test("an idempotency key does not return an object that the caller may no longer see", async () => {
  const { slotIds, stationId } = await scene.newSite(2);
  await give(stationId, "former");
  const { vehicleId } = await scene.newDriver();
  const operator = await scene.asMember("former", "operator-with-keys", "OPERATOR");
  const requests = [
    `mutation { createReservation(input: { vehicleId: "${vehicleId}", items: [{ slotId: "${slotIds[0]}" }], idempotencyKey: "k" }) {
      reservation { id owner { name } } } }`,
    `mutation { startChargingSession(input: { vehicleId: "${vehicleId}", slotId: "${slotIds[1]}", initialPercent: 1, targetPercent: 2,
      idempotencyKey: "k" }) { session { id vehicle { plate } } } }`,
  ];
  for (const request of requests) {
    const { data, errors } = await operator.sendText(request);
    expect(errors).toBeUndefined();
    expect((await operator.sendText(request)).data).toEqual(data);
  }
  await give(stationId, "next");
  for (const request of requests)
    expect((await operator.sendText(request)).errors?.[0]?.extensions.code).toBe("NOT_FOUND");
});
