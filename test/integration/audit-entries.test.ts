import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { operationRules } from "../../src/access/operation-rules.ts";
import type { ApiClient } from "../support/api-client.ts";
import { type AuditEntry, entriesOf } from "../support/audit-log.ts";
import { eventually } from "../support/eventually.ts";
import { dataOf } from "../support/organisations.ts";
import { type Driver, everything, openScene, type Scene } from "../support/scene.ts";
import { createSite, registerVehicle, type Site } from "../support/site.ts";

let scene: Scene;
let admin: ApiClient;
let operator: ApiClient;
let driver: Driver;
let site: Site;
let slots: string[];
beforeAll(async () => {
  scene = await openScene({ manualDeadlines: true, config: { webhookAllowPrivate: true } });
  admin = await scene.as("admin", "ADMIN");
  operator = await scene.asMember("acme", "Ann Operator", "OPERATOR");
  driver = await scene.newDriver();
});
beforeEach(async () => {
  site = await createSite(operator, 3, "KEEP_BOOKED");
  slots = [...site.slotIds];
});
afterAll(() => scene.close());

const run = (text: string, client = operator) =>
  dataOf<Record<string, Record<string, { id: string }>>>(client, `mutation { ${text} }`);
const slot = (index = 0) => slots[index] ?? "";
const book = async (extra = {}) => (await driver.book([slot()], extra)).id;
const webhook = async (): Promise<string> =>
  (await run('registerWebhook(input: { url: "http://127.0.0.1:9/" }) { webhook { id } }'))[
    "registerWebhook"
  ]?.["webhook"]?.id ?? "";
const lapse = (column: string, id: string) =>
  scene.database.query(
    `update reservations set ${column} = slotwire_now() - interval '1 second' where id = $1`,
    [id],
  );

/** An operator's action, with the expected entry of the log. */
interface AuditedOperation {
  /** Creates what the action needs, by the driver or before the log is read. Returns the id of the object. */
  readonly prepare?: () => Promise<string>;
  readonly act: (id: string) => string;
  readonly type: string;
  readonly before: unknown;
  readonly after: unknown;
  /** Null for objects that belong to no station. */
  readonly organisation?: null;
  /** The caller. Default: an operator of acme. */
  readonly as?: () => Promise<ApiClient>;
}

const anyId = { id: expect.any(String) };
const unconfined = () => scene.as("everywhere", "OPERATOR");
const aVehicle = () => registerVehicle(driver.client, "OLD");
const vehicle = { type: "Vehicle", organisation: null, as: unconfined } as const;
const step = (name: string, prepare: () => Promise<string>, from: string, to: string): AuditedOperation => ({
  prepare,
  act: (id) => `${name}(reservationId: "${id}") { reservation { id } }`,
  type: "Reservation",
  before: expect.objectContaining({ status: from }),
  after: expect.objectContaining({ status: to }),
});
const cancelled = async () => {
  const id = await book();
  await run(`cancelReservation(input: { reservationId: "${id}" }) { reservation { id } }`, driver.client);
  return id;
};
const hidden = async () => {
  const id = await cancelled();
  await run(`hideReservation(reservationId: "${id}") { reservation { id } }`, driver.client);
  return id;
};
const turn = async () => {
  const other = await scene.newDriver();
  const { id } = await other.book([slot()]);
  const queued = await driver.queue(slot());
  await run(`cancelReservation(input: { reservationId: "${id}" }) { reservation { id } }`, other.client);
  return queued.id;
};
const outOfService = async () => {
  await run(`deactivateSlot(input: { slotId: "${slot()}" }) { slot { id } }`);
  return slot();
};
const session = async () => {
  const vehicleId = await registerVehicle(driver.client);
  return (await driver.charge(slot(), { vehicleId })).id;
};

const aUser = async () => {
  const client = await scene.as(`user-${slot()}`, "DRIVER");
  return (await dataOf<{ me: { id: string } }>(client, "{ me { id } }")).me.id;
};
const after = (text: (id: string) => string, prepare: () => Promise<string>) => async () => {
  const id = await prepare();
  await run(text(id), admin);
  return id;
};
const disable = (id: string) => `disableUser(input: { userId: "${id}", reason: "Gone" }) { user { id } }`;
const revoke = (id: string) => `revokeRole(userId: "${id}", role: DRIVER) { user { id } }`;
const user = { type: "User", organisation: null, as: async () => admin } as const;
const disabled = { disabledAt: expect.any(String), disabledReason: "Gone" };
const enabled = { disabledAt: null, disabledReason: null };
const [withRole, withoutRole] = [
  { roles: ["DRIVER"], revokedRoles: [] },
  { roles: [], revokedRoles: ["DRIVER"] },
];

