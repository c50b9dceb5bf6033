import { inject } from "vitest";
import { type Exit, type ServerProcess, startServer } from "./server-process.ts";
import type { TestDatabase } from "./test-database.ts";

/** A server in a process of its own, on real PostgreSQL and Redis, that comes back at the same address. */
export interface RestartableServer {
  readonly url: string;
  /** The process that runs, or ran last. */
  readonly process: ServerProcess;
  /** Ends it: at once, unless a signal says otherwise. */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
  /** Starts it again as it was started first. */
  startAgain(): Promise<void>;
}

/**
 * Starts such a server on a database, with what else its environment shall have. It goes with the test.
 *
 * Tokens of `process.as(subject, role)` are good at any of its processes, because all have the same secret. With an
 * OpenID Connect provider its own tokens are: `startRestartableServer(database, provider.environment)`; those of
 * `as` are then not, for they are of no issuer.
 *
 * A page that is open while the server is away is told so by its browser: `faults.allow(UNREACHABLE)`.
 */
export async function startRestartableServer(
  database: TestDatabase,
  env: Readonly<Record<string, string>> = {},
): Promise<RestartableServer> {
  const settings = { DATABASE_URL: database.url, REDIS_URL: inject("redisUrl"), ...env };
  let process = await startServer({ env: settings });
  const { url } = process;
  return {
    url,
    get process() {
      return process;
    },
    kill: (signal = "SIGKILL") => process.kill(signal),
    startAgain: async () => {
      process = await startServer({ env: { ...settings, PORT: new URL(url).port } });
    },
  };
}

/** What a browser logs of requests and sockets to a server that is away. */
export const UNREACHABLE =
  /^console error: .*(ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE)/;
