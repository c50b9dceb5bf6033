import { useLocation, useSearch } from "wouter";
import { routes } from "../routes.ts";

/** The address of the sign-in page, with the current page as the one to return to. */
export function useSignInPath(): string {
  const [path] = useLocation();
  const query = useSearch();
  return signInPath(query === "" ? path : `${path}?${query}`);
}

export function signInPath(from: string): string {
  return isOfSigningIn(from) ? routes.signIn : `${routes.signIn}?return=${encodeURIComponent(from)}`;
}

/**
 * Where to go after signing in: always a path of this origin.
 *
 * @param wanted such as `/reservations?page=2`. @param origin of the page.
 */
export function safeReturnPath(wanted: unknown, origin: string): string {
  if (typeof wanted !== "string" || !URL.canParse(wanted, origin)) return routes.board;
  const { origin: whose, pathname, search, hash } = new URL(wanted, origin);
  // A path that begins with two slashes would be another host, and the path of a blob: URL is an absolute URL.
  if (whose !== origin || !/^\/(?![/\\])/.test(pathname) || isOfSigningIn(pathname)) return routes.board;
  return pathname + search + hash;
}

function isOfSigningIn(path: string): boolean {
  return /^\/sign-in([/?#]|$)/.test(path);
}
