import { SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Role } from "../../src/access/roles.ts";
import { ApiClient } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { CancelReservation, StopSession, WatchSlots } from "../support/operations.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { expectHealthy, openScene, type Scene } from "../support/scene.ts";
import { TEST_SECRET } from "../support/test-app.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => {
  await expectHealthy(scene.database);
  await scene.close();
});

const key = new TextEncoder().encode(TEST_SECRET);
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

const badTokens: [string, () => Promise<string> | string][] = [
  ["expired", () => sign({ sub: "x", exp: Math.floor(Date.now() / 1000) - 1 })],
  ["without exp", () => new SignJWT({ sub: "x" }).setProtectedHeader({ alg: "HS256" }).sign(key)],
  ["without sub", () => sign({ exp: inAnHour() })],
  ["with a blank sub", () => sign({ sub: " ", exp: inAnHour() })],
  ["with an invisible sub", () => sign({ sub: "\u200b", exp: inAnHour() })],
  ["with roles that are no list", () => sign({ sub: "x", exp: inAnHour(), roles: "ADMIN" })],
  // Any of these would otherwise turn an operator of one organisation into an operator of all.
  ...[null, "", " ", 5, ["acme"], "x".repeat(201), "a\0b"].map((org): [string, () => Promise<string>] => [
    `with the organisation ${JSON.stringify(org)?.slice(0, 10)}`,
    () => sign({ sub: "x", exp: inAnHour(), roles: ["OPERATOR"], org }),
  ]),
  ["unsigned", () => new UnsecuredJWT({ sub: "x", roles: ["ADMIN"] }).setExpirationTime("1h").encode()],
  ["signed with another secret", () => sign({ sub: "x", exp: inAnHour() }, new Uint8Array(32))],
  ["signed with another algorithm", () => sign({ sub: "x", exp: inAnHour() }, key, "HS512")],
  ["cut short", async () => (await sign({ sub: "x", exp: inAnHour() })).slice(0, -4)],
  ["nonsense", () => "nonsense"],
];

function sign(claims: object, secret = key, alg = "HS256"): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg }).sign(secret);
}

describe("an access token", () => {
  test.each(badTokens)("that is %s is UNAUTHENTICATED over HTTP, never anonymous", async (_what, make) => {
    const client = new ApiClient(scene.url, await make());
    const { status, data, errors } = await client.sendText("{ stations { totalCount } }");
    expect(status).toBe(401);
    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "UNAUTHENTICATED",
      status: 401,
      error: "Unauthorized",
    });
  });

  test.each(badTokens)("that is %s closes a WebSocket with 4403", async (_what, make) => {
    const subscription = new ApiClient(scene.url, await make()).subscribe(WatchSlots, {});
    await eventually(() => expect(subscription.end).toMatchObject({ code: 4403 }));
    subscription.close();
  });

  test("sent with an authorization scheme other than Bearer is UNAUTHENTICATED", async () => {
    const response = await fetch(`${scene.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Basic dXNlcjpwYXNz" },
      body: JSON.stringify({ query: "{ __typename }" }),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
  });

  test("is verified once and cached, however the authorization header is cased and spaced", async () => {
    const verify = vi.spyOn(scene.app.tokens, "verify");
    const token = await sign({ sub: "spacious", exp: inAnHour(), roles: ["DRIVER"] });
    for (const line of [`Bearer ${token}`, `bearer ${token}`, `Bearer${" ".repeat(10_000)}${token}`]) {
      const response = await fetch(`${scene.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: line },
        body: JSON.stringify({ query: "{ me { roles } }" }),
      });
      expect(await response.json()).toEqual({ data: { me: { roles: ["DRIVER"] } } });
    }
    expect(verify).toHaveBeenCalledTimes(1);
    verify.mockRestore();
  });

  test("that expires while a WebSocket is open closes it with 4403", async () => {
    const soon = Math.floor(Date.now() / 1000) + 2;
    const client = new ApiClient(scene.url, await sign({ sub: "brief", exp: soon, roles: ["DRIVER"] }));
    const subscription = client.subscribe(WatchSlots, {});
    await eventually(() => expect(subscription.end).toMatchObject({ code: 4403 }));
    expect(Date.now()).toBeGreaterThanOrEqual(soon * 1000);
    subscription.close();
  });

  test("creates its subject as a user once, with the latest name and the known roles in any case", async () => {
    const claims = {
      sub: "someone",
      exp: inAnHour(),
      name: "Some One",
      roles: ["driver", "Operator", "janitor", "adm\u0131n"],
    };
    const me = "{ me { id name email roles } }";
    const first = await new ApiClient(scene.url, await sign(claims)).sendText<{ me: { id: string } }>(me);
    expect(first.data).toMatchObject({
      me: { name: "Some One", email: null, roles: ["DRIVER", "OPERATOR"] },
    });
    const renamed = { ...claims, name: "Other", email: "one@example.com" };
    const second = await new ApiClient(scene.url, await sign(renamed)).sendText<{ me: { id: string } }>(me);
    expect(second.data?.me).toMatchObject({ id: first.data?.me.id, name: "Other", email: "one@example.com" });
    const { name: _name, ...nameless } = claims;
    const third = await new ApiClient(scene.url, await sign(nameless)).sendText<{ me: { id: string } }>(me);
    expect(third.data?.me).toEqual(second.data?.me);
    expect((await scene.anonymous.sendText(me)).data).toEqual({ me: null });
  });
});

