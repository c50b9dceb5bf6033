import { deepStrictEqual } from "node:assert/strict";
import type { Benchmark, Contender, Measured } from "../benchmark.ts";
import type { MeteredApi } from "../processes/api.ts";
import type { Child } from "../processes/child.ts";
import { percentile } from "../stats.ts";
import type { Workbench } from "../workbench.ts";
import { seedDue } from "./due-reservations.ts";
import { auditExpired, digestTables } from "./expired-rows.ts";
import type { ExpiryApi } from "./expiry-process.ts";

type Worker = Child<ExpiryApi & MeteredApi>;

export const deadlines: Benchmark = {
  name: "deadlines",
  about:
    "expire reservations that are due, with history, slots and events, 500 in a transaction; p50 and p99 are of one transaction",
  unit: "row",
  async start(workbench) {
    const { dueRows } = workbench;
    const seededUrl = await workbench.createDatabase("deadlines_seeded");
    await seedDue(seededUrl, dueRows);
    const server = await startWorker(workbench, "server", 1);
    const otherServer = await startWorker(workbench, "server", 2);
    const sql = await startWorker(workbench, "sql", 1);
    const otherSql = await startWorker(workbench, "sql", 2);

    // Every round begins with a copy of the same database, which is audited afterwards.
    const sweepOnce = async (workers: readonly Worker[]) => {
      const databaseUrl = await workbench.copyDatabase(seededUrl, "deadlines_round");
      const measured = await sweepTogether(workers, databaseUrl);
      if (measured.requests !== dueRows) throw new Error(`${measured.requests} of ${dueRows} rows expired`);
      await auditExpired(databaseUrl, dueRows);
      return { measured, databaseUrl };
    };
    const contend = (name: string, workers: readonly Worker[], limit?: string): Contender => ({
      name,
      limit,
      run: async () => (await sweepOnce(workers)).measured,
    });
    return {
      contenders: [
        contend("slotwire", [server]),
        contend("slotwire, two servers", [server, otherServer]),
        contend("pg, the same rows in plain SQL", [sql], "SQL"),
        contend("pg, the same in two processes", [sql, otherSql], "two SQL"),
      ],
      async verify() {
        const expected = await digestTables((await sweepOnce([sql, otherSql])).databaseUrl);
        const actual = await digestTables((await sweepOnce([server, otherServer])).databaseUrl);
        deepStrictEqual(actual, expected);
      },
      // `verify` has just run a round of each.
      isWarm: true,
    };
  },
};

function startWorker(workbench: Workbench, kind: "server" | "sql", number: number): Promise<Worker> {
  return workbench.startProcess<ExpiryApi & MeteredApi>({
    name: `deadlines-${kind}-${number}`,
    module: new URL("./expiry-process.js", import.meta.url),
    args: [kind],
  });
}

/** Lets the workers share the due reservations of a database until none is left. */
async function sweepTogether(workers: readonly Worker[], databaseUrl: string): Promise<Measured> {
  const cpuMicros = async () =>
    (await Promise.all(workers.map((worker) => worker.call("cpuMicros")))).reduce((sum, each) => sum + each);
  await Promise.all(workers.map((worker) => worker.call("open", databaseUrl)));
  const cpuBefore = await cpuMicros();
  const startedAt = performance.now();
  const swept = await Promise.all(workers.map((worker) => worker.call("sweep")));
  const seconds = (performance.now() - startedAt) / 1000;
  const measuredCpu = (await cpuMicros()) - cpuBefore;
  await Promise.all(workers.map((worker) => worker.call("close")));
  const batchMs = Float64Array.from(swept.flatMap((each) => each.batchMs)).sort();
  return {
    requests: swept.reduce((sum, { rows }) => sum + rows, 0),
    seconds,
    cpuMicros: measuredCpu,
    p50Ms: percentile(batchMs, 0.5),
    p99Ms: percentile(batchMs, 0.99),
    errors: [],
    loadShare: null,
  };
}
