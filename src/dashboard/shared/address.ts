import { useCallback } from "react";
import { useSearchParams } from "wouter";

/** A change of the query string. Null, an empty string and an empty list remove the parameter. */
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
 * The query string, where filters are kept so that they survive a reload and can be shared. A change replaces the
 * current entry of the browser's history unless `replace` is false.
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
