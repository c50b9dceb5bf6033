import { DomainError } from "../shared/domain-error.ts";
import { type Message, say } from "../shared/message.ts";
import { onceForEach } from "../shared/once-for-each.ts";
import { Role } from "./roles.ts";

/** How long the name of an organisation may be, on a station as in a token's claim `org`. */
export const MAX_ORGANISATION_LENGTH = 200;

/** Who makes a request, as the token says, less what was taken from its user; `userId` is null for the anonymous. */
export interface Caller {
  readonly userId: string | null;
  readonly roles: ReadonlySet<Role>;
  /** Of which organisation its OPERATOR or CHARGER is, by the claim `org`; null: of all. */
  readonly organisation: string | null;
  /** When the token ends, by its `exp`. */
  readonly expiresAt: Date | null;
}

export const anonymous: Caller = { userId: null, roles: new Set(), organisation: null, expiresAt: null };

/** What decides over what a caller is shown, as JSON: who have it in common are told the same. */
export const rightsOf = onceForEach(({ userId, roles, organisation }: Caller): string =>
  JSON.stringify([userId, [...roles].toSorted(), organisation]),
);

/** Whose a reservation or session is: a driver's, and the organisation's at whose stations it is. */
export interface Belonging {
  readonly ownerId: string;
  /** Null: those stations are of no organisation. */
  readonly organisation: string | null;
}

/** Whether the caller is an operator or admin, be it of one organisation only. */
export function isStaff(caller: Caller): boolean {
  return caller.roles.has(Role.OPERATOR) || isAdmin(caller);
}

/** Admins decide who may do what, and are of no organisation. */
export function isAdmin(caller: Caller): boolean {
  return caller.roles.has(Role.ADMIN);
}

/**
 * The rule of organisations: an operator with one acts on its stations, and sees what is inside of them; an operator
 * without one, and an admin, of all. Whatever else depends on organisations asks here, or uses `reachOf`.
 *
 * @param organisation of a station; null where it has none.
 */
export function isStaffOf(caller: Caller, organisation: string | null): boolean {
  return isAdmin(caller) || (caller.roles.has(Role.OPERATOR) && isMemberOf(caller, organisation));
}

/** Whether something of `ownerId` is the caller's own as a driver: what it does to it, no operator does. */
export function isOwn(caller: Caller, ownerId: string): boolean {
  return caller.roles.has(Role.DRIVER) && caller.userId === ownerId;
}

/** Whether a reservation or session is the caller's to see and to change. */
export function mayActFor(caller: Caller, { ownerId, organisation }: Belonging): boolean {
  return isStaffOf(caller, organisation) || isOwn(caller, ownerId);
}

/** Whether the caller may report the progress of a session, or stop it. */
export function mayMeter(caller: Caller, session: Belonging): boolean {
  const meters = caller.roles.has(Role.CHARGER) && isMemberOf(caller, session.organisation);
  return meters || mayActFor(caller, session);
}

/**
 * Whether the caller may look up a driver's vehicles, and book and charge for them. Drivers are of no organisation: an
 * operator may serve any of them at its own stations.
 */
export function mayServe(caller: Caller, driverId: string): boolean {
  return isStaff(caller) || isOwn(caller, driverId);
}

/** Whether the caller may change what is a driver's, and at no station: a vehicle. */
export function mayChangeFor(caller: Caller, driverId: string): boolean {
  return isStaffOf(caller, null) || (mayServe(caller, driverId) && caller.userId === driverId);
}

/** Part of what there is: everything, what is at an organisation's stations, or what is a driver's. */
export type Reach = { readonly organisation?: never; readonly ownerId?: never } | ReachOfOne;
type ReachOfOne =
  | { readonly organisation: string; readonly ownerId?: never }
  | { readonly organisation?: never; readonly ownerId: string };

/** The reservations and sessions that `mayActFor` lets the caller see, as the parts that lists are made of. */
export function reachOf(caller: Caller): readonly Reach[] {
  if (isStaffOf(caller, null)) return [{}];
  const own = caller.roles.has(Role.DRIVER) && caller.userId !== null ? [{ ownerId: caller.userId }] : [];
  const { organisation } = caller;
  return organisation !== null && isStaffOf(caller, organisation) ? [{ organisation }, ...own] : own;
}

/** The only driver whose reservations and sessions the caller sees; null where it sees those of several. */
export function onlyOwner(caller: Caller): string | null {
  return isStaff(caller) ? null : caller.userId;
}

/** The organisation that an operator is confined to; null for those who are to none. */
export function confinedTo(caller: Caller): string | null {
  return isStaff(caller) && !isAdmin(caller) ? caller.organisation : null;
}

/**
 * For what is public to read, so that there is nothing to hide: stations, their ports and slots.
 *
 * @throws DomainError FORBIDDEN where the caller may not act on a station of this organisation.
 */
export function requireStaffOf(caller: Caller, { organisation }: { organisation: string | null }): void {
  if (!isStaffOf(caller, organisation)) throw foreignStation();
}

export function foreignStation(): DomainError {
  return new DomainError("FORBIDDEN", "The station belongs to another organisation");
}

/** The id of the signed-in user. @throws DomainError UNAUTHENTICATED for the anonymous. */
export function requireUserId(caller: Caller): string {
  if (caller.userId === null) throw unauthenticated();
  return caller.userId;
}

// One sentence for every transport: who asks alike is answered once, however each is connected.
const SIGN_IN = say`Sign in first: send a bearer token in the Authorization header, or over WebSocket in connectionParams.authorization`;

export function unauthenticated(message: Message | string = SIGN_IN): DomainError {
  return new DomainError("UNAUTHENTICATED", message);
}

function isMemberOf(caller: Caller, organisation: string | null): boolean {
  return caller.organisation === null || caller.organisation === organisation;
}
