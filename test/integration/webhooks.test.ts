import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook as Verifier } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { graphql } from "../support/gql/gql.ts";
import type { RegisterWebhookInput, UpdateWebhookInput } from "../support/gql/graphql.ts";
import { AcceptTurn, CancelReservation, DeactivateSlot, StopSession } from "../support/operations.ts";
import { openScene, readReservation, type Scene } from "../support/scene.ts";
import type { Site } from "../support/site.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { type TestClock, takeClock } from "../support/test-clock.ts";
import type { TestDatabase } from "../support/test-database.ts";

const RegisterWebhook = graphql(`
  mutation RegisterWebhook($input: RegisterWebhookInput!) {
    registerWebhook(input: $input) {
      secret
      webhook { id url events description active disabledReason station { id } }
    }
  }
`);
const UpdateWebhook = graphql(`
  mutation UpdateWebhook($input: UpdateWebhookInput!) {
    updateWebhook(input: $input) { webhook { id url events description active disabledReason station { id } } }
  }
`);
const RotateWebhookSecret = graphql(`
  mutation RotateWebhookSecret($id: ID!) {
    rotateWebhookSecret(webhookId: $id) { secret webhook { id } }
  }
`);
const RemoveWebhook = graphql(`
  mutation RemoveWebhook($id: ID!) {
    removeWebhook(webhookId: $id) { webhook { id } }
  }
`);
const RedeliverWebhook = graphql(`
  mutation RedeliverWebhook($id: ID!) {
    redeliverWebhook(deliveryId: $id) { delivery { id status } }
  }
`);
const SendTestWebhook = graphql(`
  mutation SendTestWebhook($id: ID!) {
    sendTestWebhook(webhookId: $id) { delivery { id status event reservation { id } } }
  }
`);
const ReadWebhook = graphql(`
  query ReadWebhook($id: ID!) {
    webhook(id: $id) { id active disabledReason }
    node(id: $id) { __typename id }
  }
`);
const ListWebhooks = graphql(`
  query ListWebhooks($first: Int, $after: String) {
    webhooks(first: $first, after: $after) { totalCount edges { node { id } } pageInfo { hasNextPage endCursor } }
  }
`);
const ListDeliveries = graphql(`
  query ListDeliveries($filter: WebhookDeliveryFilter, $first: Int, $after: String) {
    webhookDeliveries(filter: $filter, first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id webhookId event status attempts responseStatus error body
          createdAt lastAttemptAt nextAttemptAt deliveredAt reservation { id code }
        }
      }
    }
  }
`);
const SwitchBookingMode = graphql(`
  mutation SwitchBookingMode($input: UpdateStationInput!) {
    updateStation(input: $input) { station { id } }
  }
`);
const RescheduleReservation = graphql(`
  mutation RescheduleForWebhook($input: RescheduleReservationInput!) {
    rescheduleReservation(input: $input) { reservation { id } }
  }
`);
const ReadNode = graphql(`
  query ReadNode($id: ID!) {
    node(id: $id) { __typename id }
  }
`);
interface Message {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Record<string, unknown>;
}

interface Arrival {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly message: Message;
}

