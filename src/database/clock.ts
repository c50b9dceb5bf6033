import { type Queryable, statement } from "./statement.ts";

const READ_CLOCK = statement<{ now: Date }>("clock.read", "select slotwire_now() as now");

/**
 * The database's clock: the only one that decides anything, so that a server with a wrong clock does no harm.
 * Inside a transaction, read it after the locks were taken: then the times of a slot's events never go back.
 */
export async function readClock(db: Queryable): Promise<Date> {
  const [row] = await db.query(READ_CLOCK);
  if (!row) throw new Error("The database returned no time");
  return row.now;
}
