import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDataSource } from "../../src/database/data-source.ts";
import { CommitUnanswered, Database, type Tx } from "../../src/database/database.ts";
import type { Statement } from "../../src/database/statement.ts";
import { createLogger } from "../../src/shared/logger.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

// Unnamed, because pg does not prepare a named statement again after its values could not be sent.
const INSERT: Statement<{ n: number }> = { text: "insert into numbers (n) values ($1) returning n" };

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  const log = createLogger({ level: "silent", readable: false });
  db = new Database(await createDataSource({ url: database.url, log }).initialize());
  await database.query("create table numbers (n integer primary key)");
});
beforeEach(async () => void (await database.query("truncate numbers")));
afterAll(async () => {
  await db.close();
  await database.drop();
});

const written = async () =>
  (await database.query<{ n: number }>("select n from numbers order by n")).map(({ n }) => n);

/** Sends statements without waiting for their results. */
function send(tx: Tx, ...values: unknown[]): Promise<unknown>[] {
  const answers = values.map((value) => tx.query(INSERT, [value]));
  for (const answer of answers) answer.catch(() => {});
  return answers;
}

test("statements still running when the work returns are part of the commit", async () => {
  let effects = 0;
  const answers = await db.inTransactionOnce(async (tx) => {
    tx.afterCommit(() => effects++);
    return { sent: send(tx, 1, 2) };
  });
  expect(await Promise.all(answers.sent)).toEqual([[{ n: 1 }], [{ n: 2 }]]);
  expect([await written(), effects]).toEqual([[1, 2], 1]);
});

test("a statement that fails after the work returned rolls everything back and rejects with its error", async () => {
  let effects = 0;
  const attempt = db.inTransactionOnce(async (tx) => {
    tx.afterCommit(() => effects++);
    send(tx, 1, 1, 2);
  });
  await expect(attempt).rejects.toThrow(/duplicate key/);
  expect([await written(), effects]).toEqual([[], 0]);
});

test("a full disk rolls everything back and is SERVICE_UNAVAILABLE, not an unknown outcome of the commit", async () => {
  const full: Statement<never> = {
    text: "do $$ begin raise exception 'no space left on device' using errcode = 'disk_full'; end $$",
  };
  const attempt = db.inTransactionOnce(async (tx) => {
    send(tx, 1);
    tx.query(full).catch(() => {});
  });
  const error = await attempt.catch((error: unknown) => error);
  expect(error).toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  expect(error).not.toBeInstanceOf(CommitUnanswered);
  expect(await written()).toEqual([]);
});

test("a statement that cannot be sent rolls everything back", async () => {
  const unsendable = {
    toPostgres: () => {
      throw new Error("no such value");
    },
  };
  const attempt = db.inTransactionOnce(async (tx) => void send(tx, 1, unsendable, 2));
  await expect(attempt).rejects.toThrow("no such value");
  expect(await written()).toEqual([]);
});

test("a statement after the end of the work is not sent", async () => {
  let late: Tx | undefined;
  await db.inTransactionOnce(async (tx) => {
    late = tx;
    await tx.query(INSERT, [1]);
  });
  await expect(late?.query(INSERT, [2])).rejects.toThrow("The transaction is over");
  expect(await written()).toEqual([1]);
});

const DIVIDE: Statement<unknown> = { text: "select 1 / $1::int" };

describe.each(["inTransactionOnce", "inTransaction"] as const)(
  "concurrent parts of the work in %s",
  (run) => {
    test("write nothing if another part has failed before", async () => {
      const late: Promise<unknown>[] = [];
      let begin = () => {};
      const begun = new Promise<void>((resolve) => {
        begin = resolve;
      });
      const attempt = db[run](async (tx) => {
        const part = begun.then(() => tx.query(INSERT, [1]));
        part.catch(() => {});
        late.push(part);
        await tx.query(DIVIDE, [0]);
      });
      await expect(attempt).rejects.toThrow("division by zero");
      begin();
      await expect(late[0]).rejects.toThrow("The transaction is over");
      expect(await written()).toEqual([]);
    });

    test("reject with the error that occurred first, whichever part settles first", async () => {
      const attempt = db[run](async (tx) => {
        await tx.query(INSERT, [1]);
        const first = tx.query(DIVIDE, [0]).then(() => {});
        await Promise.all([first.finally(() => {}).finally(() => {}), tx.query(INSERT, [2])]);
      });
      await expect(attempt).rejects.toThrow("division by zero");
      expect(await written()).toEqual([]);
    });
  },
);
