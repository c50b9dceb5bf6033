import { inject } from "vitest";
import { type Exit, type ServerProcess, startServer } from "./server-process.ts";
import type { TestDatabase } from "./test-database.ts";

/** A server in a separate process, on real PostgreSQL and Redis, that can restart at the same address. */
export interface RestartableServer {
  readonly url: string;
  /** The running process, or else the last one. */
  readonly process: ServerProcess;
  /** Ends the process, with SIGKILL by default. */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
  /** Starts it with the original settings. */
  startAgain(): Promise<void>;
}

/**
 * Starts a server on a database, with additional environment variables. It is stopped when the test ends.
 *
 * Tokens of `process.as(subject, role)` are valid for all its processes, which share a secret. With an OpenID Connect
 * provider, only the provider's tokens are valid: `startRestartableServer(database, provider.environment)`. Tokens of
 * `as` lack an issuer.
 *
 * While the server is down, browsers log errors in open pages: `faults.allow(UNREACHABLE)`.
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

/** What a browser logs about requests and sockets to a server that is down. */
export const UNREACHABLE =
  /^console error: .*(ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE)/;
