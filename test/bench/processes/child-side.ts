import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Api, type Call, type MeteredApi, READY, type Reply } from "./api.ts";

/** Tells the parent that this process is ready, and then answers its calls. */
export function answerParent<Served extends Api>(api: Served, ready: unknown = null): void {
  const methods: Api = { ...api, ...meter };
  process.on("message", async ({ id, method, args }: Call) => {
    try {
      const result = await methods[method]?.(...(args as never[]));
      reply({ id, result });
    } catch (error) {
      reply({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  // The children exit when the parent does, and only then. A terminal's Ctrl-C reaches them too, so they ignore it.
  process.on("disconnect", () => process.exit(0));
  process.on("SIGINT", () => {});
  reply({ id: READY, result: ready });
}

/** The only way to collect garbage in a process started without --expose-gc. */
function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  collect();
}

let collect: (() => void) | null = null;

const meter: MeteredApi = {
  async cpuMicros() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  async memoryBytes() {
    for (let times = 0; times < 3; times++) collectGarbage();
    return process.memoryUsage.rss();
  },
  async heapBytes() {
    for (let times = 0; times < 2; times++) collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
  async rssBytes() {
    return process.memoryUsage.rss();
  },
};

function reply(message: Reply): void {
  process.send?.(message);
}
