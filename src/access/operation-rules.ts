import { DomainError } from "../shared/domain-error.ts";
import { say } from "../shared/message.ts";
import { type Caller, unauthenticated } from "./caller.ts";
import { Role } from "./roles.ts";

/** Who may call a root field: everybody, or those who have one of these roles. */
type Rule = "anyone" | readonly Role[];

const owners: Rule = [Role.DRIVER, Role.OPERATOR, Role.ADMIN];
const meters: Rule = [Role.DRIVER, Role.CHARGER, Role.OPERATOR, Role.ADMIN];
const staff: Rule = [Role.OPERATOR, Role.ADMIN];
const admins: Rule = [Role.ADMIN];

/**
 * The only place that states who may call which operation. The schema does not build if an operation is missing here.
 * Whether a caller may see or change a thing depends on its owner: somebody else's reservation or session is null or
 * NOT_FOUND, so the fields that read one by id are open to anyone. `Query.node` decides this for each kind of id.
 */
export const operationRules: Readonly<Record<string, Rule>> = {
  "Query.node": "anyone",
  "Query.me": "anyone",
  "Query.signInOptions": "anyone",
  "Query.users": admins,
  "Query.user": admins,
  "Query.vehicles": staff,
  "Query.stations": "anyone",
  "Query.station": "anyone",
  "Query.port": "anyone",
  "Query.slots": "anyone",
  "Query.slot": "anyone",
  "Query.slotsChangedSince": "anyone",
  "Query.availability": "anyone",
  "Query.reservation": "anyone",
  "Query.reservationByCode": "anyone",
  "Query.reservations": owners,
  "Query.reservationDashboard": owners,
  "Query.reservationAnalytics": staff,
  "Query.chargingSession": "anyone",
  "Query.chargingSessions": owners,
  "Query.webhooks": staff,
  "Query.webhook": staff,
  "Query.webhookDeliveries": staff,
  "Query.auditLog": admins,
  // Only if there are demo users.
  "Mutation.signInAsDemoUser": "anyone",
  "Mutation.createReservation": owners,
  "Mutation.confirmReservation": owners,
  "Mutation.acceptTurn": owners,
  "Mutation.rescheduleReservation": owners,
  "Mutation.cancelReservation": owners,
  "Mutation.completeReservation": owners,
  "Mutation.hideReservation": owners,
  "Mutation.hideReservations": owners,
  "Mutation.restoreReservation": owners,
  "Mutation.expireReservations": staff,
  "Mutation.startChargingSession": owners,
  "Mutation.reportChargingProgress": meters,
  "Mutation.stopChargingSession": meters,
  "Mutation.registerVehicle": owners,
  "Mutation.updateVehicle": owners,
  "Mutation.removeVehicle": owners,
  "Mutation.createStation": staff,
  "Mutation.updateStation": staff,
  "Mutation.removeStation": staff,
  "Mutation.createPort": staff,
  "Mutation.updatePort": staff,
  "Mutation.removePort": staff,
  "Mutation.createSlot": staff,
  "Mutation.updateSlot": staff,
  "Mutation.activateSlot": staff,
  "Mutation.deactivateSlot": staff,
  "Mutation.removeSlot": staff,
  "Mutation.registerWebhook": staff,
  "Mutation.updateWebhook": staff,
  "Mutation.rotateWebhookSecret": staff,
  "Mutation.removeWebhook": staff,
  "Mutation.redeliverWebhook": staff,
  "Mutation.sendTestWebhook": staff,
  "Mutation.disableUser": admins,
  "Mutation.enableUser": admins,
  "Mutation.revokeRole": admins,
  "Mutation.restoreRole": admins,
  "Subscription.slotStatusChanged": "anyone",
  "Subscription.reservationChanged": owners,
  "Subscription.chargingSessionChanged": owners,
};

/** @throws DomainError UNAUTHENTICATED, or FORBIDDEN if the caller may not call it. */
export function requireAllowed(caller: Caller, operation: string): void {
  const rule = operationRules[operation];
  if (rule === "anyone") return;
  if (caller.userId === null) throw unauthenticated();
  if (rule?.some((role) => caller.roles.has(role))) return;
  throw new DomainError("FORBIDDEN", say`${operation} needs one of the roles ${rule ?? []}`, {
    operation,
    roles: rule,
  });
}
