import { CreateTables1763700000000 } from "./1763700000000-create-tables.ts";
import { ReservationLife1763800000000 } from "./1763800000000-reservation-life.ts";
import { BoundedReads1763900000000 } from "./1763900000000-bounded-reads.ts";
import { Webhooks1764000000000 } from "./1764000000000-webhooks.ts";
import { Calendar1764100000000 } from "./1764100000000-calendar.ts";
import { LiveFeed1764200000000 } from "./1764200000000-live-feed.ts";
import { UserAccess1764500000000 } from "./1764500000000-user-access.ts";
import { Organisations1764600000000 } from "./1764600000000-organisations.ts";
import { AuditLog1764610000000 } from "./1764610000000-audit-log.ts";
import { VehiclePlates1764620000000 } from "./1764620000000-vehicle-plates.ts";
import { SlotClaims1764630000000 } from "./1764630000000-slot-claims.ts";
import { NumberedItems1764640000000 } from "./1764640000000-numbered-items.ts";
import { OutboxPositions1764650000000 } from "./1764650000000-outbox-positions.ts";
import { EventChannels1764660000000 } from "./1764660000000-event-channels.ts";
import { TypeidCheck1764670000000 } from "./1764670000000-typeid-check.ts";
import { StationsByLatitude1764680000000 } from "./1764680000000-stations-by-latitude.ts";
import { Removal1764690000000 } from "./1764690000000-removal.ts";

/** Every migration, oldest first. A new one is added at the end; one that has run anywhere is never edited. */
export const migrations = [
  CreateTables1763700000000,
  ReservationLife1763800000000,
  BoundedReads1763900000000,
  Webhooks1764000000000,
  Calendar1764100000000,
  LiveFeed1764200000000,
  UserAccess1764500000000,
  Organisations1764600000000,
  AuditLog1764610000000,
  VehiclePlates1764620000000,
  SlotClaims1764630000000,
  NumberedItems1764640000000,
  OutboxPositions1764650000000,
  EventChannels1764660000000,
  TypeidCheck1764670000000,
  StationsByLatitude1764680000000,
  Removal1764690000000,
];
