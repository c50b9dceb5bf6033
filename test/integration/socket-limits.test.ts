import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { eventually } from "../support/eventually.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { openScene, type Scene } from "../support/scene.ts";

const WATCH = "subscription { slotStatusChanged { version } }";
const ASK = "{ __typename }";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({
    limits: {
      maxSocketsPerAddress: 4,
      maxSocketsPerUser: 2,
      maxSubscriptionsPerSocket: 3,
      maxMessagesPerSecond: 20,
      trustedProxies: 1,
    },
  });
});
afterAll(() => scene.close());

const tokenOf = (subject: string) => scene.app.tokens.sign({ subject, roles: ["DRIVER"] }, "1h");

/** The result of a handshake: 101, or the status and the body of the refusal. */
function handshake(from: string): Promise<{ status: number; body: string; socket: WebSocket }> {
  const socket = new WebSocket(`${scene.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", {
    headers: { "x-forwarded-for": from },
  });
  return new Promise((resolve, reject) => {
    socket.on("open", () => resolve({ status: 101, body: "", socket }));
    socket.on("unexpected-response", (_request, response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body, socket }));
    });
    socket.on("error", reject);
  });
}

function openStream(from: string, token?: string): Promise<Response> {
  return fetch(`${scene.url}/graphql/stream`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-forwarded-for": from,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: WATCH }),
  });
}

describe("an address", () => {
  test("has a maximum of WebSockets and streams, and can open another after closing one", async () => {
    const sockets = await Promise.all(Array.from({ length: 3 }, () => handshake("192.0.2.1")));
    expect(sockets.map(({ status }) => status)).toEqual([101, 101, 101]);
    const stream = await openStream("192.0.2.1");
    expect(stream.headers.get("content-type")).toContain("text/event-stream");

    const refused = await handshake("192.0.2.1");
    expect(refused.status).toBe(429);
    expect(JSON.parse(refused.body).errors[0].extensions).toEqual({
      code: "SUBSCRIPTION_LIMIT",
      status: 429,
      error: "Too Many Requests",
      limit: 4,
    });
    const refusedStream = await openStream("192.0.2.1");
    expect(refusedStream.status).toBe(429);
    expect(await refusedStream.json()).toMatchObject({
      errors: [{ extensions: { code: "SUBSCRIPTION_LIMIT" } }],
    });

    const other = await handshake("192.0.2.2");
    expect(other.status).toBe(101);
    await stream.body?.cancel();
    const again = await eventually(async () => {
      const { status, socket } = await handshake("192.0.2.1");
      expect(status).toBe(101);
      return socket;
    });
    for (const { socket } of [...sockets, other]) socket.terminate();
    again.terminate();
  });

  test("gets back the streams queued behind another one on a closed connection", async () => {
    const { hostname, port } = new URL(scene.url);
    const request = `GET /graphql/stream?query=${encodeURIComponent(WATCH)} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.4\r\n\r\n`;
    const connection = connect(Number(port), hostname);
    connection.write(request.repeat(4));
    await once(connection, "data");
    await eventually(async () => expect((await handshake("192.0.2.4")).status).toBe(429));
    connection.destroy();
    await eventually(async () => {
      const all = await Promise.all(Array.from({ length: 4 }, () => handshake("192.0.2.4")));
      for (const { socket } of all) socket.terminate();
      expect(all.map(({ status }) => status)).toEqual([101, 101, 101, 101]);
    });
  });

  test("is a /64 network of IPv6, and not what a client puts into X-Forwarded-For itself", async () => {
    const addresses = [
      "2001:db8:1:2::1",
      "2001:db8:1:2:ffff::9",
      "10.0.0.1, 2001:db8:1:2::3",
      "[nonsense], 2001:db8:1:2::4",
    ];
    const sockets = await Promise.all(addresses.map(handshake));
    expect(sockets.map(({ status }) => status)).toEqual([101, 101, 101, 101]);
    expect((await handshake("10.9.9.9, 2001:db8:1:2::5")).status).toBe(429);
    expect((await handshake("2001:db8:1:3::1")).status).toBe(101);
    for (const { socket } of sockets) socket.terminate();
  });

  test("is not charged for refused handshakes", async () => {
    for (let attempt = 0; attempt < 10; attempt++) {
      const socket = connect(Number(new URL(scene.url).port), "127.0.0.1").resume();
      socket.write(
        "GET /graphql HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.3\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 1\r\n\r\n",
      );
      await once(socket, "close");
    }
    await eventually(async () => {
      const { status, socket } = await handshake("192.0.2.3");
      socket.terminate();
      expect(status).toBe(101);
    });
  });
});

test("a user has a maximum of connections; one more is closed with 1013, and the others keep working", async () => {
  const authorization = `Bearer ${await tokenOf("many")}`;
  const first = await RawSocket.acknowledged(scene.url, { authorization });
  const stream = await openStream("198.51.100.1", authorization.slice("Bearer ".length));
  const over = await RawSocket.open(scene.url);
  over.send({ type: "connection_init", payload: { authorization } });
  expect(await over.closed).toEqual({ code: 1013, reason: expect.stringContaining("At most 2 connections") });
  const other = await RawSocket.acknowledged(scene.url, {
    authorization: `Bearer ${await tokenOf("other")}`,
  });
  for (const raw of [first, other]) {
    raw.subscribe("1", ASK);
    expect((await raw.receives(3))[1]).toMatchObject({ type: "next" });
  }
  await stream.body?.cancel();
  await eventually(async () => {
    const next = await RawSocket.open(scene.url);
    next.send({ type: "connection_init", payload: { authorization } });
    expect((await next.receives(1))[0]).toEqual({ type: "connection_ack" });
  });
});

test("one operation too many on a connection is SUBSCRIPTION_LIMIT, and the others keep working", async () => {
  const raw = await RawSocket.acknowledged(scene.url);
  for (const id of ["1", "2", "3", "4"]) raw.subscribe(id, WATCH);
  expect((await raw.receives(2))[1]).toMatchObject({
    id: "4",
    type: "error",
    payload: [
      {
        message: expect.stringContaining("At most 3 operations"),
        extensions: { code: "SUBSCRIPTION_LIMIT", status: 429, limit: 3 },
      },
    ],
  });
  await eventually(() => expect(scene.app.subscriberCount()).toBe(3));
  await scene.newSite();
  const ids = new Set((await raw.receives(5)).slice(2).map(({ id }) => id));
  expect(ids).toEqual(new Set(["1", "2", "3"]));
  raw.send({ id: "2", type: "complete" });
  raw.subscribe("4", ASK);
  await eventually(() => expect(raw.received).toContainEqual({ id: "4", type: "complete" }));
});

test("a client that sends too fast is read more slowly, but gets all answers and delays nobody else", async () => {
  const raw = await RawSocket.acknowledged(scene.url);
  const begin = performance.now();
  for (let n = 0; n < 59; n++) raw.send({ type: "ping" });
  const other = await RawSocket.acknowledged(scene.url);
  other.send({ type: "ping" });
  await other.receives(2);
  expect(raw.received.length).toBeLessThan(60);
  await raw.receives(60);
  // The messages of one second at once, and the others in the following seconds.
  expect(performance.now() - begin).toBeGreaterThan(1_000);
  expect(raw.received.slice(1).every(({ type }) => type === "pong")).toBe(true);
});
