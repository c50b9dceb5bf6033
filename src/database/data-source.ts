import pg from "pg";
import { DataSource } from "typeorm";
import { migrations } from "../../migrations/index.ts";
import type { Logger } from "../shared/logger.ts";
import { entities } from "./entities.ts";

export interface DataSourceOptions {
  readonly url: string;
  readonly log: Logger;
  readonly poolSize?: number;
  /** Null: a statement may take as long as it needs, as a migration of a large table does. */
  readonly statementTimeoutSeconds?: number | null;
}

/** By when the client gives up a statement that PostgreSQL should have given up. */
const ANSWER_MS = 5_000;

/** What every session is set to, once it is there: poolers refuse a connection that asks for it while it is made. */
function settingsOf(statementTimeoutSeconds: number | null): string {
  const settings = {
    // A server that vanishes without a word loses its connections, and the locks on them, within seconds.
    tcp_keepalives_idle: 5,
    tcp_keepalives_interval: 1,
    tcp_keepalives_count: 3,
    // What is looked up by its key is so in small tables as well. A named statement keeps its plan while the tables grow:
    // one that reads them from end to end, because they fit into a few pages, is soon the wrong one.
    random_page_cost: 1.1,
    // Whatever the database has for a default. A statement must see what was committed while the one before it waited for
    // a lock, and pg reads times in no other style.
    default_transaction_isolation: "'read committed'",
    DateStyle: "ISO",
    statement_timeout: (statementTimeoutSeconds ?? 0) * 1000,
    idle_in_transaction_session_timeout: 20_000,
  };
  return Object.entries(settings)
    .map(([name, value]) => `set ${name} = ${value}`)
    .join("; ");
}

const INT8 = 20;

/** 64-bit integers as numbers: none of ours passes 2^53, and a string that looks like a number is a trap. */
const types = {
  getTypeParser: ((oid: number, format?: "text") =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** A connection whose loss is heard at any time: pg's pool listens only while a connection is not lent. */
class HeardClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on("error", () => {});
  }
}

export function createDataSource(options: DataSourceOptions): DataSource {
  const { url, log, poolSize = 20, statementTimeoutSeconds = 15 } = options;
  const settings = { text: settingsOf(statementTimeoutSeconds), query_timeout: ANSWER_MS };
  const dataSource = new DataSource({
    type: "postgres",
    url,
    entities: [...entities],
    migrations: [...migrations],
    migrationsTransactionMode: "each",
    synchronize: false,
    logging: false,
    poolSize,
    applicationName: "slotwire",
    // pg closes connections in the background: what becomes of one after the end is nobody's concern.
    poolErrorHandler: (error: Error) => {
      if (dataSource.isInitialized) log.warn({ err: error }, "an idle database connection was lost");
    },
    extra: {
      types,
      Client: HeardClient,
      // A statement may be sent before the one before it was answered: PostgreSQL runs them one after the other.
      pipeline: true,
      onConnect: (client: pg.Client) => client.query(settings),
      // Bounded waits: a request that cannot get a connection or an answer fails, it does not hang.
      connectionTimeoutMillis: 5_000,
      ...(statementTimeoutSeconds !== null && {
        query_timeout: statementTimeoutSeconds * 1000 + ANSWER_MS,
      }),
      keepAlive: true,
    },
  });
  return dataSource;
}
