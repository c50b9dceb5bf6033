import { rm } from "node:fs/promises";
import type { Role } from "../../src/access/roles.ts";
import { type App, startApp } from "../../src/app.ts";
import { type Config, readConfig } from "../../src/config.ts";
import type { Limits } from "../../src/limits.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { ApiClient } from "./api-client.ts";
import { newFolder } from "./new-folder.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

export const TEST_SECRET = "a secret that only the tests know, and nobody else";

export interface TestApp {
  readonly app: App;
  readonly url: string;
  readonly database: TestDatabase;
  /** The server's log entries. */
  readonly logged: Record<string, unknown>[];
  readonly anonymous: ApiClient;
  /** A client that is signed in as `subject`. */
  as(subject: string, ...roles: Role[]): Promise<ApiClient>;
  /** Like `as`, with the claim `org`. */
  asMember(organisation: string, subject: string, ...roles: Role[]): Promise<ApiClient>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  readonly config?: Partial<Config>;
  readonly limits?: Partial<Limits>;
  /** Deadlines are processed only on request of the test. */
  readonly manualDeadlines?: boolean;
  readonly heartbeatSeconds?: number;
  readonly unplanned?: boolean;
  /** A shared database. Default: a new one, which is dropped with the server. */
  readonly database?: TestDatabase;
}

/** A complete server in this process, on a new database and a free port. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { config, limits, database: shared, manualDeadlines, heartbeatSeconds, unplanned } = options;
  const database = shared ?? (await createTestDatabase());
  const dataDir = await newFolder("app");
  const logged: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void logged.push(JSON.parse(line)) };
  const environment = {
    DATABASE_URL: database.url,
    AUTH_JWT_SECRET: TEST_SECRET,
    PORT: "0",
    DATA_DIR: dataDir,
  };
  const signIn = async (subject: string, roles: Role[], organisation?: string) =>
    new ApiClient(app.url, await app.tokens.sign({ subject, roles, name: subject, organisation }, "1h"));
  const settings = { ...readConfig(environment), ...config };
  const app = await startApp(
    { ...settings, limits: { ...settings.limits, ...limits } },
    {
      manualDeadlines,
      heartbeatSeconds,
      unplanned,
      log: createLogger({ level: "debug", readable: false, destination }),
    },
  );
  return {
    app,
    url: app.url,
    database,
    logged,
    anonymous: new ApiClient(app.url, null),
    as: (subject, ...roles) => signIn(subject, roles),
    asMember: (organisation, subject, ...roles) => signIn(subject, roles, organisation),
    close: async () => {
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
      if (!shared) await database.drop();
    },
  };
}
