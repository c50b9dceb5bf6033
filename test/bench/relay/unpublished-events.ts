import pg from "pg";

const slotEvent = (n: string) => `jsonb_build_object(
  'slotId', 'slot_0' || lpad((${n})::text, 25, '0'), 'portId', 'port_0' || lpad((${n} % 800)::text, 25, '0'),
  'stationId', 'station_0' || lpad((${n} % 200)::text, 25, '0'), 'label', 'A', 'connectorType', 'CCS2', 'powerKw', 150,
  'status', 'BOOKED', 'previousStatus', 'AVAILABLE', 'version', ${n}, 'cause', 'RESERVATION_CREATED',
  'occurredAt', slotwire_now(), 'hold', jsonb_build_object('kind', 'HOLD', 'until', slotwire_now()))`;

/** Inserts one unpublished event. */
export const INSERT_ONE = `insert into outbox (kind, payload, occurred_at) values ('slot.status_changed', ${slotEvent("1")}, slotwire_now())`;

/** Fills a database with unpublished events of 200 stations. Afterwards it must have no connections. */
export async function seedUnpublished(databaseUrl: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into outbox (kind, payload, occurred_at)
        select 'slot.status_changed', ${slotEvent("n")}, slotwire_now() from generate_series(1, ${count}) n order by n`,
    );
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

/** @throws Error unless all events have consecutive positions in order and are marked as published. */
export async function auditPublished(databaseUrl: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ last: string; published: string; wrong: string }>(
      `select last_position as last, published_position as published,
          (select count(*) from (
            select position, row_number() over (order by id) as expected from outbox) o
            where position is distinct from expected) as wrong
        from feed`,
    );
    const [feed] = rows;
    if (Number(feed?.wrong) > 0 || Number(feed?.last) !== count || feed?.published !== feed?.last) {
      throw new Error(`Of ${count} events, the feed says ${JSON.stringify(feed)}`);
    }
  } finally {
    await client.end();
  }
}
