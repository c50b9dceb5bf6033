import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Authentication } from "../../src/access/authentication.ts";
import { OpenConnections } from "../../src/access/open-connections.ts";
import { Tokens } from "../../src/access/tokens/tokens.ts";
import { UserService } from "../../src/access/users/user.service.ts";
import { createDataSource } from "../../src/database/data-source.ts";
import { Database } from "../../src/database/database.ts";
import { createLogger } from "../../src/shared/logger.ts";
import {
  DisableUser,
  EnableUser,
  ListUsers,
  ReadUser,
  RestoreRole,
  RevokeRole,
} from "../support/access-operations.ts";
import type { ApiClient } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { WatchSlots } from "../support/operations.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { TEST_SECRET } from "../support/test-app.ts";

let scene: Scene;
let admin: ApiClient;
beforeAll(async () => {
  scene = await openScene();
  admin = await scene.as("admin", "ADMIN");
});
afterAll(() => scene.close());

/** The error code of a request, or undefined. */
async function code(client: ApiClient, query = "{ reservations { totalCount } }") {
  return (await client.sendText(query)).errors?.[0]?.extensions.code;
}

async function idOf(client: ApiClient): Promise<string> {
  const { data } = await client.sendText<{ me: { id: string } }>("{ me { id } }");
  return data?.me.id ?? "";
}

describe("a disabled user", () => {
  test("is UNAUTHENTICATED with every token, old and new, until enabled again", async () => {
    const client = await scene.as("employee", "DRIVER", "OPERATOR");
    const userId = await idOf(client);
    const { disableUser } = await admin.request(DisableUser, { userId });
    expect(disableUser.user).toMatchObject({
      disabledReason: "Left the company",
      roles: ["DRIVER", "OPERATOR"],
    });
    expect(Date.now() - Date.parse(disableUser.user.disabledAt ?? "")).toBeLessThan(60_000);
    await eventually(async () => expect(await code(client)).toBe("UNAUTHENTICATED"));
    const another = await scene.as("employee", "ADMIN", "DRIVER");
    expect(await code(another)).toBe("UNAUTHENTICATED");
    expect(await code(another, "{ stations { totalCount } }")).toBe("UNAUTHENTICATED");
    const socket = another.subscribe(WatchSlots, {});
    await eventually(() =>
      expect(socket.end).toMatchObject({
        code: 4403,
        reason: "This user is disabled: contact an administrator",
      }),
    );
    socket.close();

    const { enableUser } = await admin.request(EnableUser, { userId });
    expect(enableUser.user).toEqual({ id: userId, disabledAt: null, disabledReason: null });
    await eventually(async () => expect(await code(client)).toBeUndefined());
  });

  test("cannot be disabled twice or enabled twice; an unknown user is NOT_FOUND", async () => {
    const userId = await idOf(await scene.as("repeated"));
    expect((await admin.refusal(EnableUser, { userId })).extensions.code).toBe("INVALID_STATE");
    await admin.request(DisableUser, { userId });
    const again = await admin.refusal(DisableUser, { userId });
    expect(again).toMatchObject({ message: `User ${userId} is already disabled.` });
    expect(again.extensions).toMatchObject({ code: "INVALID_STATE", status: 409, userId });
    const missing = "user_01h455vb4pex5vsknk084sn02q";
    expect((await admin.refusal(DisableUser, { userId: missing })).extensions.code).toBe("NOT_FOUND");
    expect((await admin.refusal(EnableUser, { userId: missing })).extensions.code).toBe("NOT_FOUND");
    for (const wrong of ["slot_01h455vb4pex5vsknk084sn02q", "nonsense"])
      expect((await admin.refusal(DisableUser, { userId: wrong })).extensions.code).toBe("BAD_USER_INPUT");
    expect((await admin.refusal(DisableUser, { userId, reason: " " })).extensions.code).toBe(
      "BAD_USER_INPUT",
    );
  });

  test.each(["/graphql", "/graphql/stream"])(
    "gets 401 for a request to %s that was still being sent",
    async (path) => {
      const client = await scene.as(`slow at ${path}`, "DRIVER");
      const userId = await idOf(client);
      const headers = { ...client.headers, "content-type": "application/json" };
      const slow = request(`${scene.url}${path}`, { method: "POST", headers });
      const answered = once(slow, "response") as Promise<[IncomingMessage]>;
      slow.write('{"query":');
      await admin.request(DisableUser, { userId });
      await eventually(async () => expect(await code(client)).toBe("UNAUTHENTICATED"));
      slow.end('"{ me { id } }"}');
      const [response] = await answered;
      response.resume();
      expect(response.statusCode).toBe(401);
    },
  );

  test("is not looked up in the database for each request", async () => {
    const client = await scene.as("insistent", "DRIVER");
    const userId = await idOf(client);
    await admin.request(DisableUser, { userId });
    await eventually(async () => expect(await code(client)).toBe("UNAUTHENTICATED"));
    // Each lookup would write the row.
    const look = () => scene.database.query("select xmin from users where id = $1", [userId]);
    const before = await look();
    for (let request = 0; request < 5; request++) expect(await code(client)).toBe("UNAUTHENTICATED");
    expect(await look()).toEqual(before);
  });

  test("can never be the calling admin, whose own ADMIN role cannot be revoked, either", async () => {
    const userId = await idOf(admin);
    expect((await admin.refusal(DisableUser, { userId })).extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: [{ path: "input.userId" }],
    });
    expect((await admin.refusal(RevokeRole, { userId, role: "ADMIN" })).extensions.code).toBe(
      "BAD_USER_INPUT",
    );
    expect(await code(admin)).toBeUndefined();
  });
});

