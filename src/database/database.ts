import { setTimeout as delay } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import type { DataSource, EntityManager } from "typeorm";
import { isAborted, isUnavailable, shouldRunAgain, toDomainError } from "./postgres-errors.ts";
import { type Queryable, type Statement, statement, toQueryConfig } from "./statement.ts";

declare const madeByInTransaction: unique symbol;

/** An open transaction. Only a `Database` makes one, so a function that takes it cannot run outside. */
export interface Tx extends Queryable {
  readonly [madeByInTransaction]: true;
  /** Whether what is sent from now on leaves in one write with the commit. */
  readonly commitIsNext: boolean;
  /**
   * Sends the last statement before a commit that is next: any other after it is refused. When PostgreSQL begins it, all of
   * it has arrived, and the commit, a few bytes, is right behind: PostgreSQL holds its locks for no longer than it works
   * itself, even if this server stops in between. Only so may a row be locked that every transaction needs.
   */
  queryLast: Queryable["query"];
  /** Runs `effect` after the commit, and never where there is none. It must not throw. */
  afterCommit(effect: () => void): void;
}

/** A transaction that is tried again where it loses a race. */
export interface ManagedTx extends Tx {
  /** TypeORM on the transaction's own connection. */
  readonly manager: EntityManager;
}

/** A transaction that is tried once. */
export interface Attempt extends Tx {
  /** Says that the work waits for no answer any more: all that it sends from now on leaves in one write with the commit. */
  announceCommit(): void;
}

const MAX_ATTEMPTS = 8;
const READ_ONE_SNAPSHOT = statement(
  "database.read_one_snapshot",
  "set transaction isolation level repeatable read, read only",
);

/** The connection was lost between a commit and its answer. */
export class CommitUnanswered extends Error {
  override readonly name = "CommitUnanswered";

  constructor(cause: unknown) {
    super("Nobody knows whether the transaction has committed", { cause });
  }
}

/** The connection pool: statements outside a transaction, and transactions. */
export class Database implements Queryable {
  readonly dataSource: DataSource;
  readonly #onUnavailable: (cause: unknown) => void;

  /** @param options.onUnavailable is told why, whenever somebody is told SERVICE_UNAVAILABLE. */
  constructor(
    dataSource: DataSource,
    { onUnavailable = () => {} }: { onUnavailable?: (cause: unknown) => void } = {},
  ) {
    this.dataSource = dataSource;
    this.#onUnavailable = onUnavailable;
  }

