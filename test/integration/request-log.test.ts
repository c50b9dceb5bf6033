import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ApiClient } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { rawRequest, sendRaw } from "../support/raw-http.ts";
import { createSite } from "../support/site.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let token = "";
beforeAll(async () => {
  app = await startTestApp({ config: { webhookAllowPrivate: true } });
  await app.database.query(
    `alter table vehicles add constraint only_in_this_test check (plate not like '%FAULTY-PLATE%')`,
  );
  token = await app.app.tokens.sign(
    { subject: "subject-of-thi-an", roles: ["ADMIN"], name: "Nguyễn Thị Ẩn", email: "thi.an@example.com" },
    "1h",
  );
});
afterAll(() => app.close());

const REGISTER = `mutation Register($plate: String!) {
  registerVehicle(input: { plate: $plate, model: "Secret model" }) { vehicle { id } }
}`;

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify(body),
  });
}

/** Sends one operation over graphql-transport-ws, and returns the answer. */
async function overWebSocket(payload: object): Promise<{ type: string; payload: unknown }> {
  const socket = new WebSocket(`${app.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  const messages: { type: string; payload: unknown }[] = [];
  socket.on("message", (data) => {
    const message = JSON.parse(String(data));
    messages.push(message);
    if (message.type === "connection_ack")
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload }));
  });
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "connection_init", payload: { authorization: `Bearer ${token}` } }));
  const answer = await eventually(() => {
    const found = messages.find(({ type }) => type === "next" || type === "error");
    if (!found) throw new Error("No answer has come");
    return found;
  });
  socket.close();
  await once(socket, "close");
  return answer;
}

function linesOf(requestId: string) {
  return app.logged.filter((line) => line["requestId"] === requestId).map((line) => line["msg"]);
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe("the request id", () => {
  test.each(["/graphql", "/health", "/ready", "/metrics", "/nothing", "/playground", "/"])(
    "is in the answer of %s and in the log",
    async (path) => {
      const ids = await Promise.all(
        [1, 2].map(async () => {
          const response = await fetch(app.url + path, { redirect: "manual" });
          return response.headers.get("x-request-id") ?? "";
        }),
      );
      expect(ids[0]).not.toBe(ids[1]);
      for (const id of ids) {
        expect(id).toMatch(uuid);
        await eventually(() => expect(linesOf(id)).toEqual(["answered"]));
      }
    },
  );

  test("is the client's own if well-formed", async () => {
    const mine = "trace:01HZX.7_k~1";
    const response = await post({ query: "query Mine { __typename }" }, { "x-request-id": mine });
    expect(response.headers.get("x-request-id")).toBe(mine);
    await eventually(() => expect(linesOf(mine)).toEqual(["executing", "answered"]));
  });

  test.each(["", " ", "a b", 'a"b', "a\\nb", "{}", "x".repeat(65), "é"])(
    "is not the client's if that is %j",
    async (given) => {
      const answer = await sendRaw(
        app.url,
        rawRequest("/health", { method: "GET", headers: { "X-Request-Id": given } }),
      );
      expect(answer.headers["x-request-id"]).toMatch(uuid);
    },
  );

  test("of an unexpected error is in the answer and in the log line with the details", async () => {
    const response = await post(
      { query: REGISTER, variables: { plate: "FAULTY-PLATE-1" } },
      { "x-request-id": "fault-by-http" },
    );
    const { errors } = (await response.json()) as { errors: { extensions: object }[] };
    expect(errors[0]?.extensions).toEqual({
      code: "INTERNAL_SERVER_ERROR",
      status: 500,
      error: "Internal Server Error",
      requestId: "fault-by-http",
    });
    await eventually(() =>
      expect(linesOf("fault-by-http")).toEqual(["executing", "unexpected error", "answered"]),
    );
  });

  test("is in the answer to each operation over a WebSocket: the client's own or a new one", async () => {
    const variables = { plate: "FAULTY-PLATE-2" };
    const fault = await overWebSocket({
      query: REGISTER,
      variables,
      extensions: { requestId: "fault-by-socket" },
    });
    expect(fault.payload).toMatchObject({
      errors: [{ extensions: { code: "INTERNAL_SERVER_ERROR", requestId: "fault-by-socket" } }],
    });
    expect(linesOf("fault-by-socket")).toEqual(["executing", "unexpected error"]);
    const refused = await overWebSocket({ query: "{ nothing }", extensions: { requestId: "a b" } });
    expect(refused).toMatchObject({
      type: "error",
      payload: [
        { extensions: { code: "GRAPHQL_VALIDATION_FAILED", requestId: expect.stringMatching(uuid) } },
      ],
    });
    const query = `mutation { cancelReservation(input: { reservationId: "reservation_01h455vb4pex5vsknk084sn02q" }) { reservation { id } } }`;
    expect((await overWebSocket({ query, extensions: { requestId: "unknown-1" } })).payload).toMatchObject({
      errors: [{ extensions: { code: "NOT_FOUND", requestId: "unknown-1" } }],
    });
  });
});

test("no log line contains a token, a secret or personal data", async () => {
  const admin = new ApiClient(app.url, token);
  const { slotIds } = await createSite(admin, 2, "KEEP_BOOKED");
  const ask = async (query: string, variables = {}) =>
    admin.sendText<Record<string, never>>(query, variables);
  const vehicle = await ask(REGISTER, { plate: "29A-PRIVATE" });
  const vehicleId = (vehicle.data as unknown as { registerVehicle: { vehicle: { id: string } } })
    .registerVehicle.vehicle.id;

  // A webhook with a confidential address and secret, where nothing listens.
  const webhook = await ask(
    `mutation { registerWebhook(input: { url: "http://127.0.0.1:1/hook-secret-path?key=hook-secret-key" }) { secret webhook { id } } }`,
  );
  const { secret } = (webhook.data as unknown as { registerWebhook: { secret: string } }).registerWebhook;
  expect(secret).toMatch(/^whsec_/);

  const book = `mutation ($vehicleId: ID!, $slotId: ID!, $key: String) { createReservation(input: { vehicleId: $vehicleId, items: [{ slotId: $slotId }], notes: "Private note", idempotencyKey: $key }) { reservation { id } } }`;
  for (const slotId of slotIds) {
    const { data } = await ask(book, { vehicleId, slotId, key: `secret-key-${slotId}` });
    const { id } = (data as unknown as { createReservation: { reservation: { id: string } } })
      .createReservation.reservation;
    await ask(
      `mutation { cancelReservation(input: { reservationId: "${id}", reason: "Private reason" }) { reservation { id } } }`,
    );
  }
  // Refusals and errors that quote their input.
  await ask(REGISTER, { plate: "FAULTY-PLATE-PRIVATE" });
  await ask(REGISTER, { plate: { plate: "29A-PRIVATE" } });
  await ask('{ stations(filter: { nameContains: "Private filter" }) { totalCount } }');
  await ask('{ reservationByCode(code: "private-code\\u0000") { id } }');
  await ask('query Q { stations(first: "29A-PRIVATE") { totalCount } }');
  await post({ query: "{ me { name } }" }, { "x-request-id": token });
  await post({ query: "{ me { name } }" }, { authorization: `Basic ${token}` });
  await post({ query: "{ me { name } }" }, { authorization: `Bearer ${token}x` });
  await fetch(`${app.url}/nothing/${token}?access_token=${token}`);
  await fetch(`${app.url}/graphql?query={__typename}&access_token=${token}`);
  await sendRaw(app.url, `GET /${token} HTTP/9\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  await overWebSocket({ query: REGISTER, variables: { plate: "FAULTY-PLATE-PRIVATE" } });
  await overWebSocket({ query: 'subscription { slotStatusChanged(after: "private-cursor") { version } }' });
  const socket = new WebSocket(
    `${app.url.replace("http", "ws")}/graphql?token=${token}`,
    "graphql-transport-ws",
  );
  await once(socket, "open");
  socket.send(`not JSON, with ${token}`);
  await once(socket, "close");

  // Failures in the background are logged, too.
  await eventually(() => {
    const messages = new Set(app.logged.map((line) => line["msg"]));
    expect(messages).toContain("unexpected error");
    expect(messages).toContain("a webhook delivery failed; it will be retried");
  });
  await app.database
    .query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    )
    .catch(() => {});
  await eventually(async () => expect((await ask("{ __typename me { id } }")).errors).toBeUndefined());

  const log = app.logged.map((line) => JSON.stringify(line));
  expect(log.length).toBeGreaterThan(60);
  const [, payload = "", signature = ""] = token.split(".");
  const secrets = [
    ...[token, payload, signature, secret, secret.slice("whsec_".length)],
    ...["subject-of-thi-an", "Nguyễn", "Thị", "thi.an", "example.com"],
    ...["FAULTY-PLATE", "29A", "PRIVATE", "Secret model", "Private", "private-", "secret-key", "hook-secret"],
  ];
  for (const secretText of secrets) expect(log.filter((line) => line.includes(secretText))).toEqual([]);
  for (const line of app.logged) {
    if (["answered", "executing", "unexpected error"].includes(String(line["msg"]))) {
      expect(line["requestId"]).toMatch(/^[\w.:~-]{1,64}$/);
    }
  }
});
