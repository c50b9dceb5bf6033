import { answerParent } from "../processes/child-side.ts";
import { type LoopResult, runClosedLoop, runInStep, type Turn } from "./closed-loop.ts";
import { HttpConnection } from "./http-connection.ts";
import { type HttpTurn, type Job, type Workload, workloads } from "./workloads.ts";

interface Load {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly job: Job;
}

export type LoadApi = {
  run(load: Load): Promise<LoopResult & { loadShare: number }>;
  /** Like `run`, but all clients begin each turn at the same time. The measured time is the sum of the turns. */
  runInStep(load: Load): Promise<LoopResult & { loadShare: number }>;
};

answerParent<LoadApi>({
  run: (load) => drive(load, runClosedLoop),
  runInStep: (load) => drive(load, runInStep),
});

async function drive(
  { url, connections, seconds, job }: Load,
  loop: (turns: readonly Turn[], seconds: number) => Promise<LoopResult>,
) {
  const workload = workloads[job.workload] as Workload<unknown>;
  const opened = await Promise.all(Array.from({ length: connections }, () => HttpConnection.open(url)));
  const turns = opened.map((connection, client) => over(connection, workload(job.parameters, client)));
  const before = process.cpuUsage();
  const result = await loop(turns, seconds);
  const { user, system } = process.cpuUsage(before);
  for (const connection of opened) connection.close();
  return { ...result, loadShare: (user + system) / 1e6 / result.seconds };
}

function over(connection: HttpConnection, turn: HttpTurn): Turn {
  const untimed = (request: string) => connection.send(request);
  return (timed, afterwards) =>
    turn(
      (request) => timed(() => untimed(request)),
      (work) => afterwards(() => work(untimed)),
    );
}
