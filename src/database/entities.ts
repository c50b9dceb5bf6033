import { UserRow } from "../access/users/user.entity.ts";
import { SlotRow } from "../slots/slot.entity.ts";
import { PortRow } from "../stations/port.entity.ts";
import { StationRow } from "../stations/station.entity.ts";
import { VehicleRow } from "../vehicles/vehicle.entity.ts";

/** The tables that TypeORM maps: those that are edited row by row. Claims, events and the outbox are SQL. */
export const entities = [UserRow, StationRow, PortRow, SlotRow, VehicleRow] as const;
