import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { findLocalSecret } from "../access/tokens/secret.ts";
import { readConfig } from "../config.ts";
import { type ReplayArguments, readArguments, usage } from "../replay/arguments.ts";
import { type ChargingLog, readChargingLog } from "../replay/charging-log.ts";
import { createProgress } from "../replay/progress.ts";
import { replay } from "../replay/replay.ts";
import { faultsOf, formatReport } from "../replay/report.ts";
import { SignIn } from "../replay/sign-in.ts";

const exitCodes = { AGREES: 0, DIFFERS: 1, NOT_BEGUN: 2, INTERRUPTED: 130 } as const;
/** After Ctrl-C in a terminal, a program under npm gets the signal twice: from the terminal, and from npm. */
const SAME_SIGNAL_MS = 300;

/** The first signal ends the run in order, so that its table is still printed. The second one exits at once. */
function interruptOnSignals(): AbortSignal {
  const interruption = new AbortController();
  let since: number | null = null;
  const onSignal = () => {
    if (since !== null && Date.now() - since > SAME_SIGNAL_MS) process.exit(exitCodes.INTERRUPTED);
    since ??= Date.now();
    interruption.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return interruption.signal;
}

async function readSecret(): Promise<string> {
  const { authJwtSecret, dataDir } = readConfig(process.env);
  const secret = authJwtSecret ?? (await findLocalSecret(dataDir));
  if (secret !== null) return secret;
  throw new Error(
    `No secret to sign in with was found in ${dataDir}: set AUTH_JWT_SECRET or DATA_DIR to the server's value`,
  );
}

async function readLog({ file, all, limit }: ReplayArguments): Promise<ChargingLog> {
  try {
    return await readChargingLog(createReadStream(file, "utf8"), { all, limit });
  } catch (error) {
    throw new Error(`${file} cannot be replayed: ${error instanceof Error ? error.message : error}`);
  }
}

async function main(): Promise<number> {
  const request = readArguments(process.argv.slice(2));
  if (!request) {
    process.stdout.write(usage);
    return exitCodes.AGREES;
  }
  const { file, endpoint, feedEndpoint, speed, concurrency } = request;
  const log = await readLog(request);
  const fileName = basename(file);
  const { authIssuer: issuer, authAudience: audience } = readConfig(process.env);
  const startedAt = new Date().toISOString();
  const signal = interruptOnSignals();
  const result = await replay({
    sessions: log.sessions,
    runName: `${fileName.slice(0, 60)} at ${startedAt}`,
    ...{ endpoint, feedEndpoint, speed, concurrency, signal },
    signIn: new SignIn({ secret: await readSecret(), run: startedAt, issuer, audience }),
    progress: createProgress(process.stderr),
  });
  process.stdout.write(formatReport({ fileName, log, result }));
  if (signal.aborted) return exitCodes.INTERRUPTED;
  return faultsOf(result).length > 0 ? exitCodes.DIFFERS : exitCodes.AGREES;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`replay: ${error instanceof Error ? error.message : error}\n`);
  return exitCodes.NOT_BEGUN;
});
