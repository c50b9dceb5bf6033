import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { CreateReservation, WatchSlots } from "../support/operations.ts";
import { launchServer, type ServerProcess, startServer, whenServing } from "../support/server-process.ts";
import { registerVehicle } from "../support/site.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const NPM_START = ["npm", "start"];
const STOPPED = { code: 0, signal: null };
const env = () => ({ DATABASE_URL: database.url });

/** A booking in progress that cannot finish before `letGo`, because the test locks the counter's row. */
async function bookingInFlight(server: ServerProcess) {
  const [slotId = ""] = await server.newSlots(1);
  const driver = await server.as("driver", "DRIVER");
  const vehicleId = await registerVehicle(driver);
  const blocker = new pg.Client({ connectionString: database.url });
  await blocker.connect();
  onTestFinished(() => blocker.end());
  await blocker.query("begin");
  await blocker.query("select from reservation_counter for update");
  const input = { vehicleId, items: [{ slotId }] };
  const answer = driver.send(CreateReservation, { input });
  await eventually(async () => expect(await database.countLockWaits()).toBe(1));
  return { answer, letGo: () => blocker.query("rollback") };
}

test("at SIGTERM the server answers running requests and closes WebSockets with 1001", async () => {
  const server = await startServer({ env: env() });
  const watching = server.anonymous.subscribe(WatchSlots, { snapshot: true });
  const { answer, letGo } = await bookingInFlight(server);

  const exit = server.kill("SIGTERM");
  await server.prints(/SIGTERM: finishing running requests/);
  await eventually(() => expect(watching.end).toMatchObject({ code: 1001 }));
  await letGo();
  const { status, data } = await answer;
  expect([status, data?.createReservation.reservation.status]).toEqual([200, "ACTIVE"]);
  const answered = Date.now();

  expect(await exit).toEqual(STOPPED);
  expect(Date.now() - answered).toBeLessThan(4_000);
});

test("at SIGTERM the server answers one more request on an idle connection with Connection: close", async () => {
  const server = await startServer({ env: env() });
  const connection = connect(Number(new URL(server.url).port), "127.0.0.1");
  let received = "";
  connection.on("data", (chunk) => {
    received += chunk;
  });
  const ask = () => connection.write("GET /health HTTP/1.1\r\nHost: here\r\n\r\n");
  ask();
  await eventually(() => expect(received).toContain("200 OK"));
  expect(received).toContain("Connection: keep-alive");
  received = "";
  const exit = server.kill("SIGTERM");
  await server.prints(/SIGTERM: finishing running requests/);
  ask();
  await eventually(() => expect(received).toContain("200 OK"));
  expect(received).toContain("Connection: close");
  expect(await exit).toEqual(STOPPED);
});

test("a second signal ends the server at once", async () => {
  const server = await startServer({ env: env() });
  const { answer } = await bookingInFlight(server);
  const unanswered = expect(answer).rejects.toThrow();
  const exit = server.kill("SIGTERM");
  await server.prints(/finishing running requests/);
  const began = Date.now();
  process.kill(server.pid, "SIGTERM");
  expect(await exit).toEqual({ code: 1, signal: null });
  expect(Date.now() - began).toBeLessThan(5_000);
  await unanswered;
});

describe("a signal during the start ends the server", () => {
  test.each(["SIGTERM", "SIGINT"] as const)("%s while it waits for the database", async (signal) => {
    const nowhere = "postgres://nobody@127.0.0.1:1/nothing";
    const program = launchServer({ env: { DATABASE_URL: nowhere } });
    await program.prints(/Waiting up to 30 s for the database/);
    expect(await program.kill(signal)).toEqual(STOPPED);
  });

  test("SIGTERM while a connected database does not answer", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void silent.close());
    await once(silent, "listening");
    const asked = once(silent, "connection");
    const { port } = silent.address() as AddressInfo;
    const program = launchServer({ env: { DATABASE_URL: `postgres://a:b@127.0.0.1:${port}/c` } });
    await asked;
    expect(await program.kill("SIGTERM")).toEqual(STOPPED);
  });
});

describe("npm start", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "passes %s on to the server and ends with its exit code",
    async (signal) => {
      const server = await startServer({ env: env() }, NPM_START);
      const watching = server.anonymous.subscribe(WatchSlots, { snapshot: true });
      await eventually(() => expect(watching.results).not.toHaveLength(0));
      expect(await server.kill(signal)).toEqual(STOPPED);
      expect(server.output).toContain(`${signal}: finishing running requests`);
      await eventually(() => expect(watching.end).toMatchObject({ code: 1001 }));
    },
  );

  // In a terminal, both npm and the server receive the signal, and npm forwards its own to the server.
  test.runIf(process.platform === "linux")("answers running requests at Ctrl-C in a terminal", async () => {
    const terminal = ["script", "--quiet", "--return", "--command", "exec npm start", "/dev/null"];
    const server = await whenServing(launchServer({ env: { ...env(), TERM: "dumb" } }, terminal));
    const { answer, letGo } = await bookingInFlight(server);
    server.type("\u0003");
    await server.prints(/SIGINT: finishing running requests/);
    // Long enough for npm's signal to arrive before the answer, in case the server would react to a second one.
    await eventually(async () => expect(await fetch(`${server.url}/health`).catch(() => null)).toBeNull());
    await letGo();
    expect((await answer).status).toBe(200);
    expect(await server.exit).toEqual(STOPPED);
  });

  test("stops the server when npm itself is killed", async () => {
    const server = await startServer({ env: env() }, NPM_START);
    process.kill(server.pid, "SIGKILL");
    await server.prints(/npm is gone: finishing running requests/);
    await server.exit;
    await expect(fetch(server.url)).rejects.toThrow();
  });
});
