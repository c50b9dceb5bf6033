import { LRUCache } from "lru-cache";
import { anonymous, type Caller, unauthenticated } from "./caller.ts";
import type { Claims, Tokens } from "./tokens.ts";
import type { UserService } from "./user.service.ts";

const CACHED_TOKENS = 10_000;

/** Turns an `Authorization` value into a caller, over HTTP and WebSocket alike. */
export class Authentication {
  readonly #tokens: Tokens;
  readonly #users: UserService;
  // A verified token stays verified until it expires: neither its signature nor its user is looked up again.
  readonly #callers = new LRUCache<string, Caller>({ max: CACHED_TOKENS });

  constructor({ tokens, users }: { tokens: Tokens; users: UserService }) {
    this.#tokens = tokens;
    this.#users = users;
  }

  /**
   * @param authorization `Bearer <JWT>`; absent for the anonymous.
   * @throws DomainError UNAUTHENTICATED for another scheme or a token that is no good: never taken for anonymous.
   */
  async callerOf(authorization: unknown): Promise<Caller> {
    if (authorization === undefined || authorization === null) return anonymous;
    const token =
      typeof authorization === "string" ? /^Bearer +(\S+) *$/i.exec(authorization)?.[1] : undefined;
    if (token === undefined) throw unauthenticated("Authorization must be: Bearer <token>");
    const known = this.#callers.get(token);
    if (known?.expiresAt && known.expiresAt.getTime() > Date.now()) return known;
    const caller = await this.#toCaller(await this.#tokens.verify(token));
    this.#callers.set(token, caller);
    return caller;
  }

  async #toCaller(claims: Claims): Promise<Caller> {
    const { id } = await this.#users.signedIn(claims);
    const { roles, organisation, expiresAt } = claims;
    return { userId: id, roles: new Set(roles), organisation, expiresAt };
  }
}
