import type { TestDatabase } from "./test-database.ts";

/** The database's clock, moved: all servers on this database live by it. */
export interface TestClock {
  /** Goes forward by so many seconds, and stands wherever it is put only as long as real time stands. */
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
