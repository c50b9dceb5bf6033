import { randomBytes } from "node:crypto";
import { createDataSource } from "../../src/database/data-source.ts";
import { startEmbeddedPostgres } from "../../src/database/embedded/embedded-postgres.ts";
import { connect, migrate } from "../../src/database/migrate.ts";
import type { Closers } from "../../src/shared/closers.ts";
import type { Logger } from "../../src/shared/logger.ts";
import { copyDatabase, withClient } from "./databases.ts";
import { type Dataset, seed } from "./dataset.ts";
import type { LoadApi } from "./load/load-process.ts";
import { Child } from "./processes/child.ts";
import { fillLarge } from "./size/large-tables.ts";
import { makeLogFolder, makeTemporaryFolder } from "./temporary-folder.ts";

/** What all benchmarks share. */
export interface Foundation {
  /** A migrated database with the dataset, for benchmarks to copy. It must have no connections. */
  readonly templateUrl: string;
  /** The PostgreSQL version, and whether a commit waits for the disk. */
  readonly postgres: string;
  readonly data: Dataset;
  /** The URL of a database with the dataset and years of use. It is filled on first use. */
  readonly largeDatabase: () => Promise<string>;
  readonly jwtSecret: string;
  /** Generates the HTTP load of all benchmarks, so that it is equally warm for all contenders. */
  readonly load: Child<LoadApi>;
  readonly temporaryDir: string;
  readonly logDir: string;
  readonly profileDir: string | null;
}

export async function layFoundation(options: {
  readonly log: Logger;
  readonly closers: Closers;
  readonly profileDir: string | null;
}): Promise<Foundation> {
  const { log, closers, profileDir } = options;
  const temporary = await makeTemporaryFolder();
  closers.add("the temporary folder", temporary.remove);
  const logDir = await makeLogFolder();
  const load = await Child.start<LoadApi>({
    name: "load",
    module: new URL("./load/load-process.js", import.meta.url),
    logFile: `${logDir}/load.log`,
  });
  closers.add("the load process", () => load.stop());
  // With the users' default settings: fsync is on.
  const postgres = await startEmbeddedPostgres({ dataDir: temporary.path, log });
  closers.add("PostgreSQL", () => postgres.close());
  const jwtSecret = randomBytes(32).toString("base64url");
  const database = await fillDatabase(postgres.url, { jwtSecret, log });
  let large: Promise<string> | null = null;
  return {
    ...database,
    largeDatabase: () => {
      large ??= createLargeDatabase(postgres.url);
      return large;
    },
    templateUrl: postgres.url,
    jwtSecret,
    load,
    temporaryDir: temporary.path,
    logDir,
    profileDir,
  };
}

async function createLargeDatabase(templateUrl: string): Promise<string> {
  const url = await copyDatabase(templateUrl, "large");
  await withClient(url, fillLarge);
  return url;
}

async function fillDatabase(url: string, { jwtSecret, log }: { jwtSecret: string; log: Logger }) {
  const dataSource = createDataSource({ url, log });
  await connect(dataSource, { waitSeconds: 0, log });
  await migrate(dataSource, log).finally(() => dataSource.destroy());
  return withClient(url, async (client) => {
    const data = await seed(client, jwtSecret);
    const { rows } = await client.query<{ version: string; fsync: string }>(
      "select current_setting('server_version') as version, current_setting('fsync') as fsync",
    );
    return { data, postgres: `${rows[0]?.version} with fsync ${rows[0]?.fsync}` };
  });
}
