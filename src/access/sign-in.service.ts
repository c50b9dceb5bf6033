import { DomainError, notFound } from "../shared/domain-error.ts";
import type { Authentication } from "./authentication.ts";
import { requireUserId } from "./caller.ts";
import type { Tokens } from "./tokens/tokens.ts";
import { type DemoUser, demoUsers } from "./users/demo-users.ts";

/** Where people sign in with OpenID Connect, and with which client. */
export interface OpenIdConnect {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
}

export interface SignedInAs {
  readonly token: string;
  readonly expiresAt: Date;
  readonly userId: string;
}

/** A page that continues for longer asks for another token before this one expires. */
const TOKEN_LIFETIME = "15m";

/** How a page can sign people in at this server. */
export class SignIn {
  readonly openIdConnect: OpenIdConnect | null;
  /** Empty unless everybody may be let in. */
  readonly demoUsers: readonly DemoUser[];
  readonly #tokens: Tokens;
  readonly #authentication: Authentication;

  /** @param offersDemo whether this server is for trying out: not in production, and with the demo data. */
  constructor(options: {
    tokens: Tokens;
    authentication: Authentication;
    openIdConnect: OpenIdConnect | null;
    offersDemo: boolean;
  }) {
    this.#tokens = options.tokens;
    this.#authentication = options.authentication;
    this.openIdConnect = options.openIdConnect;
    this.demoUsers = options.offersDemo && options.tokens.canSign ? Object.values(demoUsers) : [];
  }

  /** @throws DomainError FORBIDDEN if there are no demo users, NOT_FOUND, UNAUTHENTICATED for a disabled one. */
  async asDemoUser(subject: string): Promise<SignedInAs> {
    if (this.demoUsers.length === 0) {
      throw new DomainError(
        "FORBIDDEN",
        "Demo users cannot sign in here: they need a server with demo data, outside production",
      );
    }
    const user = this.demoUsers.find((each) => each.subject === subject);
    if (!user) throw notFound("User", subject);
    const token = await this.#tokens.sign(user, TOKEN_LIFETIME);
    // The same check as for a request with this token, so that a disabled user is refused here.
    const caller = await this.#authentication.callerOf(`Bearer ${token}`);
    if (caller.expiresAt === null) throw new Error("The token has no end");
    return { token, expiresAt: caller.expiresAt, userId: requireUserId(caller) };
  }
}
