import "reflect-metadata";
import { announce } from "./announce.ts";
import { type App, startApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { createLogger, type Logger } from "./shared/logger.ts";

const STOPPING_MS = 9_000;
/** A terminal's Ctrl-C reaches a server under npm twice: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 300;

/** The first signal stops the server in order, the second one at once. */
function stopOnSignals(log: Logger, running: () => App | null): void {
  let since: number | null = null;
  const onSignal = (signal: NodeJS.Signals) => {
    if (since !== null) {
      if (Date.now() - since > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    since = Date.now();
    const app = running();
    if (!app) process.exit(0);
    log.info(`${signal}: finishing what runs (once more to stop at once)`);
    setTimeout(() => process.exit(1), STOPPING_MS).unref();
    void app.close().then(() => process.exit(0));
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger({ level: config.logLevel, readable: Boolean(process.stdout.isTTY) });
  let app: App | null = null;
  stopOnSignals(log, () => app);
  const onFatal = (error: Error) => {
    log.fatal({ err: error }, "the server cannot go on");
    process.exit(1);
  };
  app = await startApp(config, { log, onFatal });
  process.stdout.write(await announce(app, config));
}

await main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`slotwire did not start: ${reason}\n`);
  process.exit(1);
});
