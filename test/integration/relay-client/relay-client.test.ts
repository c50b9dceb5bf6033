import { readFile } from "node:fs/promises";
import { buildSchema } from "graphql";
import { commitMutation, type Environment, type GraphQLTaggedNode, type Variables } from "relay-runtime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient } from "../../support/api-client.ts";
import { type Driver, openScene, type Scene } from "../../support/scene.ts";
import type { Site } from "../../support/site.ts";
import { ask, createRelay, graphql, Pages } from "./relay-environment.ts";

let scene: Scene;
let driver: Driver;
let stranger: Environment;
/** The driver's, and an operator's. */
let relay: Environment;
let operatorRelay: Environment;
let admin: ApiClient;
beforeAll(async () => {
  scene = await openScene({ config: { webhookAllowPrivate: true } });
  driver = await scene.newDriver();
  relay = createRelay(driver.client);
  operatorRelay = createRelay(scene.operator);
  admin = await scene.as("admin", "ADMIN");
  stranger = createRelay(await scene.as("stranger", "DRIVER"));
});
afterAll(() => scene.close());

const StationsQuery = await graphql`
  query relayClientTestStationsQuery { ...relayClientTest_stations }
`;
const Stations = await graphql`
  fragment relayClientTest_stations on Query
    @refetchable(queryName: "relayClientTestStationsPageQuery")
    @argumentDefinitions(count: { type: "Int", defaultValue: 2 }, cursor: { type: "String" }) {
    stations(first: $count, after: $cursor) @connection(key: "relayClientTest_stations") {
      edges { node { id name ports { id slots { id status port { station { id } } } } } }
    }
  }
`;
const ReservationsQuery = await graphql`
  query relayClientTestReservationsQuery($filter: ReservationFilter) {
    ...relayClientTest_reservations @arguments(filter: $filter)
  }
`;
const Reservations = await graphql`
  fragment relayClientTest_reservations on Query
    @refetchable(queryName: "relayClientTestReservationsPageQuery")
    @argumentDefinitions(
      count: { type: "Int", defaultValue: 2 }
      cursor: { type: "String" }
      filter: { type: "ReservationFilter" }
    ) {
    reservations(first: $count, after: $cursor, filter: $filter) @connection(key: "relayClientTest_reservations") {
      edges { node { id code status items { slot { id status } } } }
    }
  }
`;
const SlotQuery = await graphql`
  query relayClientTestSlotQuery($id: ID!) { slot(id: $id) { ...relayClientTest_history } }
`;
const History = await graphql`
  fragment relayClientTest_history on Slot
    @refetchable(queryName: "relayClientTestHistoryPageQuery")
    @argumentDefinitions(count: { type: "Int", defaultValue: 2 }, cursor: { type: "String" }) {
    id
    history(first: $count, after: $cursor) @connection(key: "relayClientTest_history") { edges { node { version } } }
  }
`;
const NodeQuery = await graphql`
  query relayClientTestNodeQuery($id: ID!) { node(id: $id) { __typename id ... on Slot { status } } }
`;
const Deactivate = await graphql`
  mutation relayClientTestDeactivateMutation($slotId: ID!) {
    deactivateSlot(input: { slotId: $slotId }) { slot { id status } }
  }
`;

async function loadAll<Node>(pages: Pages<Node>, count: number): Promise<readonly Node[]> {
  while (pages.hasNext) await pages.loadNext(count);
  return pages.nodes;
}

