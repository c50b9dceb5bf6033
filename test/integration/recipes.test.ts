import { readFile } from "node:fs/promises";
import { describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import * as apolloClient from "../recipes/apollo-client.ts";
import * as graphqlSse from "../recipes/graphql-sse.ts";
import * as graphqlWs from "../recipes/graphql-ws.ts";
import { openSocket } from "../recipes/socket.ts";
import * as urql from "../recipes/urql.ts";
import { eventually } from "../support/eventually.ts";
import { CancelReservation } from "../support/operations.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import { createTestDatabase } from "../support/test-database.ts";

// As in browsers.
vi.stubGlobal("WebSocket", WebSocket);

const overWebSocket = (url: string) => `${url.replace("http", "ws")}/graphql`;
const recipes = [
  ["graphql-ws", graphqlWs, overWebSocket],
  ["apollo-client", apolloClient, overWebSocket],
  ["urql", urql, overWebSocket],
  ["graphql-sse", graphqlSse, (url: string) => `${url}/graphql/stream`],
] as const;

async function changeTwice(scene: Scene, slotIds: readonly string[]): Promise<void> {
  const driver = await scene.newDriver();
  const { id: reservationId } = await driver.book(slotIds);
  await driver.client.request(CancelReservation, { input: { reservationId } });
}

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

test.each(["socket", "graphql-ws"])("the README contains the recipe %s unchanged", async (name) => {
  const code = await read(`test/recipes/${name}.ts`);
  expect(await read("README.md")).toContain(`\`\`\`ts\n${code}\`\`\``);
});

test("the README links to every other recipe", async () => {
  const readme = await read("README.md");
  for (const name of ["apollo-client", "urql", "graphql-sse"]) {
    expect(readme).toContain(`(test/recipes/${name}.ts)`);
  }
});

describe.each(recipes)("the recipe for %s", (_name, { watchSlots }, addressOf) => {
  test("resumes where it was after a restart of the server", async () => {
    const database = await createTestDatabase();
    const first = await openScene({ database });
    const { slotIds, stationId } = await first.newSite();
    const query = `subscription Watch($snapshot: Boolean, $after: String) {
      slotStatusChanged(filter: { stationId: "${stationId}" }, snapshot: $snapshot, after: $after) { cursor kind version }
    }`;
    const seen: string[] = [];
    const stop = watchSlots(addressOf(first.url), query, (event) => {
      const { kind, version } = event as unknown as { kind: string; version: number };
      seen.push(`${kind} ${version}`);
    });
    await eventually(() => expect(seen).toEqual(["SNAPSHOT 1"]));
    await changeTwice(first, slotIds);
    await eventually(() => expect(seen).toEqual(["SNAPSHOT 1", "CHANGE 2", "CHANGE 3"]));
    await first.close();

    const meanwhile = await openScene({ database });
    await changeTwice(meanwhile, slotIds);
    const back = await openScene({ database, config: { port: Number(new URL(first.url).port) } });
    const all = ["SNAPSHOT 1", ...[2, 3, 4, 5].map((version) => `CHANGE ${version}`)];
    await eventually(() => expect(seen).toEqual(all));
    await changeTwice(back, slotIds);
    await eventually(() => expect(seen).toEqual([...all, "CHANGE 6", "CHANGE 7"]));
    stop();
    await eventually(() => expect(back.app.subscriberCount()).toBe(0));
    await back.close();
    await meanwhile.close();
    await database.drop();
  });
});

describe("the recipe for the socket", () => {
  test("recovers from a network that silently drops everything", { timeout: 30_000 }, async () => {
    const scene = await openScene();
    const { slotIds } = await scene.newSite();
    const proxy = await startTcpProxy({ host: "127.0.0.1", port: Number(new URL(scene.url).port) });
    const seen: number[] = [];
    const stop = graphqlWs.watchSlots(
      overWebSocket(`http://127.0.0.1:${proxy.port}`),
      "subscription Watch($snapshot: Boolean, $after: String) { slotStatusChanged(snapshot: $snapshot, after: $after) { cursor version } }",
      (event) => seen.push((event as unknown as { version: number }).version),
    );
    await eventually(() => expect(seen).toEqual([1]));
    proxy.swallow();
    await changeTwice(scene, slotIds);
    await eventually(() => expect(seen).toEqual([1, 2, 3]), 20_000);
    stop();
    await proxy.close();
    await scene.close();
  });

  test("reconnects with a new token when the old one expires", async () => {
    const scene = await openScene();
    const driver = await scene.newDriver();
    const { slotIds } = await scene.newSite();
    const subject = "brief";
    const lifetimes = ["1s", "1h"];
    const given: string[] = [];
    const client = openSocket(overWebSocket(scene.url), async () => {
      const lifetime = lifetimes[given.length] ?? "1h";
      given.push(lifetime);
      return scene.app.tokens.sign({ subject, roles: ["OPERATOR"] }, lifetime);
    });
    const kinds: unknown[] = [];
    const stop = client.subscribe<{ reservationChanged: { kind: string } }>(
      { query: "subscription { reservationChanged { kind } }" },
      { next: ({ data }) => kinds.push(data?.reservationChanged.kind), error: () => {}, complete: () => {} },
    );
    await eventually(() => expect(given).toEqual(lifetimes));
    await eventually(() => expect(scene.app.subscriberCount()).toBe(1));
    await driver.book(slotIds);
    await eventually(() => expect(kinds).toEqual(["CREATED"]));
    stop();
    await client.dispose();
    await scene.close();
  });
});
