import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { graphql } from "../support/gql/gql.ts";
import type { TypedDocumentString } from "../support/gql/graphql.ts";
import {
  ActivateSlot,
  CreateReservation,
  DeactivateSlot,
  ReadReservation,
  StartSession,
  WatchSlots,
} from "../support/operations.ts";
import { expectHealthy, openScene, type Scene } from "../support/scene.ts";
import { createSlot, type Site } from "../support/site.ts";

const RemoveSlot = graphql(
  `mutation RemoveSlot($id: ID!) { removeSlot(slotId: $id) { slot { id version status removedAt } } }`,
);
const RemovePort = graphql(
  `mutation RemovePort($id: ID!) { removePort(portId: $id) { port { id removedAt } } }`,
);
const RemoveStation = graphql(`
  mutation RemoveStation($id: ID!) { removeStation(stationId: $id) { station { id removedAt } } }
`);
const RenameSlot = graphql(
  `mutation RenameSlot($id: ID!) { updateSlot(input: { slotId: $id, label: "X" }) { slot { id } } }`,
);
const RenamePort = graphql(
  `mutation RenamePort($id: ID!) { updatePort(input: { portId: $id, label: "X" }) { port { id } } }`,
);
const RenameStation = graphql(`
  mutation RenameStation($id: ID!) { updateStation(input: { stationId: $id, name: "X" }) { station { id } } }
`);
const AddPort = graphql(
  `mutation AddPort($id: ID!) { createPort(input: { stationId: $id, label: "P2" }) { port { id } } }`,
);
const Lists = graphql(`
  query Lists($stationId: ID!, $portId: ID!) {
    slots(filter: { portId: $portId }) { totalCount edges { node { id } } }
    port(id: $portId) { removedAt slots { id } }
    alone: port(id: $portId) { removedAt }
    station(id: $stationId) { removedAt slotCounts { available inactive } ports { id slots { id } } bare: ports { id } }
    reservationDashboard(stationId: $stationId) { slotCounts { available inactive } }
  }
`);
const Stations = graphql(`
  query Stations($filter: StationFilter) { stations(filter: $filter, first: 100) { totalCount edges { node { id } } } }
`);
const ReadSlotEnd = graphql(`
  query ReadSlotEnd($id: ID!) {
    slot(id: $id) { status removedAt history(first: 1) { edges { node { cause previousStatus status version } } } }
  }
`);
const Audit = graphql(`query Removals { auditLog(first: 50) { edges { node { operation } } } }`);

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ config: { webhookAllowPrivate: true } });
});
afterAll(() => scene.close());

async function takeOut(slotId: string): Promise<void> {
  await scene.operator.request(DeactivateSlot, { input: { slotId, cancelReservations: true } });
}

async function remove(slotId: string): Promise<void> {
  await takeOut(slotId);
  await scene.operator.request(RemoveSlot, { id: slotId });
}

async function codeOf<Result, Variables>(
  client: ApiClient,
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
) {
  return (await client.refusal(document, ...([variables] as never))).extensions.code;
}

const listsOf = ({ stationId, portId }: Site) => scene.operator.request(Lists, { stationId, portId });

async function stationIds(filter: { nameContains?: string; near?: object } | null = null): Promise<string[]> {
  const { stations } = await scene.anonymous.request(Stations, { filter } as never);
  expect(stations.totalCount).toBe(stations.edges.length);
  return stations.edges.map(({ node }) => node.id);
}

