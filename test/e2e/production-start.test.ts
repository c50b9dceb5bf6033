import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { migrations } from "../../migrations/index.ts";
import { ApiClient } from "../support/api-client.ts";
import { IdentityProvider, newKey, signWith } from "../support/identity-provider.ts";
import { createEmptyDatabase, launchServer, startServer, whenServing } from "../support/server-process.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const production = () => ({
  NODE_ENV: "production",
  DATABASE_URL: database.url,
  REDIS_URL: inject("redisUrl"),
});

test("in production, npm start serves the given database, and offers no tokens and no playground", async () => {
  const server = await startServer({ env: production() }, ["npm", "start"]);
  expect(await (await fetch(`${server.url}/ready`)).json()).toEqual({
    status: "OK",
    missing: [],
    degraded: [],
  });
  expect(server.output).toContain('"playgroundUrl":null');
  expect(server.output).not.toMatch(/Bearer|eyJ|Added demo/);
  const [, dashboard = ""] = /"dashboardUrl":"(\S+?)"/.exec(server.output) ?? [];
  expect([dashboard, (await fetch(dashboard)).status]).toEqual([`${server.url}/`, 200]);
  expect((await fetch(`${server.url}/playground`)).status).toBe(404);
  const signIn = 'mutation { signInAsDemoUser(subject: "demo-admin") { token } }';
  expect((await server.anonymous.sendText(signIn)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  const driver = await server.as("driver", "DRIVER");
  expect((await driver.sendText("{ me { roles } }")).data).toEqual({ me: { roles: ["DRIVER"] } });
  expect(await server.kill("SIGTERM")).toEqual({ code: 0, signal: null });
});

test("in production, PLAYGROUND=true serves the playground, but prints no tokens", async () => {
  const env = { ...production(), PLAYGROUND: "true", DASHBOARD: "false", SEED_DEMO: "true" };
  const server = await startServer({ env });
  const [, playground = ""] = await server.prints(/"playgroundUrl":"(\S+?)"/);
  expect((await fetch(playground)).status).toBe(200);
  expect((await fetch(server.url)).url).toBe(playground);
  expect(server.output).toContain('"dashboardUrl":null');
  expect(server.output).not.toMatch(/Bearer|eyJ/);
});

test.each(["production", " Production"])(
  "with NODE_ENV=%s, every line of the log is a JSON object",
  async (NODE_ENV) => {
    const server = await startServer({ env: { ...production(), NODE_ENV } });
    expect(await server.kill("SIGTERM")).toEqual({ code: 0, signal: null });
    const messages = server.output
      .trim()
      .split("\n")
      .map((line): string => JSON.parse(line).msg);
    expect(messages).toContain(`slotwire serves ${server.url}/graphql`);
  },
);

test("in production, AUTH_JWKS_URL replaces the secret, and the log names the missing checks", async () => {
  const key = await newKey("key", "RS256");
  const provider = await IdentityProvider.start(key);
  onTestFinished(() => provider.close());
  const env = {
    ...production(),
    AUTH_JWT_SECRET: "",
    AUTH_JWKS_URL: provider.url,
    AUTH_AUDIENCE: "slotwire",
  };
  const server = await startServer({ env });
  expect(server.output).toMatch(/AUTH_JWKS_URL is set without AUTH_ISSUER: /);
  expect(server.output).toMatch(/AUTH_JWKS_URL is http: /);
  const exp = Math.floor(Date.now() / 1000) + 60;
  const token = await signWith(key, { sub: "driver", roles: ["DRIVER"], exp, aud: "slotwire" });
  const ask = (client: ApiClient) => client.sendText("{ me { roles } }");
  expect((await ask(new ApiClient(server.url, token))).data).toEqual({ me: { roles: ["DRIVER"] } });
  expect((await ask(await server.as("driver", "DRIVER"))).status).toBe(401);
});

test("of three servers that start at once on an empty database, one migrates, one seeds, and all serve", async () => {
  const DATABASE_URL = await createEmptyDatabase();
  const programs = [1, 2, 3].map(() => launchServer({ env: { DATABASE_URL, SEED_DEMO: "true" } }));
  const servers = await Promise.all(programs.map(whenServing));
  const said = servers.map(({ output }) => output).join("");
  expect(said.match(/Migrated the database/g)).toHaveLength(migrations.length);
  expect(said.match(/Added demo/g)).toHaveLength(1);
  for (const { anonymous } of servers) {
    expect((await anonymous.sendText("{ stations { totalCount } }")).data).toEqual({
      stations: { totalCount: 4 },
    });
  }
});
