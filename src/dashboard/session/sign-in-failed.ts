/** A failed sign-in at an OpenID Connect provider. */
export class SignInFailed extends Error {
  readonly kind: "refused" | "unknown-state" | "unreachable" | "insecure";
  /** The provider's error code, and its description if it has one. */
  readonly provider: { readonly code: string; readonly words: string | null } | null;

  constructor(kind: SignInFailed["kind"], provider: SignInFailed["provider"] = null) {
    super(kind);
    this.kind = kind;
    this.provider = provider;
  }

  /** Any other error, such as code that could not be fetched, means that something could not be reached. */
  static from(error: unknown): SignInFailed {
    return error instanceof SignInFailed ? error : new SignInFailed("unreachable");
  }
}
