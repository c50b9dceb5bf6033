import pg from "pg";
import { newId } from "../../../src/shared/ids.ts";
import { type LoopResult, runClosedLoop, type Turn } from "../load/closed-loop.ts";
import { answerParent } from "../processes/child-side.ts";
import type { WritingClient } from "./create-and-cancel.ts";
import type { WrittenReservation } from "./reservation-writer.ts";
import { statementWriter } from "./statement-writer.ts";
import { transactionWriter } from "./transaction-writer.ts";

/** Writes to the database without a server. Each client has its own connection. */
export type DriverApi = {
  run(clients: readonly WritingClient[], seconds: number): Promise<LoopResult>;
  writeOnce(client: WritingClient): Promise<WrittenReservation[]>;
};

const [databaseUrl, writerName] = process.argv.slice(2);
const writer = writerName === "statement" ? statementWriter : transactionWriter;

answerParent<DriverApi>({
  async run(clients, seconds) {
    const connections = await Promise.all(clients.map(connect));
    const turns = clients.map((client, index) => turnOf(client, connections[index] as pg.Client));
    const result = await runClosedLoop(turns, seconds);
    await Promise.all(connections.map((connection) => connection.end()));
    return result;
  },

  async writeOnce({ userId, vehicleId, slotIds: [slotId = ""] }) {
    const connection = await connect();
    const id = newId("reservation");
    const created = await writer.create(connection, { id, userId, vehicleId, slotId });
    const cancelled = await writer.cancel(connection, { id, userId });
    await connection.end();
    return [created, cancelled];
  },
});

function turnOf({ userId, vehicleId, slotIds }: WritingClient, connection: pg.Client): Turn {
  let turn = 0;
  return async (timed) => {
    const id = newId("reservation");
    const slotId = slotIds[turn++ % slotIds.length] ?? "";
    await timed(() => writer.create(connection, { id, userId, vehicleId, slotId }));
    await timed(() => writer.cancel(connection, { id, userId }));
  };
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return client;
}
