import pg from "pg";

/**
 * Fills a copy of the dataset with reservations that are due, each with a slot of its own, half of them at stations
 * that release expired ones. Afterwards the database must have no connections, because it serves as a template.
 */
export async function seedDue(databaseUrl: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // Disables triggers and foreign keys. The statements below write directly what triggers would write.
    await client.query("set session_replication_role = replica");
    for (const statement of STATEMENTS) await client.query(statement.replaceAll("COUNT", String(count)));
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

/** The id of the n-th row, ordered by time like real ids. */
const id = (prefix: string, n: string) => `'${prefix}_0' || lpad(${n}::text, 25, '0')`;

const MADE_AT = "(select slotwire_now()) - interval '2 hours'";

const STATEMENTS = [
  "delete from slots",
  "update stations set expiry_policy = case when right(name, 1) in ('0', '2', '4', '6', '8') then 'RELEASE' else 'KEEP_BOOKED' end",
  `create temp table due as
    select n, port.id as port_id, driver.id as vehicle_id, driver.owner_id, ${MADE_AT} as made_at
      from generate_series(1, COUNT) n
        join (select id, row_number() over (order by id) - 1 as i from ports) port
          on port.i = n % (select count(*) from ports)
        join (select id, owner_id, row_number() over (order by id) - 1 as i from vehicles) driver
          on driver.i = n % (select count(*) from vehicles)`,
  `insert into slots (id, port_id, label, connector_type, power_kw, status, version, created_at)
    select ${id("slot", "n")}, port_id, 'S' || n, 'CCS2', 150, 'BOOKED', 2, made_at from due order by n`,
  `insert into slot_events (slot_id, version, cause, previous_status, status, occurred_at, event_id)
    select ${id("slot", "n")}, 1, 'SLOT_ADDED', null, 'AVAILABLE', made_at, 0 from due
    union all
    select ${id("slot", "n")}, 2, 'RESERVATION_CREATED', 'AVAILABLE', 'BOOKED', made_at, 0 from due
    order by 1, 2`,
  `insert into reservations (id, number, vehicle_id, owner_id, status, reserved_until, created_at, updated_at)
    select ${id("reservation", "n")}, n, vehicle_id, owner_id, 'ACTIVE',
        made_at + interval '1 hour' + n * interval '1 millisecond', made_at, made_at
      from due order by n`,
  `insert into reservation_items (reservation_id, slot_id, position, held_at, number)
    select ${id("reservation", "n")}, ${id("slot", "n")}, 1, made_at, n from due order by n`,
  `insert into reservation_history (reservation_id, entry, status, event, at)
    select ${id("reservation", "n")}, 1, 'ACTIVE', 'CREATED', made_at from due order by n`,
  "update reservation_counter set last_number = COUNT",
  "drop table due",
];
