import { DomainError } from "../shared/domain-error.ts";
import { memoizePerObject } from "../shared/memoize.ts";
import { type Message, say } from "../shared/message.ts";
import { Role } from "./roles.ts";

/** The maximum length of an organisation's name, at a station as in a token's claim `org`. */
export const MAX_ORGANISATION_LENGTH = 200;

/** Who makes a request, by its token, without the user's revoked roles; `userId` is null for the anonymous. */
export interface Caller {
  readonly userId: string | null;
  readonly roles: ReadonlySet<Role>;
  /** The organisation for which it is an OPERATOR or CHARGER, from the claim `org`; null: all organisations. */
  readonly organisation: string | null;
  /** When the token expires, from its `exp`. */
  readonly expiresAt: Date | null;
}

export const anonymous: Caller = { userId: null, roles: new Set(), organisation: null, expiresAt: null };

/** All that decides what a caller may see, as JSON: callers with the same rights get the same answers. */
export const rightsOf = memoizePerObject(({ userId, roles, organisation }: Caller): string =>
  JSON.stringify([userId, [...roles].toSorted(), organisation]),
);

/** To whom a reservation or session belongs: a driver, and the organisation that runs its stations. */
export interface Ownership {
  readonly ownerId: string;
  /** Null: its stations belong to no organisation. */
  readonly organisation: string | null;
}

/** Whether the caller is an operator or admin, possibly of one organisation only. */
export function isStaff(caller: Caller): boolean {
  return caller.roles.has(Role.OPERATOR) || isAdmin(caller);
}

/** Admins decide who may do what, and belong to no organisation. */
export function isAdmin(caller: Caller): boolean {
  return caller.roles.has(Role.ADMIN);
}

/**
 * The rule of organisations: an operator of an organisation acts on its stations, and sees all that happens there. An
 * operator of none, and an admin, do so for all stations. All other checks of organisations use this function or
 * `accessScopesOf`.
 *
 * @param organisation of a station; null if it has none.
 */
export function isStaffOf(caller: Caller, organisation: string | null): boolean {
  return isAdmin(caller) || (caller.roles.has(Role.OPERATOR) && isMemberOf(caller, organisation));
}

/** Whether something of `ownerId` is the caller's own as a driver, so that an operation on it is not an operator's. */
export function isOwn(caller: Caller, ownerId: string): boolean {
  return caller.roles.has(Role.DRIVER) && caller.userId === ownerId;
}

/** Whether the caller may see and change a reservation or session. */
export function mayActFor(caller: Caller, { ownerId, organisation }: Ownership): boolean {
  return isStaffOf(caller, organisation) || isOwn(caller, ownerId);
}

/** Whether the caller may report the progress of a session, or stop it. */
export function mayReportProgress(caller: Caller, session: Ownership): boolean {
  const meters = caller.roles.has(Role.CHARGER) && isMemberOf(caller, session.organisation);
  return meters || mayActFor(caller, session);
}

/**
 * Whether the caller may look up a driver's vehicles, and book and charge for them. Drivers belong to no organisation:
 * an operator may serve any driver at its own stations.
 */
export function mayActForDriver(caller: Caller, driverId: string): boolean {
  return isStaff(caller) || isOwn(caller, driverId);
}

/** Whether the caller may change a driver's vehicle, which is at no station. */
export function mayChangeVehiclesOf(caller: Caller, driverId: string): boolean {
  return isStaffOf(caller, null) || (mayActForDriver(caller, driverId) && caller.userId === driverId);
}

/** A part of all reservations and sessions: all of them, those at an organisation's stations, or those of a driver. */
export type AccessScope = { readonly organisation?: never; readonly ownerId?: never } | LimitedAccessScope;
type LimitedAccessScope =
  | { readonly organisation: string; readonly ownerId?: never }
  | { readonly organisation?: never; readonly ownerId: string };

/** The reservations and sessions that `mayActFor` lets the caller see, as the parts that lists are merged from. */
export function accessScopesOf(caller: Caller): readonly AccessScope[] {
  if (isStaffOf(caller, null)) return [{}];
  const own = caller.roles.has(Role.DRIVER) && caller.userId !== null ? [{ ownerId: caller.userId }] : [];
  const { organisation } = caller;
  return organisation !== null && isStaffOf(caller, organisation) ? [{ organisation }, ...own] : own;
}

/** The only driver whose reservations and sessions the caller sees; null if it sees those of several. */
export function onlyVisibleOwnerId(caller: Caller): string | null {
  return isStaff(caller) ? null : caller.userId;
}

/** The organisation to which an operator is restricted; null if there is none. */
export function operatorOrganisationOf(caller: Caller): string | null {
  return isStaff(caller) && !isAdmin(caller) ? caller.organisation : null;
}

/**
 * For what everybody may read, so that a refusal reveals nothing: stations, their ports and slots.
 *
 * @throws DomainError FORBIDDEN if the caller may not act on a station of this organisation.
 */
export function requireStaffOf(caller: Caller, { organisation }: { organisation: string | null }): void {
  if (!isStaffOf(caller, organisation)) throw stationForbidden();
}

export function stationForbidden(): DomainError {
  return new DomainError("FORBIDDEN", "The station belongs to another organisation");
}

/** The id of the signed-in user. @throws DomainError UNAUTHENTICATED for the anonymous. */
export function requireUserId(caller: Caller): string {
  if (caller.userId === null) throw unauthenticated();
  return caller.userId;
}

// The same message for every transport, so that clients of different transports can share one answer.
const SIGN_IN = say`Sign in first: send a bearer token in the Authorization header, or over WebSocket in connectionParams.authorization`;

export function unauthenticated(message: Message | string = SIGN_IN): DomainError {
  return new DomainError("UNAUTHENTICATED", message);
}

function isMemberOf(caller: Caller, organisation: string | null): boolean {
  return caller.organisation === null || caller.organisation === organisation;
}
