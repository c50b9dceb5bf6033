import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createLogger } from "../../../src/shared/logger.ts";
import { startOwnRedis } from "../../support/redis-server.ts";
import { startFlags } from "../../support/start-flags.ts";
import type { Benchmark, Contender } from "../benchmark.ts";
import { timeStart } from "./started-process.ts";

interface Program {
  readonly name: string;
  readonly limit?: string;
  readonly args: readonly string[];
}

/** The number of starts per round. */
const STARTS = 3;

// The compiled file is three folders below the build folder, which is in the repository.
const fileOf = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

/** Starts the tree as built for users, not the code compiled for the benchmarks. */
export const start: Benchmark = {
  name: "start",
  about: "from the start of a process to its first /ready, the tree built, the database and Redis there",
  unit: "start",
  ratioOf: "time",
  async start(workbench) {
    await build();
    const log = createLogger({ level: "warn", readable: false });
    const redis = await startOwnRedis({ log });
    workbench.addCloser("Redis", () => redis.close());
    const databaseUrl = await workbench.createDatabase("start");
    const env = workbench.slotwireEnv(databaseUrl, { REDIS_URL: redis.url });
    const programs: Program[] = [
      { name: "slotwire, node dist/src/main.js", args: [...startFlags, fileOf("dist/src/main.js")] },
      { name: "slotwire, npm start", args: [...startFlags, fileOf("src/launch.mjs"), "main"] },
      {
        name: "an empty Apollo server and one query",
        limit: "Apollo",
        args: [fileURLToPath(new URL("./apollo-start.js", import.meta.url))],
      },
    ];
    const contenders = programs.map(({ args, ...rest }, index): Contender => {
      const logFile = workbench.logFileOf(`start-${index}`);
      return { ...rest, run: () => runStarts(() => timeStart({ args, env, logFile })) };
    });
    return { contenders, verify: async () => {} };
  },
};

async function runStarts(timeOne: () => ReturnType<typeof timeStart>) {
  const starts = [];
  for (let count = 0; count < STARTS; count++) starts.push(await timeOne());
  const times = starts.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return {
    requests: STARTS,
    seconds: times.reduce((sum, ms) => sum + ms, 0) / 1000,
    cpuMicros: starts.reduce((sum, { cpuMicros }) => sum + cpuMicros, 0),
    p50Ms: times[STARTS >> 1] ?? Number.NaN,
    p99Ms: times.at(-1) ?? Number.NaN,
    errors: [],
    loadShare: null,
  };
}

async function build(): Promise<void> {
  const builder = spawn(process.execPath, [fileOf("src/launch.mjs"), "build"], {
    stdio: ["ignore", 2, "inherit"],
  });
  const [code] = await once(builder, "exit");
  if (code !== 0) throw new Error("the tree cannot be built");
}
