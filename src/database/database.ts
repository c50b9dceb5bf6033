import { setTimeout as delay } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import type { DataSource, EntityManager } from "typeorm";
import { isAborted, isUnavailable, shouldRunAgain, toDomainError } from "./postgres-errors.ts";
import { type Queryable, type Statement, statement, toQueryConfig } from "./statement.ts";

declare const madeByInTransaction: unique symbol;

/** An open transaction. Only a `Database` makes one, so a function that takes it cannot run outside a transaction. */
export interface Tx extends Queryable {
  readonly [madeByInTransaction]: true;
  /** Whether statements sent from now on leave in one write with the commit. */
  readonly commitIsNext: boolean;
  /**
   * Sends the last statement before a commit that is next; any later statement is refused. When PostgreSQL begins it,
   * the whole statement has arrived, and the commit, a few bytes, follows directly. PostgreSQL then holds its locks
   * only while it works itself, even if this server stops in between. No other statement may lock a row that every
   * transaction needs.
   */
  queryLast: Queryable["query"];
  /** Runs `effect` after the commit, and never if there is none. It must not throw. */
  afterCommit(effect: () => void): void;
}

/** A transaction that is tried again if it loses a race. */
export interface ManagedTx extends Tx {
  /** TypeORM on the transaction's own connection. */
  readonly manager: EntityManager;
}

/** A transaction that is tried once. */
export interface SingleAttemptTx extends Tx {
  /**
   * Announces that the work waits for no more answers: what it sends from now on leaves in one write with the commit.
   */
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

  /** @param options.onUnavailable called with the cause whenever a request is refused with SERVICE_UNAVAILABLE. */
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

  /** @throws DomainError SERVICE_UNAVAILABLE if the database cannot be reached. */
  async query<Row>(statement: Statement<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      const result = await this.pool.query(toQueryConfig(statement, values));
      return result.rows as Row[];
    } catch (error) {
      throw this.#toDomainError(error);
    }
  }

  /**
   * Runs `work` in one transaction and commits, or rolls back if it throws. After deadlocks, serialization failures and
   * lost races it runs again from the start, so `work` must have no effect outside the transaction.
   *
   * @throws DomainError SERVICE_UNAVAILABLE if the database cannot be reached, or the race was lost too often.
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
   * Like `inTransaction`, but `work` runs only once, because its caller has another way if it fails. The transaction
   * begins together with its first statement. The commit is sent as soon as `work` returns, which need not have waited
   * for the answers to its last statements: they have arrived when this returns.
   *
   * @throws CommitUnanswered if nobody knows whether it has committed. After any other error it has not.
   */
  async inTransactionOnce<Result>(work: (tx: SingleAttemptTx) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw this.#toDomainError(error);
    });
    corkUntilNextTick(client);
    const started = client.query("start transaction");
    const { tx, commit, end, firstError } = transactionOn(client, started);
    let fault: Error | undefined;
    let isCommitting = false;
    try {
      const result = await work(tx).finally(end);
      // A statement that could not even be sent has failed by now. PostgreSQL does not know of it, and would commit the
      // rest.
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
    const domainError = toDomainError(error);
    if (domainError !== error) this.#onUnavailable(error);
    return domainError;
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

/**
 * Sends the statements of one turn of the event loop in one write. pg writes each by itself, and each write wakes
 * PostgreSQL, which takes the core from this process before it has sent the next. To end all of them by one Sync would
 * save another tenth of the CPU time on both sides. But it serves only 2 % more at 32 connections, and depends on pg's
 * internals.
 */
function corkUntilNextTick({ connection: { stream } }: PoolClient): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/**
 * @param started awaited with the answers, if the transaction is only about to begin.
 * @returns `tx`, the transaction; `commit`, to be called once it has committed; `end`, after which it accepts no
 * statements, because a part of the work that continues after another part has failed would write outside of the
 * transaction; `firstError`, the first error of its statements.
 */
function transactionOn(
  client: PoolClient,
  started?: Promise<unknown>,
): { tx: SingleAttemptTx; commit: () => void; end: () => void; firstError: () => unknown } {
  const effects: (() => void)[] = [];
  let commitIsNext = false;
  let isOver = false;
  let firstError: unknown;
  const query = async <Row>(statement: Statement<Row>, values: readonly unknown[] = []) => {
    if (isOver) throw new Error("The transaction is over");
    corkUntilNextTick(client);
    const answered = new Promise<Row[]>((resolve, reject) => {
      // Uses a callback, so that an error is known at once, and not only after some turns of the promise queue.
      client.query(toQueryConfig(statement, values), (error: Error | null, result) => {
        if (error) {
          firstError ??= error;
          // Statements that were sent together with a failed one fail because of it, and may be reported before it.
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
  } as unknown as SingleAttemptTx;
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
