import type { Study } from "../benchmark.ts";
import { median } from "../stats.ts";
import { formatTable } from "../table.ts";
import type { Workbench } from "../workbench.ts";
import type { MixedLoadApi } from "./mixed-load-process.ts";

const SAMPLE_SECONDS = 5;
/** The longest sampling interval as a share of the run, so that each quarter has several samples. */
const MOST_SAMPLE_SHARE = 1 / 24;
const MOST_GROWTH = 0.05;
const WARM_UP_SECONDS = 10;

interface Sample {
  readonly heapBytes: number;
  readonly rssBytes: number;
}

const QUARTERS = ["first", "second", "third", "last"] as const;

/** Whether the server's memory stays constant under a full load of all kinds of requests. */
export const memory: Study = {
  name: "memory",
  about:
    "the heap after a collection, and the process, under reads, create + cancel, sessions and subscriptions",
  async study(workbench, onProgress) {
    const databaseUrl = await workbench.createDatabase("memory");
    const { process: server, url } = await workbench.startSlotwire("memory-slotwire", databaseUrl);
    const load = await workbench.startProcess<MixedLoadApi>({
      name: "memory-load",
      module: new URL("./mixed-load-process.js", import.meta.url),
    });
    const seconds = workbench.minutes * 60;
    const running = load.call("run", {
      url,
      clients: clientsOf(workbench),
      seconds: seconds + WARM_UP_SECONDS,
    });
    let failure: unknown;
    running.catch((error: unknown) => {
      failure = error;
    });
    const until = performance.now() + (seconds + WARM_UP_SECONDS) * 1000;
    const begin = performance.now() + WARM_UP_SECONDS * 1000;
    const samples: Sample[] = [];
    while (performance.now() < until && failure === undefined) {
      await wait(Math.min(SAMPLE_SECONDS, seconds * MOST_SAMPLE_SHARE));
      const heapBytes = await server.call("heapBytes");
      const sample = { heapBytes, rssBytes: await server.call("rssBytes") };
      if (performance.now() > begin) samples.push(sample);
      onProgress(`${samples.length} samples, ${megabytes(heapBytes)} MB`);
    }
    const done = await running;
    const table = describe(samples);
    const told = Object.entries(done).map(([kind, count]) => `${count} ${kind}`);
    const report = `${table}\n${told.join(", ")} in ${workbench.minutes} minutes.\n`;
    const [, second = 0, , last = 0] = quarters(samples).map((quarter) => heapOf(quarter));
    if (last / second > 1 + MOST_GROWTH) throw new Error(`the heap grows:\n\n${report}`);
    return report;
  },
};

function clientsOf({ data: { drivers, ports } }: Workbench) {
  const slotIds = ports.flatMap(({ slots }) => slots.map(({ id }) => id));
  return {
    portIds: ports.map(({ id }) => id),
    drivers: drivers.map((driver, client) => ({
      ...driver,
      slotIds: slotIds.filter((_, index) => index % drivers.length === client),
    })),
  };
}

function describe(samples: readonly Sample[]): string {
  const parts = quarters(samples);
  const second = parts[1] ?? [];
  const rows = QUARTERS.map((name, index) => {
    const part = parts[index] ?? [];
    const rss = median(part.map(({ rssBytes }) => rssBytes));
    return [
      `${name} quarter`,
      megabytes(heapOf(part)),
      (heapOf(part) / heapOf(second)).toFixed(3),
      megabytes(rss),
      (rss / median(second.map(({ rssBytes }) => rssBytes))).toFixed(3),
      String(part.length),
    ];
  });
  return formatTable([["", "heap MB", "÷ second", "process MB", "÷ second", "samples"], ...rows]);
}

function quarters(samples: readonly Sample[]): Sample[][] {
  const length = samples.length / QUARTERS.length;
  return QUARTERS.map((_, index) =>
    samples.slice(Math.round(index * length), Math.round((index + 1) * length)),
  );
}

const heapOf = (samples: readonly Sample[]) => median(samples.map(({ heapBytes }) => heapBytes));
const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