describe("a slot", () => {
  test("that is out of service can be removed and then is in no list", async () => {
    const site = await scene.newSite(2);
    const [slotId = "", other = ""] = site.slotIds;
    await takeOut(slotId);
    const { removeSlot } = await scene.operator.request(RemoveSlot, { id: slotId });
    expect(removeSlot.slot).toMatchObject({ status: "INACTIVE", version: 3, removedAt: expect.any(String) });
    const lists = await listsOf(site);
    expect(lists.slots).toEqual({ totalCount: 1, edges: [{ node: { id: other } }] });
    expect(lists.port).toEqual({ removedAt: null, slots: [{ id: other }] });
    const counts = { available: 1, inactive: 0 };
    expect(lists.station).toMatchObject({ slotCounts: counts, ports: [{ slots: [{ id: other }] }] });
    expect(lists.reservationDashboard.slotCounts).toEqual(counts);
    const { slot } = await scene.anonymous.request(ReadSlotEnd, { id: slotId });
    expect(slot?.removedAt).toBe(removeSlot.slot.removedAt);
    const last = { cause: "SLOT_REMOVED", previousStatus: "INACTIVE", status: "INACTIVE", version: 3 };
    expect(slot?.history.edges).toEqual([{ node: last }]);
    const { auditLog } = await (await scene.as("admin", "ADMIN")).request(Audit);
    expect(auditLog.edges[0]?.node.operation).toBe("removeSlot");
    await expectHealthy(scene.database);
  });

  test("that is in service cannot be removed", async () => {
    const { slotIds } = await scene.newSite(2);
    const [free = "", booked = ""] = slotIds;
    await (await scene.newDriver()).book([booked]);
    for (const [slotId, currentStatus] of [
      [free, "AVAILABLE"],
      [booked, "BOOKED"],
    ] as const) {
      const refused = await scene.operator.refusal(RemoveSlot, { id: slotId });
      expect(refused).toMatchObject({
        extensions: {
          code: "INVALID_STATE",
          slotId,
          step: "remove",
          currentStatus,
          allowedStatuses: ["INACTIVE"],
        },
      });
      const { slot } = await scene.anonymous.request(ReadSlotEnd, { id: slotId });
      expect(slot).toMatchObject({ removedAt: null, status: currentStatus });
    }
  });

  test("that was removed cannot be booked, charged on, changed or activated", async () => {
    const { slotIds } = await scene.newSite();
    const [slotId = ""] = slotIds;
    await remove(slotId);
    const refused = [
      await codeOf(scene.operator, RemoveSlot, { id: slotId }),
      await codeOf(scene.operator, ActivateSlot, { id: slotId }),
      await codeOf(scene.operator, RenameSlot, { id: slotId }),
      await codeOf(scene.operator, DeactivateSlot, { input: { slotId } }),
    ];
    expect(new Set(refused)).toEqual(new Set(["NOT_FOUND"]));
    const { client, vehicleId } = await scene.newDriver();
    const booking = await client.refusal(CreateReservation, { input: { vehicleId, items: [{ slotId }] } });
    expect(booking.extensions.code).toBe("SLOT_NOT_AVAILABLE");
    const start = { slotId, vehicleId, initialPercent: 1, targetPercent: 80 };
    expect((await client.refusal(StartSession, { input: start })).extensions.code).toBe("SLOT_INACTIVE");
    await expect(
      scene.database.query(`update slots set deactivated_at = null where id = '${slotId}'`),
    ).rejects.toThrow("removed_slots_are_inactive");
  });

  test("that was removed stays in its reservations' history", async () => {
    const { slotIds } = await scene.newSite();
    const [slotId = ""] = slotIds;
    const driver = await scene.newDriver();
    const { id } = await driver.book([slotId]);
    await remove(slotId);
    const { reservation } = await driver.client.request(ReadReservation, { id });
    expect(reservation).toMatchObject({
      status: "CANCELLED",
      items: [{ slot: { id: slotId, status: "INACTIVE" } }],
    });
  });

  test("that is removed is announced to subscribers by a last change, and is in no later snapshot", async () => {
    const { slotIds, portId } = await scene.newSite(2);
    const [slotId = "", other = ""] = slotIds;
    const watching = scene.anonymous.subscribe(WatchSlots, { filter: { portId }, snapshot: true });
    await eventually(() => expect(watching.results).toHaveLength(2));
    await remove(slotId);
    await eventually(() => expect(watching.results).toHaveLength(4));
    expect(watching.results[3]?.slotStatusChanged).toMatchObject({
      ...{
        kind: "CHANGE",
        cause: "SLOT_REMOVED",
        previousStatus: "INACTIVE",
        status: "INACTIVE",
        version: 3,
      },
      slot: { id: slotId },
    });
    const later = scene.anonymous.subscribe(WatchSlots, { filter: { portId }, snapshot: true });
    await eventually(() => expect(later.results).toHaveLength(1));
    expect(later.results[0]?.slotStatusChanged.slot.id).toBe(other);
  });
});

