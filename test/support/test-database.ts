import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

export interface TestDatabase {
  readonly url: string;
  /** Executes one statement directly, without the server's code. */
  query<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Runs `work` while a separate transaction holds the locks of `statement`. */
  whileLocked(statement: string, values: unknown[], work: () => Promise<void>): Promise<void>;
  /** The number of statements waiting for a lock, among those that contain the text. */
  countLockWaits(text?: string): Promise<number>;
  drop(): Promise<void>;
}

/** A new database, migrated and empty, cloned from the template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const templateUrl = new URL(inject("templateUrl"));
  const template = templateUrl.pathname.slice(1);
  const name = `test_${randomBytes(6).toString("hex")}`;
  const url = withDatabase(templateUrl, name);
  await administer(withDatabase(templateUrl, "postgres"), `create database ${name} template ${template}`);
  return openTestDatabase(url, () =>
    administer(withDatabase(templateUrl, "postgres"), `drop database ${name} with (force)`),
  );
}

/** An existing database. */
export function openTestDatabase(url: string, drop: () => Promise<void> = async () => {}): TestDatabase {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  // Dropping the database may cut off a connection that is still closing, which does not matter.
  pool.on("error", () => {});
  return {
    url,
    query: async <Row>(text: string, values?: unknown[]) => (await pool.query(text, values)).rows as Row[],
    whileLocked: async (statement, values, work) => {
      const client = await pool.connect();
      try {
        await client.query("begin");
        await client.query(statement, values);
        await work();
      } finally {
        await client.query("rollback");
        client.release();
      }
    },
    countLockWaits: async (text = "") => {
      const { rows } = await pool.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%' || $1 || '%'`,
        [text],
      );
      return rows[0]?.count ?? 0;
    },
    drop: async () => {
      await pool.end();
      await drop();
    },
  };
}

function withDatabase(url: URL, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

async function administer(url: string, command: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(command).finally(() => client.end());
}
