/** A token, and how to get the next one. */
export interface Grant {
  readonly token: string;
  /** Whose it is: the `sub` of the token. */
  readonly user: string;
  /**
   * For how long it is good from now on, whatever the clock of this machine says; null where none follows it: then it
   * is good until the server refuses it.
   */
  readonly lifetimeMs: number | null;
  /** What a reload of the page needs to go on; it is kept in this tab only. */
  readonly kept: KeptGrant;
}

export type KeptGrant =
  | { readonly kind: "demo"; readonly subject: string }
  | OpenIdGrant
  /** A token that was pasted in: nothing follows it. */
  | { readonly kind: "token"; readonly token: string };

/** What an OpenID Connect provider gave. */
export interface OpenIdGrant {
  readonly kind: "oidc";
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly accessToken: string;
  /** By `Date.now()` of this machine, from the lifetime that the provider told. */
  readonly expiresAt: number;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
}

/** How tokens are got. Null: the user has to sign in again. They throw where nobody answers who could say so. */
export interface Grants {
  /** A token for what a tab kept: the same one where it is still good. */
  resume(kept: KeptGrant): Promise<Grant | null>;
  /** The next token, where the last is about to expire. */
  renew(kept: KeptGrant): Promise<Grant | null>;
}
