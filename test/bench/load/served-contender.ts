import type { Contender } from "../benchmark.ts";
import type { MeteredApi } from "../processes/api.ts";
import type { Child } from "../processes/child.ts";
import type { LoadApi } from "./load-process.ts";
import type { Job } from "./workloads.ts";

/** A server process and its URL. */
export interface Server {
  readonly process: Child<MeteredApi>;
  readonly url: string;
}

/** A contender whose load comes from another process. */
export function servedContender(options: {
  readonly name: string;
  readonly limit?: string;
  readonly server: Server;
  readonly load: Child<LoadApi>;
  readonly connections: number;
  readonly job: Job;
  /** Whether all clients begin each turn at the same time. */
  readonly inStep?: boolean;
}): Contender {
  const { name, limit, server, load, connections, job, inStep } = options;
  return {
    name,
    limit,
    async run(seconds) {
      const before = await server.process.call("cpuMicros");
      const method = inStep ? "runInStep" : "run";
      const result = await load.call(method, { url: server.url, connections, seconds, job });
      return { ...result, cpuMicros: (await server.process.call("cpuMicros")) - before };
    },
  };
}
