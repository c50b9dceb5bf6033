import "reflect-metadata";
import { announce, announceToLog } from "./announce.ts";
import { type App, startApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { text } from "./environment.ts";
import { createLogger } from "./shared/logger.ts";
import { listenForStopSignals } from "./stop-signals.ts";

const STOPPING_MS = 9_000;

// A person reads at a terminal, or tries the server out. In production a collector reads, one JSON object per line.
const readable = Boolean(process.stdout.isTTY);
const forCollector = !readable && text(process.env, "NODE_ENV")?.toLowerCase() === "production";

/** Starts the server, which a signal ends. If it does not start, the process ends. */
export async function serve(): Promise<void> {
  await start().catch((error: unknown) => {
    const reason = `slotwire did not start: ${error instanceof Error ? error.message : String(error)}`;
    if (forCollector) createLogger({ level: "fatal", readable }).fatal(reason);
    else process.stderr.write(`${reason}\n`);
    process.exit(1);
  });
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger({ level: config.logLevel, readable });
  let app: App | null = null;
  listenForStopSignals({
    underNpm: "npm_lifecycle_event" in process.env,
    onFirst: (reason) => {
      // A half-finished start may be abandoned: the next start finds it and continues.
      if (!app) process.exit(0);
      log.info(`${reason}: finishing running requests (send it again to stop at once)`);
      setTimeout(() => {
        log.error("running requests did not finish in time");
        process.exit(1);
      }, STOPPING_MS).unref();
      void app.close().then(() => process.exit(0));
    },
    onSecond: () => process.exit(1),
  });
  const onFatal = (error: Error) => {
    log.fatal({ err: error }, "the server cannot continue");
    process.exit(1);
  };
  app = await startApp(config, { log, onFatal });
  if (forCollector) announceToLog(log, app);
  else process.stdout.write(await announce(app));
}
