/** Read for each request, so that a renewed token takes effect at once. */
export interface RequestIdentity {
  readonly token: () => string | null;
  /** Called when the server rejected a token. Resolves to the token to retry with, or to null if there is none. */
  readonly replaceToken: (refused: string) => Promise<string | null>;
  readonly language: () => string;
}

/** The request headers for the language and the token. Without a token the request is anonymous. */
export function headersOf({
  token,
  language,
}: Pick<RequestIdentity, "token" | "language">): Record<string, string> {
  const bearer = token();
  return { "accept-language": language(), ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) };
}
