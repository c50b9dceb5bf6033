import "reflect-metadata";
import { rm } from "node:fs/promises";
import type { TestProject } from "vitest/node";
import { createDataSource } from "../../src/database/data-source.ts";
import { startEmbeddedPostgres } from "../../src/database/embedded/embedded-postgres.ts";
import { migrate } from "../../src/database/migrate.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { provideChromium } from "./chromium.ts";
import { newFolder, newRunFolder } from "./new-folder.ts";
import { startRedis } from "./redis-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The URL of a migrated database, to be cloned. */
    templateUrl: string;
    redisUrl: string;
  }
}

/** Starts one PostgreSQL and one Redis for the whole run. Each test file gets a database of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = createLogger({ level: "warn", readable: false });
  const runFolder = await newRunFolder();
  const dataDir = await newFolder("postgres");
  const say = { info: (message: string) => void process.stderr.write(`${message}\n`) };
  provideChromium(say);
  const redis = await startRedis({ log: say });
  // The data of a test run need not survive a crash of the machine.
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } as const;
  const postgres = await startEmbeddedPostgres({ dataDir, log, settings });
  const dataSource = createDataSource({ url: postgres.url, log, poolSize: 1 });
  await dataSource.initialize();
  await migrate(dataSource, log);
  await dataSource.destroy();
  project.provide("templateUrl", postgres.url);
  project.provide("redisUrl", redis.url);
  return async () => {
    await postgres.close();
    await redis.close();
    await rm(runFolder, { recursive: true, force: true });
  };
}
