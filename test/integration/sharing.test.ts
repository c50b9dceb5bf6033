import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { readMetric } from "../support/metrics.ts";
import { CancelReservation } from "../support/operations.ts";
import { payloadOf, RawSocket } from "../support/raw-socket.ts";
import { type Driver, openScene, type Scene } from "../support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const WATCH = `subscription Watch($stationId: ID!, $after: String, $snapshot: Boolean) {
  slotStatusChanged(filter: { stationId: $stationId }, after: $after, snapshot: $snapshot) {
    cursor kind version slot { id port { station { name } } }
  }
}`;
const MINE = "subscription { reservationChanged { kind reservation { id code owner { name } } } }";

const groups = () => readMetric(scene.url, "slotwire_feed_groups");
const executions = () => readMetric(scene.url, "slotwire_feed_executions_total");

interface SlotResult {
  readonly data: { readonly slotStatusChanged: { cursor: string; kind: string; version: number } };
}
interface ReservationResult {
  readonly data: {
    readonly reservationChanged: { kind: string; reservation: { id: string; owner: { name: string } } };
  };
}

async function signIn(subject: string, ...roles: ("DRIVER" | "OPERATOR")[]): Promise<object> {
  return { authorization: `Bearer ${await scene.app.tokens.sign({ subject, roles, name: subject }, "1h")}` };
}

/** The payloads that a socket received after its acknowledgement. */
function told<Result>(raw: RawSocket): Result[] {
  return raw.received.slice(1).map((message) => payloadOf<Result>(message));
}

async function bookAndCancel(driver: Driver, slotId: string): Promise<void> {
  const { id: reservationId } = await driver.book([slotId]);
  await driver.client.request(CancelReservation, { input: { reservationId } });
}

async function watchingSockets(count: number, variables: object, params: object = {}): Promise<RawSocket[]> {
  const sockets = await Promise.all(
    Array.from({ length: count }, () => RawSocket.acknowledged(scene.url, params)),
  );
  const before = scene.app.subscriberCount();
  for (const [index, raw] of sockets.entries()) raw.subscribe(`id-${index}`, WATCH, variables);
  await eventually(() => expect(scene.app.subscriberCount()).toBe(before + count));
  return sockets;
}

describe("subscribers of the same events", () => {
  test("share one execution of each event, each under its own operation id", async () => {
    const { slotIds, stationId } = await scene.newSite();
    const [slotId = ""] = slotIds;
    const driver = await scene.newDriver();
    const sockets = await watchingSockets(50, { stationId });
    expect(await groups()).toBe(1);
    const before = await executions();
    await bookAndCancel(driver, slotId);
    for (const [index, raw] of sockets.entries()) {
      const messages = (await raw.receives(3)).slice(1);
      expect(messages.map(({ id, type }) => [id, type])).toEqual([
        [`id-${index}`, "next"],
        [`id-${index}`, "next"],
      ]);
      expect(told(raw)).toEqual(told(sockets[0] as RawSocket));
    }
    expect((await executions()) - before).toBe(2);
    for (const raw of sockets) raw.socket.close();
    await eventually(async () => expect(await groups()).toBe(0));
  });

  test("share executions although each begins at its own cursor or snapshot", async () => {
    const { slotIds, stationId } = await scene.newSite();
    const [slotId = ""] = slotIds;
    const driver = await scene.newDriver();
    const [first] = (await watchingSockets(1, { stationId, snapshot: true })) as [RawSocket];
    await first.receives(2);
    await bookAndCancel(driver, slotId);
    await first.receives(4);
    const cursors = told<SlotResult>(first).map(({ data }) => data.slotStatusChanged.cursor);
    const beginnings = [{}, { snapshot: true }, ...cursors.map((after) => ({ after }))];
    const others: RawSocket[] = [];
    for (const begin of beginnings) others.push(...(await watchingSockets(1, { stationId, ...begin })));
    await others[1]?.receives(2);
    await others[2]?.receives(3);
    expect(await groups()).toBe(1);
    await bookAndCancel(driver, slotId);
    const versions = (raw: RawSocket) =>
      told<SlotResult>(raw).map(({ data: { slotStatusChanged: event } }) => `${event.kind} ${event.version}`);
    const last = ["CHANGE 4", "CHANGE 5"];
    await eventually(() =>
      expect([first, ...others].map(versions)).toEqual([
        ["SNAPSHOT 1", "CHANGE 2", "CHANGE 3", ...last],
        last,
        ["SNAPSHOT 3", ...last],
        ["CHANGE 2", "CHANGE 3", ...last],
        ["CHANGE 3", ...last],
        last,
      ]),
    );
    for (const raw of [first, ...others]) raw.socket.close();
    await eventually(async () => expect(await groups()).toBe(0));
  });

  test("share only if variables, document, language and roles are equal; other users with these roles do", async () => {
    const [one, other] = [await scene.newSite(), await scene.newSite()];
    const { stationId } = one;
    const params = [
      {},
      { acceptLanguage: "en-GB, vi;q=0.5" },
      { acceptLanguage: "vi" },
      await signIn("driver-a", "DRIVER"),
      await signIn("driver-b", "DRIVER"),
      await signIn("operator-a", "OPERATOR"),
    ];
    const sockets: RawSocket[] = [];
    for (const each of params) sockets.push(...(await watchingSockets(1, { stationId }, each)));
    expect(await groups()).toBe(4);
    sockets.push(...(await watchingSockets(1, { stationId: other.stationId })));
    const own = await RawSocket.acknowledged(scene.url);
    own.subscribe("own", WATCH.replace("kind version", "version kind"), { stationId });
    await eventually(async () => expect(await groups()).toBe(6));
    for (const raw of [...sockets, own]) raw.socket.close();
    await eventually(async () => expect(await groups()).toBe(0));
  });
});

test("two users with the same document never see each other's events; one user's subscribers share them", async () => {
  const names = ["private-a", "private-b"] as const;
  const { slotIds } = await scene.newSite(2);
  const [socketsOfA, socketsOfB] = await Promise.all(
    names.map(async (name) => {
      const params = await signIn(name, "DRIVER");
      return Promise.all([0, 1].map(() => RawSocket.acknowledged(scene.url, params)));
    }),
  );
  for (const raw of [...(socketsOfA ?? []), ...(socketsOfB ?? [])]) raw.subscribe("mine", MINE);
  await eventually(() => expect(scene.app.subscriberCount()).toBe(4));
  expect(await groups()).toBe(2);
  const before = await executions();
  for (const [index, name] of names.entries()) {
    const client = await scene.as(name, "DRIVER");
    const register = 'mutation { registerVehicle(input: { plate: "P 1" }) { vehicle { id } } }';
    const { data } = await client.sendText<{ registerVehicle: { vehicle: { id: string } } }>(register);
    const create = `mutation { createReservation(input: { vehicleId: "${data?.registerVehicle.vehicle.id}", items: [{ slotId: "${slotIds[index]}" }] }) { reservation { id } } }`;
    expect((await client.sendText(create)).errors).toBeUndefined();
  }
  const all = [...(socketsOfA ?? []), ...(socketsOfB ?? [])];
  for (const raw of all) await raw.receives(2);
  const owners = all.map((raw) =>
    told<ReservationResult>(raw).map(({ data }) => data.reservationChanged.reservation.owner.name),
  );
  expect(owners).toEqual([["private-a"], ["private-a"], ["private-b"], ["private-b"]]);
  expect((await executions()) - before).toBe(2);
});

test.each([
  "slotStatusChanged @skip(if: true) { version } reservationChanged { kind }",
  "reservationChanged { kind } slotStatusChanged @include(if: false) { version }",
  "slotStatusChanged @skip(if: true) { version }",
  "... @include(if: false) { slotStatusChanged { version } }",
  "...Left reservationChanged { kind } } fragment Left on Subscription { slotStatusChanged @skip(if: true) { version }",
])("a subscription whose root field a directive may remove is refused: %s", async (selection) => {
  const raw = await RawSocket.acknowledged(scene.url);
  raw.subscribe("1", `subscription { ${selection} }`);
  const [, refused] = await raw.receives(2);
  expect(refused).toMatchObject({
    type: "error",
    payload: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }],
  });
});
