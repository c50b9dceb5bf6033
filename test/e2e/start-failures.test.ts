import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { findFreePort } from "../../src/database/embedded/guarded-process.ts";
import { MEASURED } from "../support/measured.ts";
import { launchServer, startServer } from "../support/server-process.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Starts a server that must fail to start. Returns what it printed. */
async function failure(
  env: Record<string, string>,
): Promise<{ code: number | null; said: string | undefined }> {
  const program = launchServer({ env: { DATABASE_URL: database.url, ...env } });
  const { code } = await program.exit;
  const line = env["NODE_ENV"] === "production" ? `${JSON.parse(program.output).msg}\n` : program.output;
  return { code, said: /^slotwire did not start: (.*)\n$/m.exec(line)?.[1] };
}

describe("a wrong setting ends the start and names the setting, its value and what is allowed", () => {
  test.each([
    [{ PORT: "web" }, 'PORT is "web": it must be a whole number from 0 to 65535'],
    [{ SEED_DEMO: "yes" }, 'SEED_DEMO is "yes": it must be one of true, false'],
    [
      { DATABASE_URL: "mysql://root@localhost/app" },
      'DATABASE_URL is "mysql://…": it must be a URL that begins with postgres:// or postgresql://',
    ],
    [
      { REDIS_URL: "localhost" },
      'REDIS_URL is "localhost": it must be a URL that begins with redis:// or rediss://',
    ],
    [
      { AUTH_JWT_SECRET: "short" },
      "AUTH_JWT_SECRET has 5 characters: it must have at least 32, or be left out if AUTH_JWKS_URL is set",
    ],
    [
      { NODE_ENV: "production", AUTH_JWT_SECRET: "" },
      expect.stringMatching(
        /^Neither AUTH_JWT_SECRET nor AUTH_JWKS_URL is set: production needs one of them/,
      ),
    ],
  ])("%j", async (env, said) => {
    expect(await failure(env as Record<string, string>)).toEqual({ code: 1, said });
  });
});

describe("an unusable database", () => {
  const at = (change: (url: URL) => void) => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  test("with a wrong password ends the start at once", async () => {
    const DATABASE_URL = at((url) => {
      url.password = "wrong";
    });
    const { code, said } = await failure({ DATABASE_URL, DATABASE_WAIT_SECONDS: "3600" });
    expect(code).toBe(1);
    expect(said).toMatch(
      /^The database refused the connection: password authentication failed .* DATABASE_URL\.$/,
    );
  });

  test("that does not exist ends the start at once", async () => {
    const DATABASE_URL = at((url) => {
      url.pathname = "/nowhere";
    });
    const { code, said } = await failure({ DATABASE_URL, DATABASE_WAIT_SECONDS: "3600" });
    expect(code).toBe(1);
    expect(said).toMatch(/^The database refused the connection: database "nowhere" does not exist/);
  });

  test("whose encoding is not UTF8 ends the start", async () => {
    await database.query("create database latin encoding 'LATIN1' locale 'C' template template0");
    onTestFinished(async () => void (await database.query("drop database latin with (force)")));
    const DATABASE_URL = at((url) => {
      url.pathname = "/latin";
    });
    expect(await failure({ DATABASE_URL })).toEqual({
      code: 1,
      said: "The database encoding is LATIN1: slotwire needs UTF8.",
    });
  });

  test("whose user may not set it up ends the start with advice", async () => {
    const [name, user] = ["not_mine", "no_owner"];
    await database.query(`create database ${name} template template0`);
    await database.query(`create role ${user} login password 'pass'`);
    onTestFinished(async () => {
      await database.query(`drop database ${name} with (force)`);
      await database.query(`drop role ${user}`);
    });
    const DATABASE_URL = at((url) => {
      Object.assign(url, { pathname: `/${name}`, username: user, password: "pass" });
    });
    expect(await failure({ DATABASE_URL })).toEqual({
      code: 1,
      said: "The user in DATABASE_URL is not allowed to set up the database: permission denied for schema public. Make this user the owner of the database.",
    });
  });

  test("that a newer version has migrated ends the start", async () => {
    const newer = "insert into migrations (timestamp, name) values (9999999999999, 'Future9999999999999')";
    await database.query(newer);
    onTestFinished(
      async () => void (await database.query("delete from migrations where timestamp = 9999999999999")),
    );
    expect(await failure({})).toEqual({
      code: 1,
      said: "A newer version of slotwire has migrated the database (Future9999999999999): start that version, or restore an earlier backup.",
    });
  });

  test("that does not answer ends the start after DATABASE_WAIT_SECONDS", async () => {
    const began = Date.now();
    const DATABASE_URL = `postgres://me@127.0.0.1:${await findFreePort()}/mine`;
    const { code, said } = await failure({ DATABASE_URL, DATABASE_WAIT_SECONDS: "1" });
    expect(code).toBe(1);
    expect(said).toMatch(/^No database answered within 1 s: .*ECONNREFUSED.* Check DATABASE_URL/);
    expect(Date.now() - began).toBeGreaterThan(1_000);
  });

  test("that answers only later is used as soon as it answers", async () => {
    const port = await findFreePort();
    const real = new URL(database.url);
    const program = launchServer({
      env: {
        DATABASE_URL: at((url) => {
          url.port = String(port);
        }),
      },
    });
    await program.prints(/Waiting up to 30 s for the database/);
    const proxy = createServer((socket) => {
      const onward = connect(Number(real.port), real.hostname);
      socket.pipe(onward).pipe(socket);
      for (const end of [socket, onward]) end.on("error", () => socket.destroy());
    }).listen(port, "127.0.0.1");
    onTestFinished(() => void proxy.close());
    await program.prints(/slotwire serves/);
  });
});

test("a port in use ends the start with advice", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  expect(await failure({ PORT: String(port) })).toEqual({
    code: 1,
    said: `Port ${port} on 127.0.0.1 is in use: stop what listens there, or set PORT to another one.`,
  });
});

test(
  "an unreachable Redis stops neither the start nor a request, and /ready reports it as degraded",
  MEASURED,
  async () => {
    const REDIS_URL = `redis://127.0.0.1:${await findFreePort()}`;
    const server = await startServer({ env: { DATABASE_URL: database.url, REDIS_URL } });
    const operator = await server.as("operator", "OPERATOR");
    const began = Date.now();
    const added = await operator.sendText(
      'mutation { createStation(input: { name: "Mine" }) { station { name } } }',
    );
    expect(added).toMatchObject({ status: 200, data: { createStation: { station: { name: "Mine" } } } });
    expect(Date.now() - began).toBeLessThan(2_000);

    const ready = await fetch(`${server.url}/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      degraded: [expect.stringMatching(/Redis cannot be reached/)],
    });
  },
);
