import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { attachEmbeddedPostgres } from "../../src/database/embedded/embedded-postgres.ts";
import { ApiClient } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { MEASURED } from "../support/measured.ts";
import {
  copyTreeWithEmptyPages,
  type ServerProcess,
  startServer,
  temporaryFolder,
} from "../support/server-process.ts";

// What a newcomer does: clone, `npm ci`, `npm start`, and nothing else. The tests share one tree.
const NPM_START = ["npm", "start"];
// The container test builds the real pages with the same command.
const tree = await copyTreeWithEmptyPages(await temporaryFolder(afterAll));

function npmStart(): Promise<ServerProcess> {
  return startServer({ cwd: tree, env: { AUTH_JWT_SECRET: "" } }, NPM_START);
}

/** The token in the printed line for `role`. */
function tokenFor(role: "driver" | "operator" | "admin", { output }: ServerProcess): string {
  const [, token] = new RegExp(`^${role}:\\n{"Authorization":"Bearer (.+)"}$`, "m").exec(output) ?? [];
  if (!token) throw new Error(`There is no token for the ${role} in:\n${output}`);
  return token;
}

async function countStations(client: ApiClient): Promise<number> {
  const { data } = await client.sendText<{ stations: { totalCount: number } }>("{ stations { totalCount } }");
  return data?.stations.totalCount ?? Number.NaN;
}

const postgresIsGone = () =>
  eventually(async () => {
    expect(await attachEmbeddedPostgres({ dataDir: join(tree, ".data") })).toBeNull();
  });

test("npm start builds a fresh clone, creates and fills a database, and prints addresses and tokens", async () => {
  const server = await npmStart();
  expect(server.output).toMatch(/Building the server.*creating the database.*Added demo stations/s);

  const [, dashboard = "", playground = ""] =
    /^Dashboard: +(http\S+)\nPlayground: +(http\S+)\n/m.exec(server.output) ?? [];
  for (const address of [dashboard, playground]) {
    const page = await fetch(address);
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  }
  expect(server.output).toContain("On the dashboard, sign in with one click.");
  const signedIn = await server.anonymous.sendText<{ signInAsDemoUser: { token: string } }>(
    'mutation { signInAsDemoUser(subject: "demo-driver") { token } }',
  );
  const page = new ApiClient(server.url, signedIn.data?.signInAsDemoUser.token ?? "");
  expect((await page.sendText("{ me { name } }")).data).toEqual({ me: { name: "Dana Driver" } });

  const driver = new ApiClient(server.url, tokenFor("driver", server));
  const seen = await driver.sendText("{ me { name roles vehicles { plate } } slots { totalCount } }");
  const vehicles = [{ plate: "EL 10001" }, { plate: "EL 10002" }];
  expect(seen.data).toEqual({
    me: { name: "Dana Driver", roles: ["DRIVER"], vehicles },
    slots: { totalCount: 24 },
  });
  const operator = new ApiClient(server.url, tokenFor("operator", server));
  const added = await operator.sendText(
    'mutation { createStation(input: { name: "Mine" }) { station { name } } }',
  );
  expect(added.data).toEqual({ createStation: { station: { name: "Mine" } } });
  const admin = new ApiClient(server.url, tokenFor("admin", server));
  expect((await admin.sendText("{ auditLog { totalCount } }")).data).toEqual({ auditLog: { totalCount: 1 } });

  expect(await server.kill("SIGTERM")).toEqual({ code: 0, signal: null });
  await postgresIsGone();
});

test(
  "a restart serves within ten seconds with the same data and tokens, and does not seed again",
  MEASURED,
  async () => {
    const before = await npmStart();
    await before.kill("SIGTERM");

    const began = Date.now();
    const server = await npmStart();
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(server.output).not.toMatch(/Building|creating the database|Migrated|Added demo/);
    expect(await countStations(server.anonymous)).toBe(5);
    const driver = new ApiClient(server.url, tokenFor("driver", before));
    expect((await driver.sendText("{ me { name } }")).data).toEqual({ me: { name: "Dana Driver" } });
    await server.kill("SIGTERM");
  },
);

test("a kill -9 of the server stops its PostgreSQL, and the next start has the same data", async () => {
  const server = await npmStart();
  const [, pid] = await server.prints(/"pid":(\d+)/);
  process.kill(Number(pid), "SIGKILL");
  await server.exit;
  await postgresIsGone();

  expect(await countStations((await npmStart()).anonymous)).toBe(5);
});
