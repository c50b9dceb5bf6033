import { UserService } from "../access/users/user.service.ts";
import { UserAccessService } from "../access/users/user-access.service.ts";
import type { Config } from "../config.ts";
import type { Database } from "../database/database.ts";
import { WriteBatches } from "../database/write-batches.ts";
import { type News, Outbox } from "../outbox/outbox.ts";
import { CalendarLedger } from "../reservations/calendar/calendar-ledger.ts";
import { CancellationBatch } from "../reservations/cancellation-batch.ts";
import { CreationBatch } from "../reservations/creation/creation-batch.ts";
import { OpenReservations } from "../reservations/creation/open-reservations.ts";
import { ReservationMaker } from "../reservations/creation/reservation-maker.ts";
import { ReservationWriter } from "../reservations/creation/reservation-writer.ts";
import { EndedReservationService } from "../reservations/ended-reservation.service.ts";
import { LapsedHolds } from "../reservations/expiry/lapsed-holds.ts";
import { ReservationExpiry } from "../reservations/expiry/reservation-expiry.ts";
import { ReservationService } from "../reservations/reservation.service.ts";
import { ReservationHandOver } from "../reservations/reservation-hand-over.ts";
import { ReservationLedger } from "../reservations/reservation-ledger.ts";
import { ReservationLocks } from "../reservations/reservation-locks.ts";
import { ReservationRescheduler } from "../reservations/reservation-rescheduler.ts";
import { SlotEvictions } from "../reservations/slot-evictions.ts";
import { SessionService } from "../sessions/session.service.ts";
import { SessionEnds } from "../sessions/session-ends.ts";
import type { Logger } from "../shared/logger.ts";
import { SlotService } from "../slots/slot.service.ts";
import { SlotLedger } from "../slots/slot-ledger.ts";
import { StationService } from "../stations/station.service.ts";
import { VehicleService } from "../vehicles/vehicle.service.ts";
import { WebhookService } from "../webhooks/webhook.service.ts";

export type Services = ReturnType<typeof createServices>;

/** The use cases, on one pool of connections. */
export function createServices(
  config: Config,
  db: Database,
  { onCommitted, log }: { onCommitted: (news: News) => void; log: Logger },
) {
  const { reservationGraceSeconds: graceSeconds, defaultHoldSeconds, turnSeconds } = config;
  const { expiringSoonSeconds, autoHideDays } = config;
  const { calendarBufferSeconds: bufferSeconds, calendarLeadSeconds: leadSeconds } = config;
  const outbox = new Outbox(onCommitted);
  const slots = new SlotLedger(outbox);
  const sessionEnds = new SessionEnds(outbox);
  const locks = new ReservationLocks({ slots });
  const ledger = new ReservationLedger({ slots, outbox, sessionEnds, settings: { turnSeconds } });
  const calendar = new CalendarLedger({
    locks,
    ledger,
    sessionEnds,
    settings: { bufferSeconds, leadSeconds },
  });
  const expiring = { expiringSoonSeconds, autoHideDays };
  const lapsedHolds = new LapsedHolds({ db, locks, ledger });
  const expiry = new ReservationExpiry({ db, slots, ledger, calendar, lapsedHolds, settings: expiring });
  const { maxHoldSeconds, bookingHorizonDays } = config;
  const settings = { graceSeconds, defaultHoldSeconds, maxHoldSeconds, bookingHorizonDays };
  const openReservations = new OpenReservations(config.maxOpenReservations);
  const writer = new ReservationWriter({ slots, calendar });
  const maker = new ReservationMaker({ slots, writer, calendar, lapsedHolds, openReservations, settings });
  const batches = new WriteBatches({ maxSize: config.writeBatchSize, log });
  const creations = new CreationBatch({
    db,
    slots,
    writer,
    calendar,
    lapsedHolds,
    openReservations,
    settings,
    batches,
  });
  const cancellations = new CancellationBatch({ db, locks, ledger, batches });
  return {
    db,
    slotLedger: slots,
    expiry,
    users: new UserService({ db }),
    userAccess: new UserAccessService({ db, outbox }),
    stations: new StationService({ db, slots, ledger, lapsedHolds }),
    slots: new SlotService({
      db,
      slots,
      ledger,
      calendar,
      lapsedHolds,
      evictions: new SlotEvictions({ locks, ledger, lapsedHolds }),
    }),
    vehicles: new VehicleService({ db }),
    reservations: new ReservationService({
      db,
      locks,
      ledger,
      maker,
      creations,
      cancellations,
      lapsedHolds,
      settings,
    }),
    endedReservations: new EndedReservationService({ db, locks, ledger, lapsedHolds, expiry }),
    rescheduler: new ReservationRescheduler({ db, locks, ledger, calendar, lapsedHolds, settings }),
    bufferSeconds,
    sessions: new SessionService({
      db,
      slots,
      ledger,
      handOver: new ReservationHandOver({ locks, ledger, calendar }),
      calendar,
      lapsedHolds,
      outbox,
      settings: { minWalkInSeconds: config.calendarMinWalkInSeconds },
    }),
    webhooks: new WebhookService({
      db,
      rules: {
        httpsOnly: config.production && !config.webhookAllowPrivate,
        allowPrivate: config.webhookAllowPrivate,
      },
    }),
  };
}
