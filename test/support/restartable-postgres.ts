import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "../../src/database/embedded/embedded-postgres.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { newFolder } from "./new-folder.ts";
import { startTcpProxy } from "./tcp-proxy.ts";

/** A separate PostgreSQL that a test can restart with the same address and data. */
export interface RestartablePostgres {
  readonly url: string;
  restart(): Promise<void>;
  /** Saves a copy of its data files. */
  copy(): Promise<void>;
  /** Restores the copy, which undoes everything since then. */
  putBack(): Promise<void>;
  close(): Promise<void>;
}

export async function startRestartablePostgres(): Promise<RestartablePostgres> {
  const log = createLogger({ level: "silent", readable: false });
  const dataDir = await newFolder("restartable");
  const start = () => startEmbeddedPostgres({ dataDir, log });
  let postgres: EmbeddedPostgres = await start();
  const target = { host: "127.0.0.1", port: Number(new URL(postgres.url).port) };
  const proxy = await startTcpProxy(target);
  const url = new URL(postgres.url);
  url.port = String(proxy.port);
  const whileStopped = async (work: () => Promise<void>) => {
    await proxy.shut();
    await postgres.close();
    await work();
    postgres = await start();
    target.port = Number(new URL(postgres.url).port);
    await proxy.open();
  };
  const files = join(dataDir, "postgres");
  const copied = join(dataDir, "copy");
  const replace = async (to: string, from: string) => {
    await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true });
  };
  return {
    url: url.href,
    restart: () => whileStopped(async () => {}),
    copy: () => whileStopped(() => replace(copied, files)),
    putBack: () => whileStopped(() => replace(files, copied)),
    close: async () => {
      await proxy.close();
      await postgres.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