const auditedOperations: Record<string, AuditedOperation> = {
  disableUser: { ...user, prepare: aUser, act: disable, before: enabled, after: disabled },
  enableUser: {
    ...user,
    prepare: after(disable, aUser),
    act: (id) => `enableUser(userId: "${id}") { user { id } }`,
    before: disabled,
    after: enabled,
  },
  revokeRole: { ...user, prepare: aUser, act: revoke, before: withRole, after: withoutRole },
  restoreRole: {
    ...user,
    prepare: after(revoke, aUser),
    act: (id) => `restoreRole(userId: "${id}", role: DRIVER) { user { id } }`,
    before: withoutRole,
    after: withRole,
  },
  createStation: {
    act: () => 'createStation(input: { name: "New", address: "Here 1" }) { station { id } }',
    type: "Station",
    before: null,
    after: {
      ...anyId,
      ...{ name: "New", address: "Here 1", latitude: null, longitude: null },
      expiryPolicy: "KEEP_BOOKED",
      bookingMode: "IMMEDIATE",
      organisation: "acme",
    },
  },
  updateStation: {
    prepare: async () => site.stationId,
    act: (id) =>
      `updateStation(input: { stationId: "${id}", name: "Renamed", expiryPolicy: KEEP_BOOKED }) { station { id } }`,
    type: "Station",
    before: { name: "Test station" },
    after: { name: "Renamed" },
  },
  removeStation: {
    prepare: async () =>
      (await run('createStation(input: { name: "Gone" }) { station { id } }'))["createStation"]?.["station"]
        ?.id ?? "",
    act: (id) => `removeStation(stationId: "${id}") { station { id } }`,
    type: "Station",
    before: expect.objectContaining({ name: "Gone" }),
    after: null,
  },
  createPort: {
    act: () => `createPort(input: { stationId: "${site.stationId}", label: "P9" }) { port { id } }`,
    type: "Port",
    before: null,
    after: { ...anyId, stationId: expect.any(String), label: "P9" },
  },
  updatePort: {
    prepare: async () => site.portId,
    act: (id) => `updatePort(input: { portId: "${id}", label: "P2" }) { port { id } }`,
    type: "Port",
    before: { label: "P1" },
    after: { label: "P2" },
  },
  removePort: {
    prepare: async () => {
      const made = await run(
        `createPort(input: { stationId: "${site.stationId}", label: "Gone" }) { port { id } }`,
      );
      return made["createPort"]?.["port"]?.id ?? "";
    },
    act: (id) => `removePort(portId: "${id}") { port { id } }`,
    type: "Port",
    before: { ...anyId, stationId: expect.any(String), label: "Gone" },
    after: null,
  },
  createSlot: {
    act: () => `createSlot(input: { portId: "${site.portId}", label: "S9" }) { slot { id } }`,
    type: "Slot",
    before: null,
    after: expect.objectContaining({ label: "S9", status: "AVAILABLE", version: 1 }),
  },
  updateSlot: {
    prepare: async () => slot(),
    act: (id) => `updateSlot(input: { slotId: "${id}", powerKw: 75 }) { slot { id } }`,
    type: "Slot",
    before: { powerKw: 50 },
    after: { powerKw: 75 },
  },
  deactivateSlot: {
    prepare: async () => slot(),
    act: (id) =>
      `deactivateSlot(input: { slotId: "${id}", reason: "Broken", cancelReservations: true }) { slot { id } }`,
    type: "Slot",
    before: { status: "AVAILABLE" },
    after: { status: "INACTIVE", reason: "Broken", cancelReservations: true, moveReservations: false },
  },
  removeSlot: {
    prepare: outOfService,
    act: (id) => `removeSlot(slotId: "${id}") { slot { id } }`,
    type: "Slot",
    before: expect.objectContaining({ label: "S1", status: "INACTIVE", version: 2 }),
    after: null,
  },
  activateSlot: {
    prepare: outOfService,
    act: (id) => `activateSlot(slotId: "${id}") { slot { id } }`,
    type: "Slot",
    before: { status: "INACTIVE" },
    after: { status: "AVAILABLE" },
  },
  registerWebhook: {
    act: () =>
      'registerWebhook(input: { url: "http://127.0.0.1:9/new", events: [EXPIRED] }) { secret webhook { id } }',
    type: "Webhook",
    before: null,
    after: {
      ...{
        ...anyId,
        url: "http://127.0.0.1:9/new",
        events: ["EXPIRED"],
        stationId: null,
        organisation: "acme",
      },
      ...{ description: null, active: true, disabledReason: null },
      ...{ createdAt: expect.any(String), updatedAt: expect.any(String) },
    },
  },
  updateWebhook: {
    prepare: webhook,
    act: (id) =>
      `updateWebhook(input: { webhookId: "${id}", active: false, description: "Off" }) { webhook { id } }`,
    type: "Webhook",
    before: { active: true, description: null },
    after: { active: false, description: "Off" },
  },
  rotateWebhookSecret: {
    prepare: webhook,
    act: (id) => `rotateWebhookSecret(webhookId: "${id}") { secret webhook { id } }`,
    type: "Webhook",
    before: { secret: "the previous one" },
    after: { secret: "a new one" },
  },
  removeWebhook: {
    prepare: webhook,
    act: (id) => `removeWebhook(webhookId: "${id}") { webhook { id } }`,
    type: "Webhook",
    before: expect.objectContaining({ url: "http://127.0.0.1:9/", active: true }),
    after: null,
  },
  sendTestWebhook: {
    prepare: webhook,
    act: (id) => `sendTestWebhook(webhookId: "${id}") { delivery { webhookId } }`,
    type: "Webhook",
    before: null,
    after: { deliveryId: expect.stringMatching(/^delivery_/) },
  },
  redeliverWebhook: {
    prepare: async () => {
      const { sendTestWebhook } = await run(
        `sendTestWebhook(webhookId: "${await webhook()}") { delivery { id } }`,
      );
      const id = sendTestWebhook?.["delivery"]?.id ?? "";
      // Nothing listens there, so the only attempt of a test message fails.
      await eventually(async () => {
        const [row] = await scene.database.query("select status from webhook_deliveries where id = $1", [id]);
        expect(row).toEqual({ status: "FAILED" });
      });
      return id;
    },
    act: (id) => `redeliverWebhook(deliveryId: "${id}") { delivery { id } }`,
    type: "WebhookDelivery",
    before: { status: "FAILED", nextAttemptAt: null },
    after: { status: "PENDING", nextAttemptAt: expect.any(String) },
  },
  createReservation: {
    act: () =>
      `createReservation(input: { vehicleId: "${driver.vehicleId}", items: [{ slotId: "${slot()}" }] }) { reservation { id } }`,
    type: "Reservation",
    before: null,
    after: expect.objectContaining({
      status: "ACTIVE",
      items: [expect.objectContaining({ slotId: expect.any(String) })],
    }),
  },
  confirmReservation: step("confirmReservation", () => book({ status: "PENDING" }), "PENDING", "ACTIVE"),
  acceptTurn: step("acceptTurn", turn, "YOUR_TURN", "ACTIVE"),
  completeReservation: step("completeReservation", book, "ACTIVE", "COMPLETED"),
  cancelReservation: {
    prepare: book,
    act: (id) =>
      `cancelReservation(input: { reservationId: "${id}", reason: "Works" }) { reservation { id } }`,
    type: "Reservation",
    before: { status: "ACTIVE", cancellationReason: null },
    after: { status: "CANCELLED", cancellationReason: "Works" },
  },
  rescheduleReservation: {
    prepare: book,
    act: (id) =>
      `rescheduleReservation(input: { reservationId: "${id}", items: [{ slotId: "${slot(1)}" }], reservedUntil: "2090-01-01T00:00:00Z" }) { reservation { id } }`,
    type: "Reservation",
    before: { reservedUntil: expect.any(String), items: [expect.anything()] },
    after: { reservedUntil: "2090-01-01T00:00:00.000Z", items: [expect.objectContaining({ startAt: null })] },
  },
  hideReservation: {
    prepare: cancelled,
    act: (id) => `hideReservation(reservationId: "${id}") { reservation { id } }`,
    type: "Reservation",
    before: { hiddenAt: null, notes: null },
    after: { hiddenAt: expect.any(String), notes: expect.any(String) },
  },
  restoreReservation: {
    prepare: hidden,
    act: (id) => `restoreReservation(reservationId: "${id}") { reservation { id } }`,
    type: "Reservation",
    before: { hiddenAt: expect.any(String), notes: expect.any(String) },
    after: { hiddenAt: null, notes: null },
  },
  startChargingSession: {
    prepare: async () => {
      slots = [...slots];
      return "";
    },
    act: () =>
      `startChargingSession(input: { slotId: "${slot()}", vehicleId: "${driver.vehicleId}", initialPercent: 1, targetPercent: 90 }) { session { id } }`,
    type: "ChargingSession",
    before: null,
    after: expect.objectContaining({ status: "ACTIVE", initialPercent: 1 }),
  },
  reportChargingProgress: {
    prepare: session,
    act: (id) =>
      `reportChargingProgress(input: { sessionId: "${id}", percent: 50, powerKw: 11 }) { session { id } }`,
    type: "ChargingSession",
    before: expect.objectContaining({ currentPercent: 20, powerKw: null }),
    after: expect.objectContaining({ currentPercent: 50, powerKw: 11 }),
  },
  stopChargingSession: {
    prepare: session,
    act: (id) => `stopChargingSession(input: { sessionId: "${id}" }) { session { id } }`,
    type: "ChargingSession",
    before: expect.objectContaining({ status: "ACTIVE", endedAt: null }),
    after: expect.objectContaining({ status: "COMPLETED", endedAt: expect.any(String) }),
  },
  registerVehicle: {
    ...vehicle,
    act: () => 'registerVehicle(input: { plate: "FLEET" }) { vehicle { id } }',
    before: null,
    after: { ...anyId, ownerId: expect.any(String), plate: "FLEET", model: null, batteryKwh: null },
  },
  updateVehicle: {
    ...vehicle,
    prepare: aVehicle,
    act: (id) => `updateVehicle(input: { vehicleId: "${id}", plate: "NEW" }) { vehicle { id } }`,
    before: { plate: "OLD" },
    after: { plate: "NEW" },
  },
  removeVehicle: {
    ...vehicle,
    prepare: aVehicle,
    act: (id) => `removeVehicle(vehicleId: "${id}") { vehicle { id } }`,
    before: expect.objectContaining({ plate: "OLD" }),
    after: null,
  },
};

