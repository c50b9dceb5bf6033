/** Asked whenever something is sent, so that a renewed token counts at once. */
export interface Speaker {
  readonly token: () => string | null;
  /** The token that was sent is no good, whatever it says of itself; the one to try with instead, where there is one. */
  readonly replaceToken: (refused: string) => Promise<string | null>;
  readonly language: () => string;
}

/** What a request says of who sends it: nobody, where there is no token. */
export function headersOf({ token, language }: Pick<Speaker, "token" | "language">): Record<string, string> {
  const bearer = token();
  return { "accept-language": language(), ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) };
}