describe("connections paged by Relay", () => {
  interface Station {
    readonly id: string;
    readonly ports: readonly { id: string; slots: readonly { id: string; status: string; port: object }[] }[];
  }

  test("list each station with ports and slots once, and a mutation's answer updates loaded pages", async () => {
    const sites: Site[] = [];
    for (let count = 1; count <= 5; count++) sites.push(await scene.newSite(count));
    const owner = await ask<object>(operatorRelay, StationsQuery);
    const pages = new Pages<Station>(operatorRelay, Stations, owner);
    expect(pages.nodes).toHaveLength(2);
    const stations = await loadAll(pages, 2);
    const seen = stations.map(({ id, ports }) => ({
      stationId: id,
      portId: ports[0]?.id,
      slotIds: ports[0]?.slots.map((slot) => slot.id),
    }));
    const byId = (one: { stationId: string }, other: { stationId: string }) =>
      one.stationId < other.stationId ? -1 : 1;
    expect(seen.toSorted(byId)).toEqual(sites.toSorted(byId));
    for (const { id, ports } of stations) {
      for (const { slots } of ports) for (const slot of slots) expect(slot.port).toEqual({ station: { id } });
    }
    const [slotId = ""] = sites[0]?.slotIds ?? [];
    await mutate(operatorRelay, Deactivate, { slotId });
    const slots = pages.nodes.flatMap(({ ports }) => ports.flatMap((port) => port.slots));
    expect(slots.find(({ id }) => id === slotId)?.status).toBe("INACTIVE");
  });

  test("neither repeat nor hide reservations while others are added", async () => {
    const { slotIds } = await scene.newSite(6);
    const booked: string[] = [];
    for (const slotId of slotIds.slice(0, 5)) booked.unshift((await driver.book([slotId])).id);
    const owner = await ask<object>(relay, ReservationsQuery, { filter: { statuses: ["ACTIVE"] } });
    const pages = new Pages<{ id: string; items: object[] }>(relay, Reservations, owner);
    await driver.book([slotIds[5] ?? ""]);
    const nodes = await loadAll(pages, 1);
    expect(nodes.map(({ id }) => id)).toEqual(booked);
    expect(nodes[0]?.items).toEqual([{ slot: { id: slotIds[4], status: "BOOKED" } }]);
  });

  test("of a slot's history are paged by the slot's id", async () => {
    const [slotId = ""] = (await scene.newSite()).slotIds;
    for (let round = 0; round < 3; round++) {
      const { id } = await driver.book([slotId]);
      await cancel(id);
    }
    const { slot } = await ask<{ slot: object }>(relay, SlotQuery, { id: slotId });
    const history = await loadAll(new Pages<{ version: number }>(relay, History, slot), 3);
    expect(history.map(({ version }) => version)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });
});

describe("node", () => {
  test("finds an object of every type by its id, and is null for callers who may not see it", async () => {
    const { idsByType, privateTypes } = await oneOfEach();
    const adminRelay = createRelay(admin);
    const schema = buildSchema(await readFile("schema/schema.graphql", "utf8"));
    const nodeTypes = schema.getPossibleTypes(schema.getType("Node") as never).map(({ name }) => name);
    expect(Object.keys(idsByType).toSorted()).toEqual(nodeTypes.toSorted());
    for (const [__typename, id] of Object.entries(idsByType)) {
      const { node } = await ask<{ node: object }>(adminRelay, NodeQuery, { id });
      expect(node).toMatchObject({ __typename, id });
      const foreign = await ask<{ node: object | null }>(stranger, NodeQuery, { id });
      if (privateTypes.has(__typename)) expect([__typename, foreign]).toEqual([__typename, { node: null }]);
      else expect(foreign.node).toMatchObject({ id });
      // An id of the right type that differs in the last character, and does not exist.
      const unknown = id.slice(0, -1) + (id.endsWith("0") ? "1" : "0");
      expect(await ask(adminRelay, NodeQuery, { id: unknown })).toEqual({ node: null });
    }
    const ids = Object.values(idsByType);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("no two objects have the same id, whatever their types", async () => {
    const tables = ["stations", "ports", "slots", "users", "vehicles", "reservations", "charging_sessions"];
    const all = [...tables, "webhooks", "webhook_deliveries", "audit_log"];
    const [row] = await scene.database.query<{ ids: number; things: number }>(
      `select count(distinct id)::int as ids, count(*)::int as things
         from (${all.map((table) => `select id::text from ${table}`).join(" union all ")}) every`,
    );
    expect(row?.things).toBeGreaterThan(30);
    expect(row?.ids).toBe(row?.things);
  });

  /** An object of each type that has an id, most of them the driver's. */
  async function oneOfEach() {
    const { stationId, portId, slotIds } = await scene.newSite(2);
    const [Slot = "", other = ""] = slotIds;
    const reservation = await driver.book([Slot]);
    const session = await driver.charge(other);
    const me = await driver.client.sendText<{ me: { id: string } }>("{ me { id } }");
    const registered = await scene.operator.sendText<{ registerWebhook: { webhook: { id: string } } }>(
      'mutation { registerWebhook(input: { url: "http://127.0.0.1:1/" }) { webhook { id } } }',
    );
    const webhookId = registered.data?.registerWebhook.webhook.id ?? "";
    const sent = await scene.operator.sendText<{ sendTestWebhook: { delivery: { id: string } } }>(
      `mutation { sendTestWebhook(webhookId: "${webhookId}") { delivery { id } } }`,
    );
    const log = await admin.sendText<{ auditLog: { edges: { node: { id: string } }[] } }>(
      "{ auditLog(first: 1) { edges { node { id } } } }",
    );
    const idsByType: Record<string, string> = {
      AuditEntry: log.data?.auditLog.edges[0]?.node.id ?? "",
      Station: stationId,
      Port: portId,
      Slot,
      User: me.data?.me.id ?? "",
      Vehicle: driver.vehicleId,
      Reservation: reservation.id,
      ChargingSession: session.id,
      Webhook: webhookId,
      WebhookDelivery: sent.data?.sendTestWebhook.delivery.id ?? "",
    };
    const privateTypes = new Set([
      "AuditEntry",
      "User",
      "Vehicle",
      "Reservation",
      "ChargingSession",
      "Webhook",
      "WebhookDelivery",
    ]);
    return { idsByType, privateTypes };
  }
});

function mutate(on: Environment, mutation: GraphQLTaggedNode, variables: Variables): Promise<void> {
  return new Promise((resolve, reject) => {
    commitMutation(on, {
      mutation,
      variables,
      onCompleted: (_data, errors) => (errors ? reject(new Error(JSON.stringify(errors))) : resolve()),
      onError: reject,
    });
  });
}

async function cancel(reservationId: string): Promise<void> {
  await driver.client.sendText(
    `mutation { cancelReservation(input: { reservationId: "${reservationId}" }) { reservation { id } } }`,
  );
}