const many: Record<string, () => Promise<[ids: (string | null)[], text: string, changes: object[]]>> = {
  hideReservations: async () => {
    const ids = [await cancelled(), await cancelled()];
    const change = {
      operation: "hideReservation",
      after: { hiddenAt: expect.any(String), notes: expect.any(String) },
    };
    return [
      ids,
      `hideReservations(reservationIds: ["${ids.join('", "')}"]) { hidden { id } }`,
      [change, change],
    ];
  },
  expireReservations: async () => {
    const { id, code } = await driver.book([slot()]);
    await lapse("reserved_until", id);
    const change = { operation: "expireReservations", before: null, after: { expiredReservations: [code] } };
    return [[null], "expireReservations { expiredCount }", [change]];
  },
};

/** The caller is not signed in yet. */
const leaveNothing = ["signInAsDemoUser"];

test("the tables in this file list the audit entries of every mutation", () => {
  const mutations = Object.keys(operationRules).flatMap((name) => /^Mutation\.(.*)/.exec(name)?.[1] ?? []);
  expect([...Object.keys(auditedOperations), ...Object.keys(many), ...leaveNothing].toSorted()).toEqual(
    mutations.toSorted(),
  );
});

describe("an operator's action writes an audit entry with actor, object, time and changes", () => {
  test.each(Object.entries(auditedOperations))("%s", async (operation, audited) => {
    const client = (await audited.as?.()) ?? operator;
    const { me } = await dataOf<{ me: { id: string; name: string } }>(client, "{ me { id name } }");
    const id = (await audited.prepare?.()) ?? "";
    const [{ now: before } = { now: new Date() }] = await scene.database.query<{ now: Date }>(
      "select slotwire_now() as now",
    );
    let requestId: string | null = null;
    let answer: unknown;
    const entries = await entriesOf(admin, async () => {
      const response = await client.raw(`mutation { ${audited.act(id)} }`);
      requestId = response.headers.get("x-request-id");
      answer = await response.json();
    });
    expect(answer).not.toHaveProperty("errors");
    expect(entries).toEqual([
      {
        ...{ id: expect.stringMatching(/^audit_/), occurredAt: expect.any(String) },
        ...{ actor: { id: me.id }, actorName: me.name, operation, thingType: audited.type },
        thingId: id === "" ? expect.stringMatching(/^[a-z]+_[0-9a-z]{26}$/) : id,
        organisation: audited.organisation === null ? null : "acme",
        requestId,
        ...{ before: audited.before, after: audited.after },
      },
    ]);
    const [entry] = entries as [AuditEntry];
    expect(JSON.stringify(answer)).toContain(entry.thingId);
    expect(new Date(entry.occurredAt).getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(JSON.stringify(entry)).not.toContain("whsec_");
    const node = await dataOf(admin, `{ node(id: "${entry.id}") { id ... on AuditEntry { operation } } }`);
    expect(node).toEqual({ node: { id: entry.id, operation } });
    if (audited.type === "ChargingSession")
      await driver.client.sendText(
        `mutation { stopChargingSession(input: { sessionId: "${entry.thingId}" }) { session { id } } }`,
      );
  });

  test.each(Object.entries(many))("%s", async (_, prepare) => {
    const [ids, text, changes] = await prepare();
    const entries = await entriesOf(admin, () => run(text));
    expect(entries.map(({ thingId }) => thingId)).toEqual(ids);
    expect(entries).toEqual(changes.map((change) => expect.objectContaining(change)));
    expect(await entriesOf(admin, () => operator.sendText(`mutation { ${text} }`))).toEqual([]);
  });
});

test.each([
  ["cancelReservations", () => [{ status: "ACTIVE" }, { status: "CANCELLED" }]],
  ["moveReservations", () => [{ slotId: slot() }, { slotId: slot(1) }]],
] as const)(
  "taking a slot out of service with %s writes an audit entry for each of its reservations, too",
  async (choice, changes) => {
    const id = await book();
    const text = `deactivateSlot(input: { slotId: "${slot()}", ${choice}: true }) { slot { id } }`;
    const entries = await entriesOf(admin, () => run(text));
    const [before, after] = changes();
    expect(entries).toMatchObject([
      { operation: "deactivateSlot", thingId: slot(), after: { status: "INACTIVE" } },
      { operation: "deactivateSlot", thingId: id, thingType: "Reservation", before, after },
    ]);
  },
);

test("no audit entry is written for drivers' and chargers' actions, no-ops, refusals and repeats", async () => {
  const charger = await scene.as("charger", "CHARGER");
  const both = await scene.as("two-hats", "DRIVER", "OPERATOR");
  const entries = await entriesOf(admin, async () => {
    const id = await hidden();
    await run(`restoreReservation(reservationId: "${id}") { reservation { id } }`, driver.client);
    const sessionId = await session();
    await run(
      `reportChargingProgress(input: { sessionId: "${sessionId}", percent: 40 }) { session { id } }`,
      charger,
    );
    await run(`stopChargingSession(input: { sessionId: "${sessionId}" }) { session { id } }`, charger);
    const own = await registerVehicle(both);
    await run(`updateVehicle(input: { vehicleId: "${own}", plate: "X" }) { vehicle { id } }`, both);
    await run(
      `createReservation(input: { vehicleId: "${own}", items: [{ slotId: "${slot(1)}" }] }) { reservation { id } }`,
      both,
    );
    await run(
      `updateStation(input: { stationId: "${site.stationId}", name: "Test station" }) { station { id } }`,
    );
    await run(`updateSlot(input: { slotId: "${slot()}" }) { slot { id } }`);
    await run("expireReservations { expiredCount }");
  });
  expect(entries).toEqual([]);
  const again = `createReservation(input: { vehicleId: "${driver.vehicleId}", items: [{ slotId: "${slot()}" }], idempotencyKey: "again-${slot()}" }) { reservation { id } }`;
  expect(await entriesOf(admin, async () => [await run(again), await run(again)])).toHaveLength(1);
  const before = await everything(scene.database);
  for (const refused of [
    `deactivateSlot(input: { slotId: "${slot()}" }) { slot { id } }`,
    `activateSlot(slotId: "${slot()}") { slot { id } }`,
    `createReservation(input: { vehicleId: "${driver.vehicleId}", items: [{ slotId: "${slot()}" }] }) { reservation { id } }`,
    `updateStation(input: { stationId: "${site.stationId}", bookingMode: CALENDAR }) { station { id } }`,
    `updateStation(input: { stationId: "${site.stationId}", latitude: 1 }) { station { id } }`,
  ])
    expect((await operator.sendText(`mutation { ${refused} }`)).errors).toHaveLength(1);
  expect(await everything(scene.database)).toEqual(before);
});