test("a WebSocket client without a token is told how to sign in when an operation needs a user", async () => {
  const raw = await RawSocket.acknowledged(scene.url);
  raw.subscribe("mine", "subscription { reservationChanged { cursor } }");
  const [, refusal] = await raw.receives(2);
  expect(refusal).toMatchObject({
    payload: {
      errors: [
        {
          message: expect.stringContaining("connectionParams.authorization"),
          extensions: { code: "UNAUTHENTICATED" },
        },
      ],
    },
  });
});

/** The expected result of an operation for each role, on objects of its own if it can have any. */
const operations: [string, Partial<Record<Role | "anonymous", string>>][] = [
  ["{ stations { totalCount } }", {}],
  ["{ slots { totalCount } }", {}],
  ["{ reservations { totalCount } }", { anonymous: "UNAUTHENTICATED", CHARGER: "FORBIDDEN" }],
  ["{ chargingSessions { totalCount } }", { anonymous: "UNAUTHENTICATED", CHARGER: "FORBIDDEN" }],
  [
    'mutation { registerVehicle(input: { plate: "A 1" }) { vehicle { id } } }',
    { anonymous: "UNAUTHENTICATED", CHARGER: "FORBIDDEN" },
  ],
  [
    'mutation { createStation(input: { name: "S" }) { station { id } } }',
    { anonymous: "UNAUTHENTICATED", DRIVER: "FORBIDDEN", CHARGER: "FORBIDDEN" },
  ],
];

describe("role check", () => {
  test.each(operations)("%s", async (query, refused) => {
    for (const role of ["anonymous", ...Object.values(Role)] as const) {
      const client = role === "anonymous" ? scene.anonymous : await scene.as(`someone-${role}`, role);
      const { errors } = await client.sendText(query);
      expect([role, errors?.[0]?.extensions.code]).toEqual([role, refused[role]]);
    }
  });

  test("a charger sees no vehicles, not even those registered under its own subject", async () => {
    const driver = await scene.as("two-hats", "DRIVER");
    await driver.sendText('mutation { registerVehicle(input: { plate: "A 1" }) { vehicle { id } } }');
    const charger = await scene.as("two-hats", "CHARGER");
    expect((await charger.sendText("{ me { vehicles { id } } }")).data).toEqual({ me: { vehicles: [] } });
  });

  test("a signed-in user without roles gets FORBIDDEN where a role is needed", async () => {
    const client = await scene.as("no-role");
    expect((await client.sendText("{ me { roles } }")).data).toEqual({ me: { roles: [] } });
    const { errors } = await client.sendText("{ reservations { totalCount } }");
    expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN", status: 403, error: "Forbidden" });
  });

  test("another driver's objects are null in a query and NOT_FOUND in a mutation, like missing ones", async () => {
    const [slotId = "", other = ""] = (await scene.newSite(2)).slotIds;
    const owner = await scene.newDriver();
    const { id: reservationId } = await owner.book([slotId]);
    const { id: sessionId } = await owner.charge(other);
    const stranger = await scene.newDriver();
    const reads = [
      [reservationId, "reservation"],
      [sessionId, "chargingSession"],
      ...[reservationId, sessionId, owner.vehicleId].map((id) => [id, "node"]),
    ];
    for (const [id, field] of reads) {
      const query = `{ ${field}(id: "${id}") { id } }`;
      const answer = await stranger.client.sendText<object>(query);
      expect([query, answer.errors, Object.values(answer.data ?? {})]).toEqual([query, undefined, [null]]);
      const staff = await scene.operator.sendText<object>(query);
      expect(Object.values(staff.data ?? {})).toEqual([{ id }]);
    }
    const missing = "reservation_01h455vb4pex5vsknk084sn02q";
    const foreign = await stranger.client.refusal(CancelReservation, { input: { reservationId } });
    const absent = await stranger.client.refusal(CancelReservation, { input: { reservationId: missing } });
    expect(foreign.extensions).toMatchObject({ code: "NOT_FOUND", status: 404, error: "Not Found" });
    expect(foreign.message).toBe(absent.message.replace(missing, reservationId));
    const stop = await stranger.client.refusal(StopSession, { input: { sessionId } });
    expect(stop.extensions.code).toBe("NOT_FOUND");
    const rename = `mutation { updateVehicle(input: { vehicleId: "${owner.vehicleId}", plate: "mine" }) { vehicle { id } } }`;
    expect((await stranger.client.sendText(rename)).errors?.[0]?.extensions.code).toBe("NOT_FOUND");
    await owner.client.request(StopSession, { input: { sessionId } });
  });
});
