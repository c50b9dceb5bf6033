/** A token, and how to get the next one. */
export interface Grant {
  readonly token: string;
  /** The user: the `sub` of the token. */
  readonly user: string;
  /**
   * How long the token remains valid, independent of this machine's clock. Null if the token cannot be renewed: then it
   * is used until the server refuses it.
   */
  readonly lifetimeMs: number | null;
  /** What a reloaded page needs to continue the session. It is stored in this tab only. */
  readonly kept: StoredGrant;
}

export type StoredGrant =
  | { readonly kind: "demo"; readonly subject: string }
  | OpenIdGrant
  /** A token that the user pasted. It cannot be renewed. */
  | { readonly kind: "token"; readonly token: string };

/** The tokens of an OpenID Connect provider. */
export interface OpenIdGrant {
  readonly kind: "oidc";
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly accessToken: string;
  /** By this machine's `Date.now()`, computed from the lifetime in the provider's response. */
  readonly expiresAt: number;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
}

/** Gets tokens. Null: the user has to sign in again. The methods throw if the issuer cannot be reached. */
export interface Grants {
  /** A token for the stored grant: the same one if it is still valid. */
  resume(kept: StoredGrant): Promise<Grant | null>;
  /** The next token, when the last one is about to expire. */
  renew(kept: StoredGrant): Promise<Grant | null>;
}
