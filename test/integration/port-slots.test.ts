import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Queryable } from "../../src/database/statement.ts";
import { newId } from "../../src/shared/ids.ts";
import { portsWithSlots } from "../../src/slots/port-slots.queries.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
let db: Queryable;
beforeEach(async () => {
  database = await createTestDatabase();
  db = { query: ({ text }, values) => database.query(text, [...(values ?? [])]) };
});
afterEach(() => database.drop());

// PostgreSQL accepts any text without NUL.
const text = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.string({ unit: fc.constantFrom(..."\"\\/\n\r\t\b\f\u0001\u007f\u2028\ufeffé😀',]}{u") }),
  )
  .map((drawn) => drawn.replaceAll("\0", ""));
const slots = fc.array(
  fc.record({
    label: text,
    connectorType: fc.option(text),
    powerKw: fc.option(
      fc.oneof(
        fc.constantFrom(0.1, 1e21, 1e-7, 22),
        fc.double({ min: 1e-300, noNaN: true, noDefaultInfinity: true }),
      ),
    ),
  }),
  { maxLength: 4 },
);

async function addPort(
  of: readonly { label: string; connectorType: string | null; powerKw: number | null }[],
) {
  const [stationId, portId] = [newId("station"), newId("port")];
  await database.query("insert into stations (id, name) values ($1, 'Station')", [stationId]);
  await database.query("insert into ports (id, station_id, label) values ($1, $2, 'Port')", [
    portId,
    stationId,
  ]);
  for (const { label, connectorType, powerKw } of of)
    await database.query(
      "insert into slots (id, port_id, label, connector_type, power_kw) values ($1, $2, $3, $4, $5)",
      [newId("slot"), portId, label, connectorType, powerKw],
    );
  return portId;
}

test("the slots read together with their port equal their rows, whatever text they contain", async () => {
  await fc.assert(
    fc.asyncProperty(slots, async (drawn) => {
      const portId = await addPort(drawn);
      const rows = await database.query(
        `select id, port_id as "portId", label, status, version, connector_type as "connectorType", power_kw as "powerKw"
          from slots where port_id = $1 order by id`,
        [portId],
      );
      const [port] = await portsWithSlots(db, [portId]);
      expect(port?.slots).toEqual(rows);
    }),
    { numRuns: 150 },
  );
});

test("a slot whose power is NaN does not break the read of other ports", async () => {
  const good = await addPort([{ label: "A", connectorType: "CCS2", powerKw: 150 }]);
  const odd = await addPort([{ label: "B", connectorType: null, powerKw: Number.NaN }]);
  const ports = await portsWithSlots(db, [good, odd]);
  const read = Object.fromEntries(ports.map(({ id, slots: [slot] }) => [id, slot?.powerKw]));
  expect(read).toEqual({ [good]: 150, [odd]: "NaN" });
});
