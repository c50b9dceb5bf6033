import "reflect-metadata";
import { answerParent } from "../processes/child-side.ts";
import { openServerSweeper } from "./server-sweeper.ts";
import { openSqlSweeper } from "./sql-sweeper.ts";
import type { Sweeper } from "./sweeper.ts";

export interface Swept {
  readonly rows: number;
  readonly batchMs: readonly number[];
}

/** Expires the due reservations of a database, as one server does. */
export type ExpiryApi = {
  /** Connects, so that connecting is not timed. */
  open(databaseUrl: string): Promise<void>;
  /** Runs batches until nothing is due. */
  sweep(): Promise<Swept>;
  close(): Promise<void>;
};

const openSweeper = process.argv[2] === "sql" ? openSqlSweeper : openServerSweeper;
let sweeper: Sweeper | null = null;

answerParent<ExpiryApi>({
  async open(databaseUrl) {
    sweeper = await openSweeper(databaseUrl);
  },

  async sweep() {
    const batchMs: number[] = [];
    let rows = 0;
    for (;;) {
      const startedAt = performance.now();
      const expired = (await sweeper?.expire()) ?? 0;
      if (expired === 0) return { rows, batchMs };
      rows += expired;
      batchMs.push(performance.now() - startedAt);
    }
  },

  async close() {
    await sweeper?.close();
  },
});
