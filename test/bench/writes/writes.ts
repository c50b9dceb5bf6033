import { deepStrictEqual } from "node:assert/strict";
import type { Benchmark, Contender } from "../benchmark.ts";
import type { Dataset } from "../dataset.ts";
import { HttpConnection } from "../load/http-connection.ts";
import { servedContender } from "../load/served-contender.ts";
import type { MeteredApi } from "../processes/api.ts";
import type { Workbench } from "../workbench.ts";
import { cancel, create, type WritingClient } from "./create-and-cancel.ts";
import type { DriverApi } from "./driver-process.ts";
import { auditRows, readWrittenRows } from "./written-rows.ts";

const CONNECTIONS = 32;

interface Writer {
  readonly contender: Contender;
  /** Of its own: the product's relay must not publish what the others write. */
  readonly databaseUrl: string;
  /** Creates and cancels one reservation, and returns the two answers. */
  writeOnce(client: WritingClient): Promise<{ code: string; status: string }[]>;
}

export const writes: Benchmark = {
  name: "writes",
  about: `create and cancel a reservation of one slot, each a request of its own, ${CONNECTIONS} connections`,
  async start(workbench) {
    const clients = shareOut(workbench.data);
    const writers = [
      await startSlotwire(workbench, clients),
      await startDriver(workbench, clients, {
        name: "pg, the same statements in a transaction",
        limit: "transaction",
        writer: "transaction",
      }),
      await startDriver(workbench, clients, {
        name: "pg, a statement per request",
        limit: "statement",
        writer: "statement",
      }),
    ];
    return {
      contenders: writers.map(({ contender }) => contender),
      async verify() {
        const expected = [
          { code: "RS000001", status: "ACTIVE" },
          { code: "RS000001", status: "CANCELLED" },
        ];
        const rows: string[][] = [];
        for (const { writeOnce, databaseUrl } of writers) {
          const answers = await writeOnce(clients[0] as WritingClient);
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
  },
};

async function startSlotwire(workbench: Workbench, clients: readonly WritingClient[]): Promise<Writer> {
  const databaseUrl = await workbench.createDatabase("writes_slotwire");
  const server = await workbench.startSlotwire("writes-slotwire", databaseUrl);
  const contender = servedContender({
    name: "slotwire",
    server,
    load: workbench.load,
    connections: CONNECTIONS,
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

/** Every client gets a driver and slots of its own. */
function shareOut({ drivers, ports }: Dataset): WritingClient[] {
  const slotIds = ports.flatMap(({ slots }) => slots.map(({ id }) => id));
  return drivers.slice(0, CONNECTIONS).map((driver, client) => ({
    ...driver,
    slotIds: slotIds.filter((_, index) => index % CONNECTIONS === client),
  }));
}
