import { UserService } from "../access/users/user.service.ts";
import { UserAccessService } from "../access/users/user-access.service.ts";
import type { Config } from "../config.ts";
import type { Database } from "../database/database.ts";
import { type AppendResult, Outbox } from "../outbox/outbox.ts";
import { ChargingHandover } from "../reservations/charging-handover.ts";
import { EndedReservationService } from "../reservations/ended-reservation.service.ts";
import { ReservationExpiry } from "../reservations/expiry/reservation-expiry.ts";
import { ReservationService } from "../reservations/reservation.service.ts";
import { ReservationRescheduler } from "../reservations/reservation-rescheduler.ts";
import { SlotEvictions } from "../reservations/slot-evictions.ts";
import { SessionService } from "../sessions/session.service.ts";
import { SessionStartService } from "../sessions/session-start.service.ts";
import type { Logger } from "../shared/logger.ts";
import { SlotService } from "../slots/slot.service.ts";
import { StationService } from "../stations/station.service.ts";
import { VehicleService } from "../vehicles/vehicle.service.ts";
import { WebhookService } from "../webhooks/webhook.service.ts";
import { WebhookDeliveryService } from "../webhooks/webhook-delivery.service.ts";
import { createLedgers, createReservationWrites } from "./reservation-parts.ts";

export type Services = ReturnType<typeof createServices>;

/** The use cases, on one pool of connections. */
export function createServices(
  config: Config,
  db: Database,
  { onCommitted, log }: { onCommitted: (result: AppendResult) => void; log: Logger },
) {
  const { reservationGraceSeconds: graceSeconds, defaultHoldSeconds, maxHoldSeconds } = config;
  const { bookingHorizonDays, expiringSoonSeconds, autoHideDays } = config;
  const settings = { graceSeconds, defaultHoldSeconds, maxHoldSeconds, bookingHorizonDays };
  const outbox = new Outbox(onCommitted);
  const ledgers = createLedgers(config, db, outbox);
  const { slots, locks, ledger, calendar, lapsedHolds } = ledgers;
  const writes = createReservationWrites(config, db, { ledgers, settings, log });
  const deadlines = { expiringSoonSeconds, autoHideDays };
  const expiry = new ReservationExpiry({ db, slots, ledger, calendar, lapsedHolds, settings: deadlines });
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
    reservations: new ReservationService({ db, locks, ledger, ...writes, lapsedHolds, settings }),
    endedReservations: new EndedReservationService({ db, locks, ledger, lapsedHolds, expiry }),
    rescheduler: new ReservationRescheduler({ db, locks, ledger, calendar, lapsedHolds, settings }),
    bufferSeconds: config.calendarBufferSeconds,
    sessions: new SessionService({ db, slots, ledger, calendar, outbox }),
    sessionStarts: new SessionStartService({
      db,
      slots,
      ledger,
      handover: new ChargingHandover({ locks, ledger, calendar, lapsedHolds }),
      lapsedHolds,
      outbox,
      settings: { minWalkInSeconds: config.calendarMinWalkInSeconds },
    }),
    webhookDeliveries: new WebhookDeliveryService({ db }),
    webhooks: new WebhookService({
      db,
      rules: {
        httpsOnly: config.production && !config.webhookAllowPrivate,
        allowPrivate: config.webhookAllowPrivate,
      },
    }),
  };
}
