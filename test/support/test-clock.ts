import type { TestDatabase } from "./test-database.ts";

/** Moves the database's clock, which all servers on the database use. */
export interface TestClock {
  /** Moves the clock forward. It continues to run with real time. */
  advance(seconds: number): Promise<void>;
}

export async function takeClock(database: TestDatabase): Promise<TestClock> {
  let offset = 0;
  await set();
  return {
    advance: async (seconds) => {
      offset += seconds;
      await set();
    },
  };

  async function set(): Promise<void> {
    await database.query(`create or replace function slotwire_now() returns timestamptz language sql volatile
      as $$ select date_trunc('milliseconds', clock_timestamp()) + interval '${offset} seconds' $$`);
  }
}
