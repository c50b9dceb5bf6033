import { createDataSource } from "../../../src/database/data-source.ts";
import { Database } from "../../../src/database/database.ts";
import { connect } from "../../../src/database/migrate.ts";
import { Outbox } from "../../../src/outbox/outbox.ts";
import { CalendarLedger } from "../../../src/reservations/calendar/calendar-ledger.ts";
import { ReservationExpiry } from "../../../src/reservations/expiry/reservation-expiry.ts";
import { ReservationLedger } from "../../../src/reservations/reservation-ledger.ts";
import { SessionEnds } from "../../../src/sessions/session-ends.ts";
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
  const slots = new SlotLedger(outbox);
  const sessionEnds = new SessionEnds(outbox);
  const ledger = new ReservationLedger({ slots, outbox, sessionEnds, settings: { turnSeconds: 300 } });
  const windows = { bufferSeconds: 300, leadSeconds: 900 };
  const calendar = new CalendarLedger({ ledger, sessionEnds, settings: windows });
  const settings = { expiringSoonSeconds: 300, autoHideDays: null };
  const expiry = new ReservationExpiry({ db, slots, ledger, calendar, settings });
  return {
    expire: async () => (await expiry.expire()).length,
    close: () => db.close(),
  };
}
