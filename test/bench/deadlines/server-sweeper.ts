import { createServices } from "../../../src/composition/services.ts";
import { readConfig } from "../../../src/config.ts";
import { createDataSource } from "../../../src/database/data-source.ts";
import { Database } from "../../../src/database/database.ts";
import { connect } from "../../../src/database/migrate.ts";
import { createLogger } from "../../../src/shared/logger.ts";
import type { Sweeper } from "./sweeper.ts";

/** The product's own code with its own pool, without a server's other work, such as publishing. */
export async function openServerSweeper(databaseUrl: string): Promise<Sweeper> {
  const log = createLogger({ level: "warn", readable: false });
  const dataSource = createDataSource({ url: databaseUrl, log });
  await connect(dataSource, { waitSeconds: 0, log });
  const db = new Database(dataSource);
  const { expiry } = createServices(readConfig({ DATABASE_URL: databaseUrl }), db, {
    onCommitted: () => {},
    log,
  });
  return {
    expire: async () => (await expiry.expire()).length,
    close: () => db.close(),
  };
}