describe("a revoked role", () => {
  test("is ignored in every token until it is restored, while other roles still count", async () => {
    const client = await scene.as("two-hats", "DRIVER", "OPERATOR");
    const userId = await idOf(client);
    const createStation = 'mutation { createStation(input: { name: "S" }) { station { id } } }';
    expect(await code(client, createStation)).toBeUndefined();
    const { revokeRole } = await admin.request(RevokeRole, { userId, role: "OPERATOR" });
    expect(revokeRole.user).toEqual({ id: userId, roles: ["DRIVER"], revokedRoles: ["OPERATOR"] });
    await eventually(async () => expect(await code(client, createStation)).toBe("FORBIDDEN"));
    expect(await code(client)).toBeUndefined();
    const another = await scene.as("two-hats", "OPERATOR", "CHARGER");
    expect(await code(another, createStation)).toBe("FORBIDDEN");
    expect((await another.sendText("{ me { roles } }")).data).toEqual({ me: { roles: ["CHARGER"] } });
    expect((await admin.refusal(RevokeRole, { userId, role: "OPERATOR" })).extensions.code).toBe(
      "INVALID_STATE",
    );

    const { restoreRole } = await admin.request(RestoreRole, { userId, role: "OPERATOR" });
    expect(restoreRole.user).toEqual({ id: userId, roles: ["OPERATOR", "CHARGER"], revokedRoles: [] });
    await eventually(async () => expect(await code(client, createStation)).toBeUndefined());
    expect((await admin.refusal(RestoreRole, { userId, role: "OPERATOR" })).extensions.code).toBe(
      "INVALID_STATE",
    );
  });
});

