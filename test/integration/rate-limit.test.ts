import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { startOwnRedis } from "../support/redis-server.ts";
import { startTestApp, type TestApp, type TestAppOptions } from "../support/test-app.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import { type SendOptions, type Transport, transportNames, transports } from "../support/transports.ts";

const ASK = { query: "{ __typename }" };

let database: TestDatabase;
const apps: TestApp[] = [];
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  await database.drop();
});

async function start(options: TestAppOptions = {}): Promise<TestApp> {
  const app = await startTestApp({
    database,
    ...options,
    limits: { rateLimit: 10, trustedProxies: 1, ...options.limits },
  });
  apps.push(app);
  return app;
}

const from = (address: string, token?: string): SendOptions => ({
  token,
  headers: { "x-forwarded-for": address },
});
const tokenOf = (app: TestApp, subject: string) =>
  app.app.tokens.sign({ subject, roles: ["OPERATOR"] }, "1h");

async function codeOver(transport: Transport, app: TestApp, operation = ASK, options = from("192.0.2.1")) {
  const { errors } = await transports[transport](app.url, operation, options);
  return errors?.[0]?.extensions.code;
}

/** The number of operations until one is refused. */
async function spend(app: TestApp, options?: SendOptions, operation = ASK): Promise<number> {
  for (let count = 0; count < 100; count++)
    if ((await codeOver("POST", app, operation, options)) === "RATE_LIMITED") return count;
  throw new Error("There is no limit");
}

test("an address has one budget for all transports, and other addresses have their own", async () => {
  const app = await start();
  for (let n = 0; n < 10; n++) expect(await codeOver(transportNames[n % 4] ?? "POST", app)).toBeUndefined();
  for (const transport of transportNames) {
    const { status, headers, errors } = await transports[transport](app.url, ASK, from("192.0.2.1"));
    const seconds = Number(errors?.[0]?.extensions["retryAfterSeconds"]);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(errors).toMatchObject([
      {
        message: `Rate limit of 10 points a minute exceeded: try again in ${seconds} seconds`,
        extensions: {
          code: "RATE_LIMITED",
          status: 429,
          error: "Too Many Requests",
          limit: 10,
          retryAfterSeconds: seconds,
        },
      },
    ]);
    if (transport === "WebSocket") continue;
    expect([status, headers.get("retry-after")]).toEqual([429, String(seconds)]);
  }
  expect(await codeOver("POST", app, ASK, from("192.0.2.2"))).toBeUndefined();
  expect((await fetch(`${app.url}/health`)).status).toBe(200);
});

test("a user has one budget for all addresses", async () => {
  const app = await start();
  const token = await tokenOf(app, "busy");
  for (let n = 0; n < 10; n++)
    expect(
      await codeOver(transportNames[n % 4] ?? "POST", app, ASK, from(`192.0.2.${n}`, token)),
    ).toBeUndefined();
  expect(await codeOver("POST", app, ASK, from("192.0.2.99", token))).toBe("RATE_LIMITED");
  expect(await codeOver("POST", app, ASK, from("192.0.2.99", await tokenOf(app, "other")))).toBeUndefined();
});

test("an operation costs points by its size, and a refused one costs a point", async () => {
  const app = await start({ limits: { rateLimit: 12 } });
  const costs = [
    ["{ __typename }", 1],
    ["{ nonsense }", 1],
    ["{ not graphql", 1],
    ["{ slots(first: 100) { edges { node { id } } } }", 3],
    ['mutation { createStation(input: { name: "S" }) { station { id } } }', 2],
  ] as const;
  for (const [index, [query, points]] of costs.entries())
    expect([query, await spend(app, from(`198.51.100.${index}`), { query })]).toEqual([query, 12 / points]);
});

test("an invalid token costs its address a point", async () => {
  const app = await start();
  const codes = [];
  for (let n = 0; n < 12; n++) codes.push(await codeOver("POST", app, ASK, from("192.0.2.1", "guess")));
  expect(codes).toEqual([...Array(10).fill("UNAUTHENTICATED"), "RATE_LIMITED", "RATE_LIMITED"]);
  expect(await codeOver("POST", app, ASK, from("192.0.2.2"))).toBeUndefined();
});

test("over a WebSocket a RATE_LIMITED refusal ends one operation, not the connection", async () => {
  const app = await start({ limits: { trustedProxies: null } });
  const raw = await RawSocket.acknowledged(app.url);
  for (let n = 0; n < 12; n++) raw.subscribe(`${n}`, "{ __typename }");
  const messages = await raw.receives(1 + 10 * 2 + 2);
  expect(messages.filter(({ type }) => type === "next")).toHaveLength(10);
  expect(messages.filter(({ type }) => type === "error")).toMatchObject([
    { payload: [{ extensions: { code: "RATE_LIMITED" } }] },
    { payload: [{ extensions: { code: "RATE_LIMITED" } }] },
  ]);
  raw.send({ type: "ping" });
  await eventually(() => expect(raw.received.at(-1)).toEqual({ type: "pong" }));
});

test("an operation that costs more than the whole budget is answered and uses up the budget", async () => {
  const app = await start();
  const query = "{ slots(first: 100) { edges { node { history(first: 100) { edges { cursor } } } } } }";
  expect(await codeOver("POST", app, { query })).toBeUndefined();
  expect(await codeOver("POST", app)).toBe("RATE_LIMITED");
});

test("without a configured limit no operation is refused", async () => {
  const app = await start({ limits: { rateLimit: null } });
  await expect(spend(app)).rejects.toThrow("There is no limit");
});

test("the server ignores X-Forwarded-For if no proxy is trusted", async () => {
  const app = await start({ limits: { trustedProxies: null } });
  for (let n = 0; n < 10; n++) await codeOver("POST", app, ASK, from(`192.0.2.${n}`));
  expect(await codeOver("POST", app, ASK, from("192.0.2.77"))).toBe("RATE_LIMITED");
});

describe("with Redis", () => {
  test("all servers share one budget", async () => {
    const config = { redisUrl: inject("redisUrl") };
    const one = await start({ config });
    const two = await start({ config });
    for (let n = 0; n < 5; n++) {
      expect(await codeOver("POST", one)).toBeUndefined();
      expect(await codeOver("WebSocket", two)).toBeUndefined();
    }
    expect(await codeOver("POST", one)).toBe("RATE_LIMITED");
    expect(await codeOver("SSE", two)).toBe("RATE_LIMITED");
  });

  test("each server counts by itself while Redis is down, and works without waiting long for it", async () => {
    const redis = await startOwnRedis({ log: { info: () => {} } });
    const client = new Redis(redis.url, { retryStrategy: () => 100 });
    client.on("error", () => {});
    const counted = () => client.keys("*:rate:192.0.2.*");
    try {
      const app = await start({ config: { redisUrl: redis.url } });
      await eventually(async () => {
        await codeOver("POST", app, ASK, from("192.0.2.9"));
        expect(await counted()).toHaveLength(1);
      });
      for (let n = 0; n < 5; n++) await codeOver("POST", app);
      expect(await counted()).toHaveLength(2);
      await redis.stop();
      const begin = performance.now();
      expect(await spend(app)).toBe(10);
      // Commands to Redis time out after two seconds, and there were eleven.
      expect(performance.now() - begin).toBeLessThan(15_000);
      await redis.start();
      await eventually(async () => expect(await codeOver("POST", app)).toBeUndefined());
    } finally {
      client.disconnect();
      await redis.close();
    }
  });
});
