import { deepStrictEqual } from "node:assert/strict";
import type { Benchmark, Competition, Contender } from "../benchmark.ts";
import type { Dataset } from "../dataset.ts";
import { HttpConnection } from "../load/http-connection.ts";
import { servedContender } from "../load/served-contender.ts";
import type { MeteredApi } from "../processes/api.ts";
import type { Workbench } from "../workbench.ts";
import { cancel, create, type WritingClient } from "./create-and-cancel.ts";
import type { DriverApi } from "./driver-process.ts";
import { auditRows, readWrittenRows } from "./written-rows.ts";

const statementPerRequest = {
  name: "pg, a statement per request",
  limit: "statement",
  writer: "statement",
};

interface Writer {
  readonly contender: Contender;
  /** Separate for each writer: the product's relay must not publish what the others write. */
  readonly databaseUrl: string;
  /** Creates and cancels one reservation, and returns both answers. */
  writeOnce(client: WritingClient): Promise<{ code: string; status: string }[]>;
}

/** A single request must not be slowed down by batching. Concurrent requests share a transaction. */
export const writes: readonly Benchmark[] = [
  createAndCancelOver("writes-1", 1, (workbench, clients) => [
    startSlotwire(workbench, clients),
    startSlotwire(workbench, clients, { name: "slotwire, each by itself", limit: "unbatched" }),
  ]),
  createAndCancelOver("writes-32", 32, (workbench, clients) => [
    startSlotwire(workbench, clients),
    startDriver(workbench, clients, {
      name: "pg, the same statements in a transaction",
      limit: "transaction",
      writer: "transaction",
    }),
    startDriver(workbench, clients, statementPerRequest),
  ]),
  createAndCancelOver("writes-128", 128, (workbench, clients) => [
    startSlotwire(workbench, clients),
    startDriver(workbench, clients, statementPerRequest),
  ]),
];

function createAndCancelOver(
  name: string,
  connections: number,
  startWriters: (workbench: Workbench, clients: readonly WritingClient[]) => Promise<Writer>[],
): Benchmark {
  return {
    name,
    about: `create and cancel a reservation of one slot, each a request of its own, ${connections} connections`,
    async start(workbench) {
      const clients = shareOut(workbench.data, connections);
      const writers = await Promise.all(startWriters(workbench, clients));
      return compete(writers, clients[0] as WritingClient);
    },
  };
}

function compete(writers: readonly Writer[], client: WritingClient): Competition {
  return {
    contenders: writers.map(({ contender }) => contender),
    async verify() {
      const expected = [
        { code: "RS000001", status: "ACTIVE" },
        { code: "RS000001", status: "CANCELLED" },
      ];
      const rows: string[][] = [];
      for (const { writeOnce, databaseUrl } of writers) {
        const answers = await writeOnce(client);
        deepStrictEqual(
          answers.map(({ code, status }) => ({ code, status })),
          expected,
        );
        rows.push(await readWrittenRows(databaseUrl));
      }
      for (const other of rows.slice(1)) deepStrictEqual(other, rows[0]);
    },
    async audit() {
      for (const { databaseUrl } of writers) await auditRows(databaseUrl);
    },
  };
}

async function startSlotwire(
  workbench: Workbench,
  clients: readonly WritingClient[],
  { name, limit }: { name: string; limit?: string } = { name: "slotwire" },
): Promise<Writer> {
  const process = limit ?? "batched";
  const databaseUrl = await workbench.createDatabase(`writes_${process}`);
  const env: Record<string, string> = limit === "unbatched" ? { WRITE_BATCH_SIZE: "1" } : {};
  const server = await workbench.startSlotwire(`writes-${process}`, databaseUrl, env);
  const contender = servedContender({
    name,
    limit,
    server,
    load: workbench.load,
    connections: clients.length,
    job: { workload: "createAndCancel", parameters: { clients } },
  });
  return {
    contender,
    databaseUrl,
    async writeOnce(client) {
      const connection = await HttpConnection.open(server.url);
      const ask = (request: string) => connection.send(request);
      const created = await create(ask, client, client.slotIds[0] ?? "");
      const cancelled = await cancel(ask, client, created.id);
      connection.close();
      return [created, cancelled];
    },
  };
}

async function startDriver(
  workbench: Workbench,
  clients: readonly WritingClient[],
  { name, limit, writer }: { name: string; limit: string; writer: string },
): Promise<Writer> {
  const databaseUrl = await workbench.createDatabase(`writes_${writer}`);
  const driver = await workbench.startProcess<DriverApi & MeteredApi>({
    name: `writes-${writer}`,
    module: new URL("./driver-process.js", import.meta.url),
    args: [databaseUrl, writer],
  });
  const contender: Contender = {
    name,
    limit,
    async run(seconds) {
      const before = await driver.call("cpuMicros");
      const result = await driver.call("run", clients, seconds);
      return { ...result, cpuMicros: (await driver.call("cpuMicros")) - before, loadShare: null };
    },
  };
  return { contender, databaseUrl, writeOnce: (client) => driver.call("writeOnce", client) };
}

/** Gives each client a driver and slots of its own. */
function shareOut({ drivers, ports }: Dataset, connections: number): WritingClient[] {
  const slotIds = ports.flatMap(({ slots }) => slots.map(({ id }) => id));
  return drivers.slice(0, connections).map((driver, client) => ({
    ...driver,
    slotIds: slotIds.filter((_, index) => index % connections === client),
  }));
}
