import { useCallback } from "react";
import { useSearchParams } from "wouter";

/** What changes in the query string; null, nothing and an empty list take a name out of it. */
export type AddressChange = Readonly<Record<string, string | readonly string[] | null>>;

export function withChange(parameters: URLSearchParams, change: AddressChange): URLSearchParams {
  const next = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(change)) {
    next.delete(name);
    for (const each of [value ?? []].flat()) if (each !== "") next.append(name, each);
  }
  return next;
}

/**
 * The query string, where filters are kept: so they survive a reload, and can be sent to others. A change takes the
 * place of the entry in the browser's history, unless it is to be something to come back from.
 */
export function useAddress() {
  const [parameters, setParameters] = useSearchParams();
  const change = useCallback(
    (changed: AddressChange, { replace = true }: { readonly replace?: boolean } = {}) =>
      setParameters((previous) => withChange(previous, changed), { replace }),
    [setParameters],
  );
  return [parameters, change] as const;
}
