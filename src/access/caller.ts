import { DomainError } from "../shared/domain-error.ts";
import { Role } from "./roles.ts";

/** Who makes a request, as the token says, less what was taken from its user; `userId` is null for the anonymous. */
export interface Caller {
  readonly userId: string | null;
  readonly roles: ReadonlySet<Role>;
  /** When the token ends, by its `exp`. */
  readonly expiresAt: Date | null;
}

export const anonymous: Caller = { userId: null, roles: new Set(), expiresAt: null };

/** Operators and admins act for every driver and on every station. */
export function isStaff(caller: Caller): boolean {
  return caller.roles.has(Role.OPERATOR) || caller.roles.has(Role.ADMIN);
}

/** Admins decide who may do what. */
export function isAdmin(caller: Caller): boolean {
  return caller.roles.has(Role.ADMIN);
}

/** Whether something that belongs to `ownerId` is the caller's to see and to change. */
export function mayActFor(caller: Caller, ownerId: string): boolean {
  return isStaff(caller) || (caller.roles.has(Role.DRIVER) && caller.userId === ownerId);
}

/** Whether the caller may report the progress of a session of `ownerId`'s vehicle, or stop it. */
export function mayMeter(caller: Caller, ownerId: string): boolean {
  return caller.roles.has(Role.CHARGER) || mayActFor(caller, ownerId);
}

/** The id of the signed-in user. @throws DomainError UNAUTHENTICATED for the anonymous. */
export function requireUserId(caller: Caller): string {
  if (caller.userId === null) throw unauthenticated();
  return caller.userId;
}

export function unauthenticated(
  message = "Sign in first: send a bearer token in the Authorization header",
): DomainError {
  return new DomainError("UNAUTHENTICATED", message);
}
