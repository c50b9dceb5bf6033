import { type Caller, mayActForDriver, mayChangeVehiclesOf, requireUserId } from "../access/caller.ts";
import { type Actor, record } from "../audit/audit-log.ts";
import type { Database, Tx } from "../database/database.ts";
import { literals, statement } from "../database/statement.ts";
import { openStatuses } from "../reservations/reservation-lifecycle.rules.ts";
import { DomainError, notFound } from "../shared/domain-error.ts";
import { newId } from "../shared/ids.ts";
import { say } from "../shared/message.ts";
import { VehicleRow } from "./vehicle.entity.ts";
import { VEHICLE_COLUMNS, type VehicleView } from "./vehicle.queries.ts";

interface UsableVehicle extends VehicleView {
  readonly removedAt: Date | null;
}

// FOR SHARE: the vehicle cannot be removed before the claim that is about to be made has committed.
const LOCK_FOR_USE = statement<UsableVehicle>(
  "vehicles.lock_for_use",
  `select ${VEHICLE_COLUMNS}, removed_at as "removedAt" from vehicles where id = $1 for share`,
);
// Skips vehicles that are being changed or removed: whether they are usable cannot be known without waiting.
const LOCK_IDLE_FOR_USE = statement<VehicleView>(
  "vehicles.lock_idle_for_use",
  `select ${VEHICLE_COLUMNS} from vehicles where id = any($1::text[]) and removed_at is null for share skip locked`,
);
const LOCK_FOR_CHANGE = statement<UsableVehicle>(
  "vehicles.lock_for_change",
  `select ${VEHICLE_COLUMNS}, removed_at as "removedAt" from vehicles where id = $1 for update`,
);
// A separate statement before the next: a step that was taken in time, such as accepting a turn, may extend a reservation
// whose time seems to have passed. Those that wait in line have no time that could pass.
const AWAIT_STEPS = statement<{ id: string }>(
  "vehicles.await_steps",
  `select id from reservations where vehicle_id = $1 and status in (${literals(openStatuses)}) and status <> 'WAITLISTED'
     order by id for share`,
);
// A reservation whose time has passed is not open, even if it has not been swept yet.
const OPEN_CLAIMS = statement<{ id: string }>(
  "vehicles.open_claims",
  `select id from reservations where vehicle_id = $1 and status in (${literals(openStatuses)})
     and (status = 'WAITLISTED' or coalesce(turn_until, reserved_until) > slotwire_now())
   union all
   select id from charging_sessions where vehicle_id = $1 and status = 'ACTIVE'
   limit 1`,
);

/**
 * Locks a vehicle, so that it stays usable until the transaction ends.
 *
 * @throws DomainError NOT_FOUND if it does not exist, is not the caller's, or was removed.
 */
export async function lockUsableVehicle(tx: Tx, caller: Caller, vehicleId: string): Promise<VehicleView> {
  const { removedAt, ...vehicle } = requireVisible(
    await tx.query(LOCK_FOR_USE, [vehicleId]),
    caller,
    vehicleId,
  );
  return vehicle;
}

/** Locks the vehicles that are usable, so that they stay so, without waiting. @returns those it could lock, by id. */
export async function tryLockVehicles(
  tx: Tx,
  vehicleIds: readonly string[],
): Promise<Map<string, VehicleView>> {
  const rows = await tx.query(LOCK_IDLE_FOR_USE, [vehicleIds]);
  return new Map(rows.map((vehicle) => [vehicle.id, vehicle]));
}

function requireVisible(rows: readonly UsableVehicle[], caller: Caller, vehicleId: string): UsableVehicle {
  const [vehicle] = rows;
  if (!vehicle || vehicle.removedAt !== null || !mayActForDriver(caller, vehicle.ownerId))
    throw notFound("Vehicle", vehicleId);
  return vehicle;
}

async function lockOwn(tx: Tx, caller: Caller, vehicleId: string): Promise<VehicleView> {
  const { removedAt, ...vehicle } = requireVisible(
    await tx.query(LOCK_FOR_CHANGE, [vehicleId]),
    caller,
    vehicleId,
  );
  if (mayChangeVehiclesOf(caller, vehicle.ownerId)) return vehicle;
  throw new DomainError(
    "FORBIDDEN",
    "Only the owner of a vehicle, or an operator without an organisation, can change it",
  );
}

function vehicleAuditRecord(operation: string, { id, ownerId }: VehicleView) {
  return { operation, type: "Vehicle", id, ownerId, organisation: null };
}

export class VehicleService {
  readonly #db: Database;

  constructor({ db }: { db: Database }) {
    this.#db = db;
  }

  register(
    by: Actor,
    input: { plate: string; model?: string | null; batteryKwh?: number | null },
  ): Promise<VehicleView> {
    return this.#db.inTransaction(async (tx) => {
      const { plate, model = null, batteryKwh = null } = input;
      const vehicle = { id: newId("vehicle"), ownerId: requireUserId(by.caller), plate, model, batteryKwh };
      await tx.manager.insert(VehicleRow, { ...vehicle });
      await record(tx, by, {
        ...vehicleAuditRecord("registerVehicle", vehicle),
        before: null,
        after: vehicle,
      });
      return vehicle;
    });
  }

  /** @throws DomainError NOT_FOUND, FORBIDDEN */
  update(
    by: Actor,
    vehicleId: string,
    change: { plate?: string; model?: string | null; batteryKwh?: number | null },
  ): Promise<VehicleView> {
    return this.#db.inTransaction(async (tx) => {
      const before = await lockOwn(tx, by.caller, vehicleId);
      if (Object.keys(change).length > 0) await tx.manager.update(VehicleRow, vehicleId, change);
      const vehicle = { ...before, ...change };
      await record(tx, by, { ...vehicleAuditRecord("updateVehicle", vehicle), before, after: vehicle });
      return vehicle;
    });
  }

  /** @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE while a reservation or session of it is open. */
  remove(by: Actor, vehicleId: string): Promise<VehicleView> {
    return this.#db.inTransaction(async (tx) => {
      const vehicle = await lockOwn(tx, by.caller, vehicleId);
      await tx.query(AWAIT_STEPS, [vehicleId]);
      const [claim] = await tx.query(OPEN_CLAIMS, [vehicleId]);
      if (claim) {
        throw new DomainError(
          "INVALID_STATE",
          say`Vehicle ${vehicleId} cannot be removed while ${claim.id} is open; cancel, complete or stop it first.`,
          { vehicleId, step: "remove", openId: claim.id },
        );
      }
      await tx.manager.update(VehicleRow, vehicleId, { removedAt: () => "slotwire_now()" });
      await record(tx, by, { ...vehicleAuditRecord("removeVehicle", vehicle), before: vehicle, after: null });
      return vehicle;
    });
  }
}