  /**
   * The data source's own pool. TypeORM's `query()` never prepares; speaking to `pg` directly lets PostgreSQL
   * keep the plan of a named statement, which about doubles the reads a server can answer.
   */
  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  /** @throws DomainError SERVICE_UNAVAILABLE where the database cannot be reached. */
  async query<Row>(statement: Statement<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      const result = await this.pool.query(toQueryConfig(statement, values));
      return result.rows as Row[];
    } catch (error) {
      throw this.#toDomainError(error);
    }
  }

  /**
   * Runs `work` in one transaction and commits, or rolls back what it did where it throws. Deadlocks, serialization
   * failures and lost races run again from the start, so `work` must have no effect but on the transaction.
   *
   * @throws DomainError SERVICE_UNAVAILABLE where the database cannot be reached, or the race was lost too often.
   */
  async inTransaction<Result>(work: (tx: ManagedTx) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(work);
      } catch (error) {
        if (!shouldRunAgain(error) || attempt === MAX_ATTEMPTS) throw this.#toDomainError(error);
        await delay(Math.random() * 2 ** attempt);
      }
    }
  }

  /**
   * The same, but `work` runs once: its caller has another way where it fails. The transaction begins together with its
   * first statement. The commit is sent as soon as `work` returns, which need not have waited for the answers to its
   * last statements: they have come when this returns.
   *
   * @throws CommitUnanswered where nobody knows whether it has committed. After any other error it has not.
   */
  async inOneAttempt<Result>(work: (tx: Attempt) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw this.#toDomainError(error);
    });
    leaveTogether(client);
    const started = client.query("start transaction");
    const { tx, commit, end, firstError } = transactionOn(client, started);
    let fault: Error | undefined;
    let isCommitting = false;
    try {
      const result = await work(tx).finally(end);
      // What could not even be sent has failed by now, and PostgreSQL, which knows nothing of it, would commit the rest.
      const unsent = firstError();
      if (unsent !== undefined) {
        // pg has lost count of the answers on this connection.
        fault = unsent as Error;
        throw unsent;
      }
      isCommitting = true;
      const { command } = await client.query("commit");
      isCommitting = false;
      // PostgreSQL answers a commit after an error by a rollback.
      if (command !== "COMMIT") throw firstError() ?? new Error(`The transaction ended with ${command}`);
      commit();
      return result;
    } catch (error) {
      await client.query("rollback").catch((lost: Error) => {
        fault = lost;
      });
      throw isCommitting && isUnavailable(error) ? new CommitUnanswered(error) : this.#toDomainError(error);
    } finally {
      client.release(fault);
    }
  }

  /** Runs reads that all see the database at one moment. */
  async inSnapshot<Result>(read: (snapshot: Queryable) => Promise<Result>): Promise<Result> {
    return this.inTransaction(async (tx) => {
      await tx.query(READ_ONE_SNAPSHOT);
      return read(tx);
    });
  }

  async #attempt<Result>(work: (tx: ManagedTx) => Promise<Result>): Promise<Result> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const { tx, commit, end } = transactionOn((await runner.connect()) as PoolClient);
      await runner.startTransaction();
      const result = await work(Object.assign(tx, { manager: runner.manager })).finally(end);
      await runner.commitTransaction();
      commit();
      return result;
    } catch (error) {
      // A failed rollback says nothing new: the connection is gone, and the transaction with it.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
      throw error;
    } finally {
      await runner.release();
    }
  }

  #toDomainError(error: unknown): unknown {
    const told = toDomainError(error);
    if (told !== error) this.#onUnavailable(error);
    return told;
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

/**
 * Lets the statements of one turn leave in one write. pg writes each by itself, and each write wakes PostgreSQL, which
 * takes the core from this process before it has sent the next. To end all of them by one Sync would take another tenth
 * off both processors; but it serves only 2 % more at 32 connections, and needs a client that knows pg's from inside.
 */
function leaveTogether({ connection: { stream } }: PoolClient): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/**
 * @param started what is waited for with the first answer, where the transaction is only about to begin.
 * @returns `tx`, the transaction; `commit`, to be called once it has committed; `end`, after which it takes no statements:
 * a part of the work that goes on after another has failed would write outside of it; `firstError`, of its statements.
 */
function transactionOn(
  client: PoolClient,
  started?: Promise<unknown>,
): { tx: Attempt; commit: () => void; end: () => void; firstError: () => unknown } {
  const effects: (() => void)[] = [];
  let commitIsNext = false;
  let isOver = false;
  let firstError: unknown;
  const query = async <Row>(statement: Statement<Row>, values: readonly unknown[] = []) => {
    if (isOver) throw new Error("The transaction is over");
    leaveTogether(client);
    const answered = new Promise<Row[]>((resolve, reject) => {
      // By a callback, so that an error is known at once, and not only when the promises have had their turns.
      client.query(toQueryConfig(statement, values), (error: Error | null, result) => {
        if (error) {
          firstError ??= error;
          // Of statements sent together those after it fail for it, and may be heard of before it.
          reject(isAborted(error) ? firstError : error);
        } else resolve(result.rows as Row[]);
      });
    });
    const [rows] = await Promise.all([answered, started]);
    return rows;
  };
  const tx = {
    query,
    queryLast: <Row>(statement: Statement<Row>, values: readonly unknown[] = []) => {
      const answered = query(statement, values);
      isOver = true;
      return answered;
    },
    get commitIsNext() {
      return commitIsNext;
    },
    announceCommit: () => {
      commitIsNext = true;
    },
    afterCommit: (effect: () => void) => void effects.push(effect),
  } as unknown as Attempt;
  return {
    tx,
    commit: () => {
      for (const effect of effects) effect();
    },
    end: () => {
      isOver = true;
    },
    firstError: () => firstError,
  };
}
