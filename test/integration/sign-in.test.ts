import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { Config } from "../../src/config.ts";
import { ApiClient } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { dataOf } from "../support/organisations.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { refusalOver, transports } from "../support/transports.ts";

const OPTIONS =
  "{ signInOptions { demoUsers { subject name roles } openIdConnect { issuer clientId scope } } }";
const SIGN_IN =
  "mutation ($subject: ID!) { signInAsDemoUser(subject: $subject) { token expiresAt user { id name roles } } }";
const demoUsers = [
  { subject: "demo-driver", name: "Dana Driver", roles: ["DRIVER"] },
  { subject: "demo-operator", name: "Olu Operator", roles: ["OPERATOR"] },
  { subject: "demo-admin", name: "Ada Admin", roles: ["ADMIN"] },
];
const FIFTEEN_MINUTES = 15 * 60_000;

interface SignedIn {
  signInAsDemoUser: { token: string; expiresAt: string; user: { id: string; name: string; roles: string[] } };
}

describe("with demo data, outside production", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ config: { seedDemo: true } });
  });
  afterAll(() => app.close());

  const signIn = async (subject: string, transport: "POST" | "WebSocket" | "SSE" = "POST") => {
    const { data, errors } = await transports[transport](app.url, { query: SIGN_IN, variables: { subject } });
    expect(errors).toBeUndefined();
    return (data as SignedIn).signInAsDemoUser;
  };

  test("signInOptions lists the demo users and no issuer", async () => {
    const { data } = await app.anonymous.sendText(OPTIONS);
    expect(data).toEqual({ signInOptions: { demoUsers, openIdConnect: null } });
  });

  describe.each(["POST", "WebSocket", "SSE"] as const)("over %s", (transport) => {
    test.each(demoUsers)("signInAsDemoUser signs in $name", async ({ subject, name, roles }) => {
      const begin = Date.now();
      const { token, expiresAt, user } = await signIn(subject, transport);
      expect(user).toEqual({ id: expect.stringMatching(/^user_/), name, roles });
      const lifetime = new Date(expiresAt).getTime() - begin;
      expect(Math.abs(lifetime - FIFTEEN_MINUTES)).toBeLessThan(10_000);
      for (const way of ["POST", "WebSocket"] as const) {
        const me = await transports[way](app.url, { query: "{ me { id name roles } }" }, { token });
        expect(me.data).toEqual({ me: user });
      }
    });
  });

  test("the demo driver has the demo vehicles, and only the demo admin reads the audit log", async () => {
    const query = "{ me { vehicles { plate } } }";
    const driver = new ApiClient(app.url, (await signIn("demo-driver")).token);
    expect(await dataOf(driver, query)).toEqual({
      me: { vehicles: [{ plate: "EL 10001" }, { plate: "EL 10002" }] },
    });
    const log = "{ auditLog { totalCount } }";
    const admin = new ApiClient(app.url, (await signIn("demo-admin")).token);
    expect(await dataOf(admin, log)).toEqual({ auditLog: { totalCount: 0 } });
    expect((await driver.sendText(log)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });

  test("a demo user's token expires exactly at expiresAt", async () => {
    const { token, expiresAt } = await signIn("demo-driver");
    const ends = new Date(expiresAt).getTime();
    const ask = () => new ApiClient(app.url, token).sendText("{ me { name } }");
    vi.useFakeTimers({ toFake: ["Date"], now: ends - 1_000 });
    onTestFinished(() => void vi.useRealTimers());
    expect((await ask()).data).toEqual({ me: { name: "Dana Driver" } });
    vi.setSystemTime(ends);
    expect((await ask()).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
    const next = await signIn("demo-driver");
    expect(new Date(next.expiresAt).getTime()).toBeGreaterThan(ends);
  });

  test.each(["somebody", "", "demo-driver "])("signing in as %j is NOT_FOUND", async (subject) => {
    const refusal = await refusalOver("POST", app.url, { query: SIGN_IN, variables: { subject } });
    expect(refusal.extensions).toMatchObject({ code: "NOT_FOUND", id: subject });
  });

  test("a disabled demo user cannot sign in until enabled again", async () => {
    const admin = new ApiClient(app.url, (await signIn("demo-admin")).token);
    const { user } = await signIn("demo-operator");
    await dataOf(
      admin,
      `mutation { disableUser(input: { userId: "${user.id}", reason: "Enough" }) { user { id } } }`,
    );
    const variables = { subject: "demo-operator" };
    await eventually(async () =>
      expect(await refusalOver("POST", app.url, { query: SIGN_IN, variables })).toMatchObject({
        message: "This user is disabled: contact an administrator",
        extensions: { code: "UNAUTHENTICATED" },
      }),
    );
    await dataOf(admin, `mutation { enableUser(userId: "${user.id}") { user { id } } }`);
    await eventually(async () => expect((await signIn("demo-operator")).user).toEqual(user));
  });

  test("a server that other machines can reach warns about demo users, a local one does not", async () => {
    const warnings = ({ logged }: TestApp) =>
      logged.filter(({ msg }) => /sign in as a demo user/.test(String(msg)));
    expect(warnings(app)).toEqual([]);
    const { database } = app;
    const open = await startTestApp({ database, config: { seedDemo: true, host: "0.0.0.0" } });
    onTestFinished(() => open.close());
    expect(warnings(open)).toHaveLength(1);
  });
});

describe.each<[string, Partial<Config>]>([
  ["in production", { production: true, seedDemo: true }],
  ["without demo data", { seedDemo: false }],
  [
    "without a secret to sign with",
    { seedDemo: true, authJwtSecret: null, authJwksUrl: "http://127.0.0.1:9/keys" },
  ],
])("%s", (_when, config) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ config });
  });
  afterAll(() => app.close());

  test("signInOptions lists no demo users", async () => {
    expect((await app.anonymous.sendText(OPTIONS)).data).toEqual({
      signInOptions: { demoUsers: [], openIdConnect: null },
    });
  });

  test.each(["POST", "WebSocket", "SSE"] as const)("signing in is FORBIDDEN over %s", async (transport) => {
    for (const subject of ["demo-driver", "demo-admin", "somebody"]) {
      expect(await refusalOver(transport, app.url, { query: SIGN_IN, variables: { subject } })).toMatchObject(
        {
          message: "Demo users cannot sign in here: they need a server with demo data, outside production",
          extensions: { code: "FORBIDDEN", status: 403 },
        },
      );
    }
  });
});

test("signInOptions shows the configured OpenID issuer and client to everyone", async () => {
  const openIdConnect = { issuer: "https://idp.example", clientId: "dashboard", scope: "openid profile" };
  const app = await startTestApp({ config: { production: true, openIdConnect } });
  onTestFinished(() => app.close());
  expect((await app.anonymous.sendText(OPTIONS)).data).toEqual({
    signInOptions: { demoUsers: [], openIdConnect },
  });
});
