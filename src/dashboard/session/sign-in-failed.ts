/** Why nobody is signed in after they went to a provider, or came back from it. */
export class SignInFailed extends Error {
  readonly kind: "refused" | "unknown-state" | "unreachable" | "insecure";
  /** What the provider says of it: its code, and its words where it has any. */
  readonly provider: { readonly code: string; readonly words: string | null } | null;

  constructor(kind: SignInFailed["kind"], provider: SignInFailed["provider"] = null) {
    super(kind);
    this.kind = kind;
    this.provider = provider;
  }

  /** Whatever else is thrown on the way, as the code that could not be fetched: somebody did not answer. */
  static from(error: unknown): SignInFailed {
    return error instanceof SignInFailed ? error : new SignInFailed("unreachable");
  }
}
