import { createDataSource } from "../../../src/database/data-source.ts";
import { Database } from "../../../src/database/database.ts";
import { connect } from "../../../src/database/migrate.ts";
import { Outbox } from "../../../src/outbox/outbox.ts";
import { ReservationExpiry } from "../../../src/reservations/reservation-expiry.ts";
import { ReservationLedger } from "../../../src/reservations/reservation-ledger.ts";
import { createLogger } from "../../../src/shared/logger.ts";
import { SlotLedger } from "../../../src/slots/slot-ledger.ts";
import type { Sweeper } from "./sweeper.ts";

/** The product's own code on its own pool, without what else a server does at the time, such as publishing. */
export async function openServerSweeper(databaseUrl: string): Promise<Sweeper> {
  const log = createLogger({ level: "warn", readable: false });
  const dataSource = createDataSource({ url: databaseUrl, log });
  await connect(dataSource, { waitSeconds: 0, log });
  const db = new Database(dataSource);
  const outbox = new Outbox(() => {});
  const ledger = new ReservationLedger({
    slots: new SlotLedger(outbox),
    outbox,
    settings: { turnSeconds: 300 },
  });
  const settings = { expiringSoonSeconds: 300, autoHideDays: null };
  const expiry = new ReservationExpiry({ db, ledger, settings });
  return {
    expire: async () => (await expiry.expire()).length,
    close: () => db.close(),
  };
}