describe("users", () => {
  test("are found by text, role and disabled state, page by page", async () => {
    const ids: string[] = [];
    for (const name of ["Search Anna", "Search Bela", "search chris"])
      ids.push(await idOf(await scene.as(name, "CHARGER")));
    await admin.request(DisableUser, { userId: ids[1] ?? "" });
    await admin.request(RevokeRole, { userId: ids[2] ?? "", role: "CHARGER" });
    const found = async (filter: object) => {
      const { users } = await admin.request(ListUsers, { filter: { text: "SEARCH ", ...filter } });
      expect(users.totalCount).toBe(users.edges.length);
      return users.edges.map(({ node }) => node.id);
    };
    expect(await found({})).toEqual(ids);
    expect(await found({ text: "search bel" })).toEqual([ids[1]]);
    expect(await found({ disabled: true })).toEqual([ids[1]]);
    expect(await found({ disabled: false })).toEqual([ids[0], ids[2]]);
    expect(await found({ role: "CHARGER" })).toEqual(ids.slice(0, 2));
    expect(await found({ role: "OPERATOR" })).toEqual([]);
    expect(await found({ text: "search %" })).toEqual([]);
    const { users: page } = await admin.request(ListUsers, { filter: { text: "search " }, first: 2 });
    expect(page.pageInfo.hasNextPage).toBe(true);
    const after = page.edges[1]?.cursor;
    const { users: rest } = await admin.request(ListUsers, { filter: { text: "search " }, after });
    expect(rest.edges.map(({ node }) => node.subject)).toEqual(["search chris"]);
    const { user } = await admin.request(ReadUser, { id: ids[2] ?? "" });
    expect(user).toMatchObject({ subject: "search chris", roles: [], revokedRoles: ["CHARGER"] });
    expect(await admin.request(ReadUser, { id: "user_01h455vb4pex5vsknk084sn02q" })).toEqual({ user: null });
  });

  test("can be managed by admins only, and only admins see access details", async () => {
    const client = await scene.as("curious", "DRIVER");
    const id = await idOf(client);
    const operations = [
      "{ users { totalCount } }",
      `{ user(id: "${id}") { id } }`,
      `mutation { disableUser(input: { userId: "${id}", reason: "x" }) { user { id } } }`,
      `mutation { enableUser(userId: "${id}") { user { id } } }`,
      `mutation { revokeRole(userId: "${id}", role: DRIVER) { user { id } } }`,
      `mutation { restoreRole(userId: "${id}", role: DRIVER) { user { id } } }`,
    ];
    for (const operation of operations) {
      expect([operation, await code(client, operation)]).toEqual([operation, "FORBIDDEN"]);
      expect([operation, await code(scene.operator, operation)]).toEqual([operation, "FORBIDDEN"]);
      expect([operation, await code(scene.anonymous, operation)]).toEqual([operation, "UNAUTHENTICATED"]);
    }
    await admin.request(RevokeRole, { userId: id, role: "CHARGER" });
    const fields = "subject revokedRoles disabledAt disabledReason";
    const hidden = { subject: null, revokedRoles: null, disabledAt: null, disabledReason: null };
    await eventually(async () =>
      expect((await client.sendText(`{ me { ${fields} } }`)).data).toEqual({ me: hidden }),
    );
    const node = `{ node(id: "${id}") { ... on User { ${fields} } } }`;
    expect((await scene.operator.sendText(node)).data).toEqual({ node: hidden });
    const shown = { ...hidden, subject: "curious", revokedRoles: ["CHARGER"] };
    expect((await admin.sendText(node)).data).toEqual({ node: shown });
  });
});

describe("a change of a user's access during sign-in", () => {
  let db: Database;
  beforeAll(async () => {
    const log = createLogger({ level: "silent", readable: false });
    db = new Database(await createDataSource({ url: scene.database.url, log, poolSize: 4 }).initialize());
  });
  afterAll(() => db.close());

  test("ends the connection at once, and the next request with the token reads the user again", async () => {
    const tokens = new Tokens(TEST_SECRET);
    const authentication = new Authentication({ tokens, users: new UserService({ db }) });
    const connections = new OpenConnections((caller) => authentication.isCurrent(caller));
    const bearer = `Bearer ${await tokens.sign({ subject: "quick", roles: ["DRIVER"] }, "1h")}`;
    const ended: string[] = [];
    const caller = await authentication.callerOf(bearer);
    expect(await authentication.callerOf(bearer)).toBe(caller);
    const gone = connections.add(caller, () => ended.push("gone before"));
    connections.add(caller, () => ended.push("open"));
    gone();
    authentication.changes.record("user_of_somebody_else");
    connections.recheckAll();
    expect(ended).toEqual([]);

    authentication.changes.record(caller.userId ?? "");
    connections.add(caller, () => ended.push("late"));
    connections.recheck(caller.userId ?? "");
    expect(ended).toEqual(["late", "open"]);
    const anew = await authentication.callerOf(bearer);
    expect(anew).not.toBe(caller);
    connections.add(anew, () => ended.push("anew"));
    expect(ended).toEqual(["late", "open"]);
    // It is unknown whose changes were missed.
    authentication.changes.recordForUnknownUser();
    connections.recheckAll();
    expect(ended).toEqual(["late", "open", "anew"]);
  });

  test("ends all of the user's connections, however many connect at the same time", async () => {
    for (let round = 0; round < 5; round++) {
      const client = await scene.as(`slippery-${round}`, "DRIVER");
      const userId = await idOf(client);
      const before = Array.from({ length: 10 }, () => client.subscribe(WatchSlots, {}));
      const disabling = admin.request(DisableUser, { userId });
      const during = Array.from({ length: 20 }, () => client.subscribe(WatchSlots, {}));
      await disabling;
      for (const socket of [...before, ...during])
        await eventually(() => expect(socket.end).toMatchObject({ code: 4403 }));
    }
    expect(scene.app.subscriberCount()).toBe(0);
  });
});