describe("ports and stations", () => {
  test("can be removed only when they are empty", async () => {
    const site = await scene.newSite(1);
    const { stationId, portId, slotIds } = site;
    const [slotId = ""] = slotIds;
    expect(await scene.operator.refusal(RemoveStation, { id: stationId })).toMatchObject({
      message: `Station ${stationId} cannot be removed while it has ports; remove ${portId} first.`,
      extensions: { code: "INVALID_STATE", stationId, left: [portId] },
    });
    expect(await scene.operator.refusal(RemovePort, { id: portId })).toMatchObject({
      extensions: { code: "INVALID_STATE", portId, left: [slotId] },
    });
    await remove(slotId);
    const { removePort } = await scene.operator.request(RemovePort, { id: portId });
    expect(removePort.port.removedAt).not.toBeNull();
    const lists = await listsOf(site);
    expect(lists.station).toEqual({
      removedAt: null,
      slotCounts: { available: 0, inactive: 0 },
      ports: [],
      bare: [],
    });
    expect(lists.port).toEqual({ removedAt: removePort.port.removedAt, slots: [] });
    expect(await stationIds()).toContain(stationId);
    const { removeStation } = await scene.operator.request(RemoveStation, { id: stationId });
    expect(removeStation.station.removedAt).not.toBeNull();
    expect(await stationIds()).not.toContain(stationId);
    expect(await stationIds({ nameContains: "Test" })).not.toContain(stationId);
    const refused = [
      await codeOf(scene.operator, RemovePort, { id: portId }),
      await codeOf(scene.operator, RenamePort, { id: portId }),
      await codeOf(scene.operator, RemoveStation, { id: stationId }),
      await codeOf(scene.operator, RenameStation, { id: stationId }),
      await codeOf(scene.operator, AddPort, { id: stationId }),
    ];
    expect(new Set(refused)).toEqual(new Set(["NOT_FOUND"]));
    await expect(createSlot(scene.operator, portId)).rejects.toThrow("was not found");
  });

  test("keep their webhooks after their removal, and get no new ones", async () => {
    const { stationId } = await scene.newSite(0);
    const hook = async (text: string) => {
      const { data, errors } = await scene.operator.sendText<Record<string, { webhook: { id: string } }>>(
        `mutation { ${text} { webhook { id } } }`,
      );
      return errors?.[0]?.extensions.code ?? Object.values(data ?? {})[0]?.webhook.id ?? "";
    };
    const register = `registerWebhook(input: { url: "http://127.0.0.1:9/", stationId: "${stationId}" })`;
    const update = (id: string, change: string) =>
      `updateWebhook(input: { webhookId: "${id}", stationId: "${stationId}"${change} })`;
    const [own, other] = [
      await hook(register),
      await hook('registerWebhook(input: { url: "http://127.0.0.1:9/" })'),
    ];
    const { station } = await scene.operator.request(Lists, {
      stationId,
      portId: stationId.replace("station", "port"),
    });
    await scene.operator.request(RemovePort, { id: station?.ports[0]?.id ?? "" });
    await scene.operator.request(RemoveStation, { id: stationId });
    expect(await hook(register)).toBe("NOT_FOUND");
    expect(await hook(update(own, ', description: "Old"'))).toBe(own);
    expect(await hook(update(other, ""))).toBe("NOT_FOUND");
  });

  test("and slots cannot be removed by drivers and by operators of another organisation", async () => {
    const { stationId, portId, slotIds } = await scene.newSite();
    const { client: driver } = await scene.newDriver();
    const stranger = await scene.asMember("acme", "stranger", "OPERATOR");
    for (const client of [driver, stranger]) {
      const refused = [
        await codeOf(client, RemoveSlot, { id: slotIds[0] ?? "" }),
        await codeOf(client, RemovePort, { id: portId }),
        await codeOf(client, RemoveStation, { id: stationId }),
      ];
      expect(new Set(refused)).toEqual(new Set(["FORBIDDEN"]));
    }
  });

  test("are not removed while something is concurrently added to them", async () => {
    for (let round = 0; round < 10; round++) {
      const { stationId, portId, slotIds } = await scene.newSite();
      await remove(slotIds[0] ?? "");
      const [added] = await Promise.allSettled([
        createSlot(scene.operator, portId, "new"),
        scene.operator.request(RemovePort, { id: portId }),
      ]);
      await Promise.allSettled([
        scene.operator.request(AddPort, { id: stationId }),
        scene.operator.request(RemoveStation, { id: stationId }),
      ]);
      await expectHealthy(scene.database);
      const { port } = await listsOf({ stationId, portId, slotIds });
      expect(port?.slots.length).toBe(added.status === "fulfilled" ? 1 : 0);
    }
  });
});
