import pg from "pg";
import { DataSource } from "typeorm";
import { migrations } from "../../migrations/index.ts";
import type { Logger } from "../shared/logger.ts";
import { entities } from "./entities.ts";

export interface DataSourceOptions {
  readonly url: string;
  readonly log: Logger;
  readonly poolSize?: number;
  /** Null if a statement may take as long as it needs, as a migration of a large table does. */
  readonly statementTimeoutSeconds?: number | null;
}

/** How long after PostgreSQL should have given up a statement the client gives it up. */
const ANSWER_MS = 5_000;

/**
 * Lifts all limits of a session, whatever the defaults of the database are, so that it may wait as long as it needs.
 * Some of them are only known to later versions of PostgreSQL.
 */
export const LIFT_LIMITS = `select set_config(name, '0', false) from pg_settings
  where name in ('statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_session_timeout')`;

/**
 * The settings of every session, sent once it is connected: poolers refuse a connection that sends them while
 * connecting.
 */
function settingsOf(statementTimeoutSeconds: number | null): string {
  const settings = {
    // A server that vanishes without closing its connections loses them, and the locks on them, within seconds.
    tcp_keepalives_idle: 5,
    tcp_keepalives_interval: 1,
    tcp_keepalives_count: 3,
    // Makes lookups by key use their index in small tables as well. A named statement keeps its plan while the tables
    // grow: a sequential scan, chosen because a table fits into a few pages, is soon the wrong plan.
    random_page_cost: 1.1,
    // Overrides the defaults of the database. A statement must see what was committed while the one before it waited
    // for a lock, and pg parses times in no other style.
    default_transaction_isolation: "'read committed'",
    DateStyle: "ISO",
    statement_timeout: (statementTimeoutSeconds ?? 0) * 1000,
    idle_in_transaction_session_timeout: 20_000,
  };
  const statements = Object.entries(settings).map(([name, value]) => `set ${name} = ${value}`);
  if (statementTimeoutSeconds === null) statements.push(LIFT_LIMITS);
  return statements.join("; ");
}

const INT8 = 20;

/** 64-bit integers as numbers: none here exceeds 2^53, and a string that looks like a number is easily misused. */
const types = {
  getTypeParser: ((oid: number, format?: "text") =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** A connection that always has an error listener: pg's pool listens only while a connection is idle. */
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
    // pg closes connections in the background: errors after the end do not matter.
    poolErrorHandler: (error: Error) => {
      if (dataSource.isInitialized) log.warn({ err: error }, "an idle database connection was lost");
    },
    extra: {
      types,
      Client: HeardClient,
      // A statement may be sent before the previous one was answered: PostgreSQL runs them one after the other.
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
