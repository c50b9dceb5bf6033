import { LRUCache } from "lru-cache";
import { AccessChanges } from "./access-changes.ts";
import { anonymous, type Caller, unauthenticated } from "./caller.ts";
import type { Tokens } from "./tokens/tokens.ts";
import type { UserService } from "./users/user.service.ts";

const CACHED_TOKENS = 10_000;
const LONGEST_TOKEN = 16_384;

/** What a caller was derived from. */
interface Origin {
  readonly keyId: string | null;
  /** How many changes were known before its user was read. */
  readonly changeCount: number;
  readonly disabled: boolean;
}

/** Turns an `Authorization` value into a caller, over HTTP and WebSocket alike. */
export class Authentication {
  /** The changes to users' access that this server has heard of. */
  readonly changes = new AccessChanges();
  readonly #tokens: Tokens;
  readonly #users: UserService;
  // By the token alone, without the scheme and spaces before it. While its caller is current, neither the token's
  // signature is verified nor its user read again.
  readonly #callers = new LRUCache<string, Caller>({ max: CACHED_TOKENS });
  readonly #origins = new WeakMap<Caller, Origin>();

  constructor({ tokens, users }: { tokens: Tokens; users: UserService }) {
    this.#tokens = tokens;
    this.#users = users;
  }

  /**
   * @param authorization `Bearer <JWT>`; absent for the anonymous.
   * @throws DomainError UNAUTHENTICATED for another scheme, an invalid token, or a disabled user, which are never
   * treated as anonymous; SERVICE_UNAVAILABLE if the keys or the database cannot be reached.
   */
  async callerOf(authorization: unknown): Promise<Caller> {
    if (authorization === undefined || authorization === null) return anonymous;
    const token = requireToken(authorization);
    const known = this.#callers.get(token);
    const caller = known && this.isCurrent(known) ? known : await this.#read(token);
    if (caller !== known) this.#callers.set(token, caller);
    if (this.#isDisabled(caller)) throw unauthenticated("This user is disabled: contact an administrator");
    return caller;
  }

  /** The caller if it is known without any request; null if a request is needed, or the caller would be refused. */
  knownCallerOf(authorization: string | undefined): Caller | null {
    if (authorization === undefined) return anonymous;
    // The usual spelling.
    if (!authorization.startsWith(USUAL_SCHEME)) return null;
    const known = this.#callers.get(authorization.slice(USUAL_SCHEME.length));
    return known && this.isCurrent(known) && !this.#isDisabled(known) ? known : null;
  }

  /**
   * Whether a caller is still valid: its token has not expired, the key that it was signed with is still published, and
   * its user's access has not changed.
   */
  isCurrent(caller: Caller): boolean {
    const { userId, expiresAt } = caller;
    if (userId === null || expiresAt === null) return true;
    const origin = this.#origins.get(caller);
    if (!origin || expiresAt.getTime() <= Date.now() || !this.#tokens.trusts(origin.keyId)) return false;
    return !this.changes.mayHaveChangedSince(origin.changeCount, userId);
  }

  #isDisabled(caller: Caller): boolean {
    return this.#origins.get(caller)?.disabled === true;
  }

  async #read(token: string): Promise<Caller> {
    const claims = await this.#tokens.verify(token);
    const { count: changeCount } = this.changes;
    const { id, disabled, revokedRoles } = await this.#users.signedIn(claims);
    const roles = new Set(claims.roles.filter((role) => !revokedRoles.includes(role)));
    const { organisation, expiresAt } = claims;
    const caller: Caller = { userId: id, roles, organisation, expiresAt };
    this.#origins.set(caller, { keyId: claims.keyId, changeCount, disabled });
    return caller;
  }
}

const USUAL_SCHEME = "Bearer ";
const BEARER = /^Bearer +(\S+) *$/i;

/** @throws DomainError UNAUTHENTICATED */
function requireToken(authorization: unknown): string {
  const isShort = typeof authorization === "string" && authorization.length <= LONGEST_TOKEN;
  const [, token] = (isShort && BEARER.exec(authorization)) || [];
  if (token !== undefined) return token;
  throw unauthenticated("Authorization must be: Bearer <token>");
}