/** A receiver of webhooks that answers each path as the test says. Default: 204. */
async function openReceiver() {
  const arrivals: Arrival[] = [];
  const answers = new Map<string, (response: ServerResponse, nth: number) => void>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    let body = "";
    for await (const chunk of request) body += chunk;
    arrivals.push({ path, headers: request.headers, body, message: JSON.parse(body) });
    const answer = answers.get(path) ?? (() => response.writeHead(204).end());
    answer(response, arrivals.filter((arrival) => arrival.path === path).length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: (path: string) => `http://127.0.0.1:${port}${path}`,
    at: (path: string) => arrivals.filter((arrival) => arrival.path === path),
    /** Answers the first requests with these statuses, and later ones with 204. */
    answer: (path: string, ...statuses: number[]) =>
      void answers.set(path, (response, nth) => void response.writeHead(statuses[nth - 1] ?? 204).end()),
    answerBy: (path: string, answer: (response: ServerResponse, nth: number) => void) =>
      void answers.set(path, answer),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

let receiver: Awaited<ReturnType<typeof openReceiver>>;
beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(() => receiver.close());

function headersOf({ headers }: Arrival): Record<string, string> {
  return headers as Record<string, string>;
}

function idOf(arrival: Arrival | undefined): string {
  return String(arrival?.headers["webhook-id"]);
}

async function register(operator: ApiClient, input: RegisterWebhookInput) {
  const { registerWebhook } = await operator.request(RegisterWebhook, { input });
  return { id: registerWebhook.webhook.id, secret: registerWebhook.secret };
}

async function update(operator: ApiClient, input: UpdateWebhookInput) {
  return (await operator.request(UpdateWebhook, { input })).updateWebhook.webhook;
}

async function deliveries(operator: ApiClient, webhookId: string) {
  const { webhookDeliveries } = await operator.request(ListDeliveries, { filter: { webhookId }, first: 100 });
  return webhookDeliveries.edges.map(({ node }) => node);
}

/** The only delivery of a webhook, once it is as expected. */
function deliveryThat(operator: ApiClient, webhookId: string, expected: Record<string, unknown>) {
  return eventually(async () => {
    const [delivery, ...others] = await deliveries(operator, webhookId);
    expect(others).toEqual([]);
    expect(delivery).toMatchObject(expected);
    return delivery as NonNullable<typeof delivery>;
  });
}

/** Waits until every event was dispatched. An event without a delivery by then never gets one. */
async function dispatched(database: TestDatabase): Promise<void> {
  await eventually(async () => {
    const [left] = await database.query(
      "select count(*)::int as events from outbox where position is null or position > (select position from webhook_feed)",
    );
    expect(left).toEqual({ events: 0 });
  });
}

async function cancelOne(scene: Scene, site: Site): Promise<string> {
  const driver = await scene.newDriver();
  const { id } = await driver.book([site.slotIds[0] as string]);
  await driver.client.request(CancelReservation, { input: { reservationId: id, reason: "Plans changed" } });
  return id;
}

describe("with two servers on one database", () => {
  let scene: Scene;
  let other: TestApp;
  let clock: TestClock;
  let operator: ApiClient;
  const config = {
    webhookAllowPrivate: true,
    expiringSoonSeconds: 60,
    turnSeconds: 60,
    defaultHoldSeconds: 120,
  };

  beforeAll(async () => {
    scene = await openScene({ manualDeadlines: true, config });
    other = await startTestApp({ manualDeadlines: true, config, database: scene.database });
    clock = await takeClock(scene.database);
    operator = scene.operator;
  });
  afterAll(async () => {
    await other.close();
    await scene.close();
  });

  /** A webhook for a new site only. */
  async function open(path: string, input: Partial<RegisterWebhookInput> = {}) {
    const site = await scene.newSite();
    const url = receiver.url(path);
    return { site, ...(await register(operator, { url, stationId: site.stationId, ...input })) };
  }

  // Also needed before the clock is moved past a lease, because a request in progress would then rightly be repeated.
  async function allDelivered(webhookId: string, count: number) {
    await dispatched(scene.database);
    await eventually(async () =>
      expect((await deliveries(operator, webhookId)).map(({ status }) => status)).toEqual(
        Array(count).fill("DELIVERED"),
      ),
    );
  }

  test("each event of holds and waitlists is delivered once and signed", async () => {
    const { site, id: webhookId, secret } = await open("/all");
    const [slotId] = site.slotIds as [string];
    const [first, second, third] = [
      await scene.newDriver(),
      await scene.newDriver(),
      await scene.newDriver(),
    ];
    const held = await first.book([slotId]);
    const missed = await second.book([slotId], { joinWaitlist: true });
    const accepted = await third.book([slotId], { joinWaitlist: true });
    const input = { reservationId: held.id, reason: "Plans changed" };
    await first.client.request(CancelReservation, { input });
    await allDelivered(webhookId, 2);
    await clock.advance(61);
    await scene.app.sweep();
    await third.client.request(AcceptTurn, { id: accepted.id });
    await allDelivered(webhookId, 4);
    await clock.advance(61);
    await scene.app.sweep();
    await allDelivered(webhookId, 5);
    await clock.advance(61);
    await scene.app.sweep();
    await allDelivered(webhookId, 6);
    const told = receiver.at("/all");
    for (const arrival of told) {
      expect(new Verifier(secret).verify(arrival.body, headersOf(arrival))).toEqual(arrival.message);
      expect(arrival.headers["content-type"]).toBe("application/json");
    }
    expect(new Set(told.map(idOf)).size).toBe(6);
    const byEvent = told.map(({ message: { type, data } }) => [type, data["code"], data["status"]]);
    expect(byEvent.toSorted()).toEqual(
      [
        ["reservation.cancelled", held.code, "CANCELLED"],
        ["reservation.your_turn", missed.code, "YOUR_TURN"],
        ["reservation.missed", missed.code, "MISSED"],
        ["reservation.your_turn", accepted.code, "YOUR_TURN"],
        ["reservation.expiring_soon", accepted.code, "ACTIVE"],
        ["reservation.expired", accepted.code, "EXPIRED"],
      ].toSorted(),
    );
    const cancelled = told.find(({ message }) => message.type === "reservation.cancelled")?.message;
    expect(cancelled).toEqual({
      type: "reservation.cancelled",
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: {
        reservationId: held.id,
        code: held.code,
        status: "CANCELLED",
        reservedUntil: held.reservedUntil,
        turnUntil: null,
        vehicleId: first.vehicleId,
        ownerId: held.owner.id,
        stationIds: [site.stationId],
        slotIds: [slotId],
        reason: "Plans changed",
      },
    });
    const expired = told.find(({ message }) => message.type === "reservation.expired")?.message;
    expect(expired?.data["reason"]).toBe("The reserved time has passed");
  });

  test("YOUR_TURN contains turnUntil, even if the turn was accepted before the dispatch", async () => {
    const { site, id: webhookId } = await open("/turn", { events: ["YOUR_TURN"] });
    const [holder, next] = [await scene.newDriver(), await scene.newDriver()];
    const [slotId = ""] = site.slotIds;
    const { id: reservationId } = await holder.book([slotId]);
    const { id } = await next.queue(slotId);
    let turnUntil: string | null | undefined;
    await scene.database.whileLocked("select from webhook_feed for update", [], async () => {
      await holder.client.request(CancelReservation, { input: { reservationId } });
      turnUntil = (await readReservation(next.client, id)).turnUntil;
      await next.client.request(AcceptTurn, { id });
    });
    await allDelivered(webhookId, 1);
    const [{ message } = { message: null }] = receiver.at("/turn");
    expect(message?.data).toMatchObject({ status: "YOUR_TURN", turnUntil });
    expect(turnUntil).toEqual(expect.any(String));
  });

  test("a webhook receives only its events of its station, and one without a filter receives all", async () => {
    const { site, id } = await open("/some", { events: ["EXPIRED", "EXPIRING_SOON"] });
    const everywhere = await register(operator, { url: receiver.url("/everywhere") });
    const reservationId = await cancelOne(scene, site);
    await cancelOne(scene, await scene.newSite());
    await dispatched(scene.database);
    expect(await deliveries(operator, id)).toEqual([]);
    await eventually(() => expect(receiver.at("/everywhere")).toHaveLength(2));
    const filter = { webhookId: everywhere.id, reservationId };
    const { webhookDeliveries } = await operator.request(ListDeliveries, { filter });
    expect(webhookDeliveries).toMatchObject({ totalCount: 1, edges: [{ node: { event: "CANCELLED" } }] });
    await operator.request(RemoveWebhook, { id: everywhere.id });
  });

  test("an event that is dispatched again or happened before the registration is not delivered", async () => {
    const { site, id } = await open("/once");
    await cancelOne(scene, site);
    await deliveryThat(operator, id, { status: "DELIVERED" });
    const latecomer = await register(operator, { url: receiver.url("/once") });
    await scene.database.query("update webhook_feed set position = 0");
    await dispatched(scene.database);
    expect(await deliveries(operator, id)).toHaveLength(1);
    expect(await deliveries(operator, latecomer.id)).toEqual([]);
    await operator.request(RemoveWebhook, { id: latecomer.id });
  });

  test("a failed delivery is repeated under the same id until it succeeds", async () => {
    receiver.answer("/flaky", 500, 302);
    const { site, id, secret } = await open("/flaky");
    const reservationId = await cancelOne(scene, site);
    await deliveryThat(operator, id, { status: "PENDING", attempts: 1, error: "The receiver answered 500" });
    await clock.advance(7);
    const failed = await deliveryThat(operator, id, {
      status: "PENDING",
      attempts: 2,
      responseStatus: 302,
      error: "The receiver answered 302, and redirects are not followed",
      deliveredAt: null,
    });
    expect(Date.parse(failed.nextAttemptAt as string)).toBeGreaterThan(
      Date.parse(failed.lastAttemptAt as string) + 20_000,
    );
    await clock.advance(38);
    const delivery = await deliveryThat(operator, id, {
      status: "DELIVERED",
      attempts: 3,
      responseStatus: 204,
      error: null,
      nextAttemptAt: null,
      event: "CANCELLED",
      reservation: { id: reservationId },
    });
    const attempts = receiver.at("/flaky");
    expect(attempts.map(idOf)).toEqual(Array(3).fill(delivery.id));
    for (const attempt of attempts) {
      expect(attempt.body).toBe(delivery.body);
      new Verifier(secret).verify(attempt.body, headersOf(attempt));
    }
  });

  test("another server repeats an unanswered delivery, and the first one's late answer changes nothing", async () => {
    const late: ServerResponse[] = [];
    receiver.answerBy("/lost", (response, nth) => {
      if (nth === 1) late.push(response);
      else response.writeHead(200).end();
    });
    const { site, id } = await open("/lost");
    await cancelOne(scene, site);
    await eventually(() => expect(late).toHaveLength(1));
    await clock.advance(31);
    await deliveryThat(operator, id, { status: "DELIVERED", attempts: 2, responseStatus: 200 });
    late[0]?.writeHead(500).end();
    expect(new Set(receiver.at("/lost").map(idOf)).size).toBe(1);
    await operator.request(SendTestWebhook, { id });
    await eventually(() => expect(receiver.at("/lost")).toHaveLength(3));
    const statuses = (await deliveries(operator, id)).map(({ status }) => status);
    expect(statuses.at(-1)).toBe("DELIVERED");
  });

  test("a slow receiver does not delay others", async () => {
    const slow: ServerResponse[] = [];
    receiver.answerBy("/slow", (response) => void slow.push(response));
    const { id: slowId } = await open("/slow");
    const { id } = await open("/quick");
    for (let test = 0; test < 20; test++) await operator.request(SendTestWebhook, { id: slowId });
    await eventually(() => expect(slow).toHaveLength(8));
    await operator.request(SendTestWebhook, { id });
    await deliveryThat(operator, id, { status: "DELIVERED" });
    expect(slow).toHaveLength(8);
    receiver.answer("/slow");
    for (const response of slow) response.writeHead(200).end();
    await eventually(() => expect(receiver.at("/slow")).toHaveLength(20));
  });

  test("a webhook whose row is locked does not delay others", async () => {
    const own = await openScene({ manualDeadlines: true, config });
    try {
      const site = await own.newSite();
      const { id: busyId } = await register(own.operator, { url: receiver.url("/busy") });
      const { id } = await register(own.operator, { url: receiver.url("/idle"), events: ["MISSED"] });
      await own.database.whileLocked("select from webhooks where id = $1 for update", [busyId], async () => {
        await cancelOne(own, site);
        await eventually(async () => expect(await own.database.countLockWaits("webhooks")).toBe(1));
        await own.operator.request(SendTestWebhook, { id });
        await deliveryThat(own.operator, id, { status: "DELIVERED" });
      });
      await deliveryThat(own.operator, busyId, { status: "DELIVERED" });
    } finally {
      await own.close();
    }
  });

  test("a deactivated webhook receives nothing and fails pending deliveries, until it is activated", async () => {
    receiver.answer("/paused", 503);
    const { site, id } = await open("/paused");
    await cancelOne(scene, site);
    const waiting = await deliveryThat(operator, id, { status: "PENDING", responseStatus: 503 });
    expect(await update(operator, { webhookId: id, active: false })).toMatchObject({
      active: false,
      disabledReason: null,
    });
    await deliveryThat(operator, id, { status: "FAILED", error: "The webhook was deactivated" });
    await cancelOne(scene, site);
    const refused = [
      await operator.refusal(RedeliverWebhook, { id: waiting.id }),
      await operator.refusal(SendTestWebhook, { id }),
    ];
    for (const { extensions } of refused)
      expect(extensions).toMatchObject({ code: "INVALID_STATE", webhookId: id });
    await dispatched(scene.database);
    expect((await update(operator, { webhookId: id, active: true })).active).toBe(true);
    const reservationId = await cancelOne(scene, site);
    await dispatched(scene.database);
    await eventually(async () =>
      expect(await deliveries(operator, id)).toMatchObject([
        { status: "DELIVERED", reservation: { id: reservationId } },
        { status: "FAILED", id: waiting.id },
      ]),
    );
    expect(receiver.at("/paused")).toHaveLength(2);
  });

  test("a delivery can be repeated with redeliverWebhook under its id, even before its next attempt", async () => {
    receiver.answer("/again", 500);
    const { site, id } = await open("/again");
    await cancelOne(scene, site);
    const { id: deliveryId } = await deliveryThat(operator, id, { status: "PENDING", responseStatus: 500 });
    const { redeliverWebhook } = await operator.request(RedeliverWebhook, { id: deliveryId });
    expect(redeliverWebhook.delivery).toEqual({ id: deliveryId, status: "PENDING" });
    await deliveryThat(operator, id, { status: "DELIVERED", attempts: 2 });
    await operator.request(RedeliverWebhook, { id: deliveryId });
    await deliveryThat(operator, id, { status: "DELIVERED", attempts: 3 });
    expect(receiver.at("/again").map(idOf)).toEqual(Array(3).fill(deliveryId));
  });

  test("a test message is sent once, even if it fails", async () => {
    receiver.answer("/test", 500);
    const { id, secret } = await open("/test");
    const { sendTestWebhook } = await operator.request(SendTestWebhook, { id });
    expect(sendTestWebhook.delivery).toMatchObject({ status: "PENDING", event: null, reservation: null });
    await deliveryThat(operator, id, { status: "FAILED", attempts: 1, responseStatus: 500 });
    const [arrival] = receiver.at("/test") as [Arrival];
    expect(new Verifier(secret).verify(arrival.body, headersOf(arrival))).toMatchObject({
      type: "webhook.test",
      data: { webhookId: id },
    });
  });

  test("a receiver that answers 410 Gone has its webhook deactivated and is not called again", async () => {
    receiver.answer("/gone", 410);
    const { site, id } = await open("/gone");
    await operator.request(SendTestWebhook, { id });
    await deliveryThat(operator, id, { status: "FAILED", responseStatus: 410 });
    await eventually(async () => {
      const { webhook, node } = await operator.request(ReadWebhook, { id });
      expect(webhook).toMatchObject({ active: false, disabledReason: "The receiver answered 410 Gone" });
      expect(node).toEqual({ __typename: "Webhook", id });
    });
    await cancelOne(scene, site);
    await dispatched(scene.database);
    expect(await deliveries(operator, id)).toMatchObject([{ status: "FAILED", attempts: 1 }]);
    expect(receiver.at("/gone")).toHaveLength(1);
    expect(await update(operator, { webhookId: id, active: true })).toMatchObject({ disabledReason: null });
  });

  test("a late 410 Gone of a former receiver does not deactivate the webhook", async () => {
    const late: ServerResponse[] = [];
    receiver.answerBy("/former", (response) => void late.push(response));
    const { site, id } = await open("/former");
    await operator.request(SendTestWebhook, { id });
    await eventually(() => expect(late).toHaveLength(1));
    await update(operator, { webhookId: id, url: receiver.url("/successor") });
    late[0]?.writeHead(410).end();
    await deliveryThat(operator, id, { status: "FAILED", responseStatus: 410 });
    const reservationId = await cancelOne(scene, site);
    const message = { data: { reservationId } };
    await eventually(() => expect(receiver.at("/successor")).toMatchObject([{ message }]));
    expect((await operator.request(ReadWebhook, { id })).webhook).toMatchObject({ active: true });
  });

  test("after a rotation both secrets verify for a day; secrets are in no query and no log", async () => {
    const { id, secret } = await open("/rotated");
    const { rotateWebhookSecret } = await operator.request(RotateWebhookSecret, { id });
    expect(rotateWebhookSecret.secret).toMatch(/^whsec_[A-Za-z0-9+/=]{44}$/);
    expect(rotateWebhookSecret.secret).not.toBe(secret);
    await operator.request(SendTestWebhook, { id });
    await eventually(() => expect(receiver.at("/rotated")).toHaveLength(1));
    const [arrival] = receiver.at("/rotated") as [Arrival];
    for (const each of [secret, rotateWebhookSecret.secret])
      new Verifier(each).verify(arrival.body, headersOf(arrival));
    await allDelivered(id, 1);
    await clock.advance(24 * 3600 - 60);
    await operator.request(SendTestWebhook, { id });
    await allDelivered(id, 2);
    await clock.advance(61);
    await operator.request(SendTestWebhook, { id });
    await allDelivered(id, 3);
    const signaturesOf = ({ headers }: Arrival) => String(headers["webhook-signature"]).split(" ");
    const [, lastDay, dayAfter] = receiver.at("/rotated") as [Arrival, Arrival, Arrival];
    expect([arrival, lastDay, dayAfter].map((each) => signaturesOf(each).length)).toEqual([2, 2, 1]);
    const sentAt = new Date(Number(dayAfter.headers["webhook-timestamp"]) * 1000);
    expect(signaturesOf(dayAfter)).toEqual([
      new Verifier(rotateWebhookSecret.secret).sign(idOf(dayAfter), sentAt, dayAfter.body),
    ]);
    const { errors } = await operator.sendText(`{ webhook(id: "${id}") { secret } }`);
    expect(errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
    const logged = JSON.stringify([scene.logged, other.logged]);
    expect(logged).toContain("a webhook delivery failed");
    expect(logged).not.toContain("whsec_");
    expect(logged).not.toContain(secret.slice("whsec_".length));
  });

  test("a webhook can be changed field by field, and removed with its deliveries", async () => {
    const { site, id } = await open("/changed", { description: "The old one" });
    const changed = await update(operator, { webhookId: id, events: ["MISSED"], stationId: null });
    expect(changed).toEqual({
      id,
      url: receiver.url("/changed"),
      events: ["MISSED"],
      description: "The old one",
      active: true,
      disabledReason: null,
      station: null,
    });
    const rest = { url: receiver.url("/other"), description: null, stationId: site.stationId };
    expect(await update(operator, { webhookId: id, ...rest })).toMatchObject({
      url: rest.url,
      description: null,
      station: { id: site.stationId },
      events: ["MISSED"],
    });
    await operator.request(SendTestWebhook, { id });
    await deliveryThat(operator, id, { status: "DELIVERED" });
    expect((await operator.request(RemoveWebhook, { id })).removeWebhook.webhook).toEqual({ id });
    expect(await operator.request(ReadWebhook, { id })).toEqual({ webhook: null, node: null });
    expect(await deliveries(operator, id)).toEqual([]);
    expect(await operator.refusal(RemoveWebhook, { id })).toMatchObject({
      extensions: { code: "NOT_FOUND" },
    });
  });

  test("webhooks and deliveries are read page by page", async () => {
    const { id } = await open("/pages");
    for (let test = 0; test < 3; test++) await operator.request(SendTestWebhook, { id });
    const filter = { webhookId: id, statuses: ["DELIVERED" as const] };
    await eventually(async () => {
      const { webhookDeliveries } = await operator.request(ListDeliveries, { filter });
      expect(webhookDeliveries.totalCount).toBe(3);
    });
    const first = (await operator.request(ListDeliveries, { filter, first: 2 })).webhookDeliveries;
    const after = first.pageInfo.endCursor;
    const rest = (await operator.request(ListDeliveries, { filter, first: 2, after })).webhookDeliveries;
    const ids = [...first.edges, ...rest.edges].map(({ node }) => node.id);
    expect(ids).toEqual((await deliveries(operator, id)).map((delivery) => delivery.id));
    expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
    const { webhooks } = await operator.request(ListWebhooks, { first: 1 });
    expect(webhooks.pageInfo.hasNextPage).toBe(true);
    const next = await operator.request(ListWebhooks, { first: 1, after: webhooks.pageInfo.endCursor });
    expect(next.webhooks.edges[0]?.node.id).not.toBe(webhooks.edges[0]?.node.id);
  });

  test("drivers and anonymous callers cannot read or manage webhooks", async () => {
    const { id } = await open("/staff");
    const delivery = (await operator.request(SendTestWebhook, { id })).sendTestWebhook.delivery;
    const { client: driver } = await scene.newDriver();
    const input = { url: receiver.url("/driver") };
    const refused = [
      await driver.refusal(RegisterWebhook, { input }),
      await driver.refusal(UpdateWebhook, { input: { webhookId: id, active: false } }),
      await driver.refusal(RotateWebhookSecret, { id }),
      await driver.refusal(RemoveWebhook, { id }),
      await driver.refusal(SendTestWebhook, { id }),
      await driver.refusal(RedeliverWebhook, { id: delivery.id }),
      await driver.refusal(ListWebhooks, {}),
      await driver.refusal(ListDeliveries, {}),
    ];
    expect(refused.map(({ extensions }) => extensions.code)).toEqual(Array(8).fill("FORBIDDEN"));
    expect(await driver.request(ReadNode, { id: delivery.id })).toEqual({ node: null });
    expect(await driver.request(ReadNode, { id })).toEqual({ node: null });
    expect(await operator.request(ReadNode, { id: delivery.id })).toEqual({
      node: { __typename: "WebhookDelivery", id: delivery.id },
    });
    expect((await scene.anonymous.refusal(ListWebhooks, {})).extensions.code).toBe("UNAUTHENTICATED");
  });

  test("an invalid webhook is refused with the field's path", async () => {
    const url = receiver.url("/");
    const nobody = "station_01h455vb4pex5vsknk084sn02q";
    const events = ["EXPIRED" as const, "CREATED" as const];
    const refused = [
      await operator.refusal(RegisterWebhook, { input: { url: "ftp://example.com/" } }),
      await operator.refusal(RegisterWebhook, { input: { url, events } }),
      await operator.refusal(RegisterWebhook, { input: { url, events: [] } }),
      await operator.refusal(RegisterWebhook, { input: { url, stationId: nobody } }),
    ];
    expect(refused.map(({ message, extensions }) => [extensions.code, message])).toEqual([
      ["BAD_USER_INPUT", "input.url: must be a URL that begins with https:// or http://"],
      [
        "BAD_USER_INPUT",
        "input.events: must contain at least one of EXPIRING_SOON, EXPIRED, YOUR_TURN, MISSED, CANCELLED, HOLD_STARTED, SLOT_OVERRUN, RESCHEDULED, MOVED",
      ],
      [
        "BAD_USER_INPUT",
        "input.events: must contain at least one of EXPIRING_SOON, EXPIRED, YOUR_TURN, MISSED, CANCELLED, HOLD_STARTED, SLOT_OVERRUN, RESCHEDULED, MOVED",
      ],
      ["NOT_FOUND", `Station ${nobody} was not found`],
    ]);
  });
});

describe("a server alone", () => {
  let scene: Scene;
  afterEach(() => scene.close());

  test("fails a delivery a day after its event, and removes it after thirty days", async () => {
    const config = { webhookAllowPrivate: true };
    scene = await openScene({ manualDeadlines: true, config });
    const clock = await takeClock(scene.database);
    // The answers differ, so that the stored response shows which attempt is over.
    receiver.answerBy(
      "/never",
      (response, nth) => void response.writeHead(500 + nth).end("x".repeat(100_000)),
    );
    const site = await scene.newSite();
    const { id, secret } = await register(scene.operator, { url: receiver.url("/never") });
    await cancelOne(scene, site);
    const delivery = await deliveryThat(scene.operator, id, { attempts: 1, responseStatus: 501 });
    await clock.advance(23.5 * 3600);
    const { nextAttemptAt } = await deliveryThat(scene.operator, id, {
      status: "PENDING",
      attempts: 2,
      responseStatus: 502,
    });
    const [row] = await scene.database.query<{ giveUpAt: Date }>(
      `select give_up_at as "giveUpAt" from webhook_deliveries`,
    );
    expect(Date.parse(nextAttemptAt as string)).toBeLessThanOrEqual(Number(row?.giveUpAt));
    await clock.advance(3600);
    await deliveryThat(scene.operator, id, { status: "FAILED", attempts: 3, nextAttemptAt: null });
    expect(scene.logged).toContainEqual(
      expect.objectContaining({ deliveryId: delivery.id, msg: "a webhook delivery failed for good" }),
    );
    // Each attempt is signed again, with its own time.
    const [first, , last] = receiver.at("/never") as [Arrival, Arrival, Arrival];
    const sentAt = (arrival: Arrival) => new Date(Number(arrival.headers["webhook-timestamp"]) * 1000);
    expect(Number(sentAt(last)) - Number(sentAt(first))).toBeGreaterThan(24 * 3600 * 1000);
    expect(last.headers["webhook-signature"]).toBe(
      new Verifier(secret).sign(delivery.id, sentAt(last), last.body),
    );

    await clock.advance(31 * 24 * 3600);
    const other = await startTestApp({ manualDeadlines: true, config, database: scene.database });
    await eventually(async () => expect(await deliveries(scene.operator, id)).toEqual([]));
    await other.close();
  });

  test("delivers each event of windows in order, with the reservation's current slots", async () => {
    const config = { webhookAllowPrivate: true, calendarLeadSeconds: 10, calendarMinWalkInSeconds: 5 };
    scene = await openScene({ manualDeadlines: true, config });
    const { operator } = scene;
    const clock = await takeClock(scene.database);
    const site = await scene.newSite(2);
    const [slotId, spareId] = site.slotIds as [string, string];
    const calendar = { stationId: site.stationId, bookingMode: "CALENDAR" as const };
    await operator.request(SwitchBookingMode, { input: calendar });
    const { id: webhookId, secret } = await register(operator, { url: receiver.url("/windows") });
    const [driver, walkIn] = [await scene.newDriver(), await scene.newDriver()];
    const window = (startSeconds: number) => {
      const [startAt, endAt] = [startSeconds, startSeconds + 600].map((seconds) =>
        new Date(Date.now() + seconds * 1000).toISOString(),
      );
      return [{ slotId, startAt, endAt }];
    };
    const delivered = (count: number) =>
      eventually(async () =>
        expect((await deliveries(operator, webhookId)).map(({ status }) => status)).toEqual(
          Array(count).fill("DELIVERED"),
        ),
      );

    const { id: reservationId, code } = await driver.book([], { items: window(3600) });
    const input = { reservationId, items: window(100) };
    await driver.client.request(RescheduleReservation, { input });
    const session = await walkIn.charge(slotId);
    await delivered(1);
    await clock.advance(91);
    await scene.app.sweep();
    await delivered(2);
    await walkIn.client.request(StopSession, { input: { sessionId: session.id } });
    await delivered(3);
    await operator.request(DeactivateSlot, { input: { slotId, moveReservations: true } });
    await delivered(4);
    await dispatched(scene.database);

    const told = receiver.at("/windows");
    for (const arrival of told)
      expect(new Verifier(secret).verify(arrival.body, headersOf(arrival))).toEqual(arrival.message);
    const facts = told.map(({ message: { type, data } }) => [
      type,
      data["code"],
      data["status"],
      data["slotIds"],
    ]);
    expect(facts).toEqual([
      ["reservation.rescheduled", code, "ACTIVE", [slotId]],
      ["reservation.slot_overrun", code, "ACTIVE", [slotId]],
      ["reservation.hold_started", code, "ACTIVE", [slotId]],
      ["reservation.moved", code, "ACTIVE", [spareId]],
    ]);
  });

  test("delivers an event even if the clock was set back to before the reservation's creation", async () => {
    scene = await openScene({ manualDeadlines: true, config: { webhookAllowPrivate: true } });
    const { operator } = scene;
    const clock = await takeClock(scene.database);
    const { slotIds } = await scene.newSite(2);
    const [slotId, spareId] = slotIds as [string, string];
    const { id: webhookId } = await register(operator, { url: receiver.url("/back") });
    await clock.advance(60);
    const driver = await scene.newDriver();
    const { id: reservationId, code } = await driver.book([slotId]);
    await clock.advance(-30);
    const input = { reservationId, items: [{ slotId: spareId }] };
    await driver.client.request(RescheduleReservation, { input });
    await deliveryThat(operator, webhookId, { event: "RESCHEDULED", status: "DELIVERED" });
    const [told] = receiver.at("/back");
    expect(told?.message.data).toMatchObject({ code, status: "ACTIVE", reason: null });
  });

  test("hands back unanswered deliveries when it stops, so that another server sends them at once", async () => {
    const config = { webhookAllowPrivate: true };
    scene = await openScene({ manualDeadlines: true, config });
    receiver.answerBy("/stopped", (response, nth) => void (nth > 1 && response.writeHead(200).end()));
    const stopping = await startTestApp({ manualDeadlines: true, config, database: scene.database });
    const { id } = await register(scene.operator, { url: receiver.url("/stopped") });
    await scene.app.close();
    const staff = await stopping.as("operator", "OPERATOR");
    await staff.request(SendTestWebhook, { id });
    await eventually(() => expect(receiver.at("/stopped")).toHaveLength(1));
    await Promise.all([stopping.app.close(), stopping.app.close()]);
    const [left] = await scene.database.query(
      "select status, next_attempt_at <= slotwire_now() as due from webhook_deliveries",
    );
    expect(left).toEqual({ status: "PENDING", due: true });
    const next = await startTestApp({ manualDeadlines: true, config, database: scene.database });
    await eventually(() => expect(receiver.at("/stopped")).toHaveLength(2));
    await next.close();
    await stopping.close();
  });

  test("refuses a private address: in the URL at once, behind a host name when it is resolved", async () => {
    scene = await openScene({ manualDeadlines: true });
    const refusal = await scene.operator.refusal(RegisterWebhook, {
      input: { url: receiver.url("/private") },
    });
    expect(refusal.message).toMatch(/^input\.url: must not be a private, loopback/);
    const url = `http://localhost:${receiver.port}/private`;
    const { id } = await register(scene.operator, { url });
    await cancelOne(scene, await scene.newSite());
    await deliveryThat(scene.operator, id, {
      status: "PENDING",
      attempts: 1,
      responseStatus: null,
      error: "The host has no public address, and webhooks are not sent to private networks",
    });
    expect(receiver.at("/private")).toEqual([]);
  });

  test("in production accepts only https receivers", async () => {
    scene = await openScene({ manualDeadlines: true, config: { production: true } });
    const input = { url: "http://example.com/hook" };
    expect((await scene.operator.refusal(RegisterWebhook, { input })).message).toBe(
      "input.url: must be a URL that begins with https://",
    );
  });
});
