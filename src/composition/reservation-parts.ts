import type { Config } from "../config.ts";
import type { Database } from "../database/database.ts";
import { WriteBatches } from "../database/write-batches.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { CalendarLedger } from "../reservations/calendar/calendar-ledger.ts";
import { CancellationBatch } from "../reservations/cancellation-batch.ts";
import { CreationBatch } from "../reservations/creation/creation-batch.ts";
import { OpenReservations } from "../reservations/creation/open-reservations.ts";
import { ReservationCreator } from "../reservations/creation/reservation-creator.ts";
import { ReservationWriter } from "../reservations/creation/reservation-writer.ts";
import { LapsedHolds } from "../reservations/expiry/lapsed-holds.ts";
import type { ReservationSettings } from "../reservations/reservation.rules.ts";
import { ReservationLedger } from "../reservations/reservation-ledger.ts";
import { ReservationLocks } from "../reservations/reservation-locks.ts";
import { SessionEnds } from "../sessions/session-ends.ts";
import type { Logger } from "../shared/logger.ts";
import { SlotLedger } from "../slots/slot-ledger.ts";

type Ledgers = ReturnType<typeof createLedgers>;

/** The locks and ledgers that keep the state of slots and reservations, for all use cases that change it. */
export function createLedgers(config: Config, db: Database, outbox: Outbox) {
  const { turnSeconds, calendarBufferSeconds: bufferSeconds, calendarLeadSeconds: leadSeconds } = config;
  const sessionEnds = new SessionEnds(outbox);
  const slots = new SlotLedger(outbox);
  const locks = new ReservationLocks({ slots });
  const ledger = new ReservationLedger({ slots, outbox, sessionEnds, settings: { turnSeconds } });
  const windows = { bufferSeconds, leadSeconds };
  const calendar = new CalendarLedger({ locks, ledger, sessionEnds, settings: windows });
  const lapsedHolds = new LapsedHolds({ db, locks, ledger });
  return { slots, locks, ledger, calendar, lapsedHolds };
}

/** The parts that create and cancel reservations, one at a time or many in one transaction. */
export function createReservationWrites(
  { writeBatchSize: maxSize, maxOpenReservations }: Config,
  db: Database,
  { ledgers, settings, log }: { ledgers: Ledgers; settings: ReservationSettings; log: Logger },
) {
  const { slots, locks, ledger, calendar, lapsedHolds } = ledgers;
  const openReservations = new OpenReservations(maxOpenReservations);
  const writer = new ReservationWriter({ slots, calendar });
  const deciding = { slots, writer, calendar, lapsedHolds, openReservations, settings };
  const batches = new WriteBatches({ maxSize, log });
  return {
    maker: new ReservationCreator(deciding),
    creations: new CreationBatch({ ...deciding, db, batches }),
    cancellations: new CancellationBatch({ db, locks, ledger, batches }),
  };
}
