import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { type BoardFilter, readFilter, writeFilter } from "./board-filter.ts";

// Browsers limit how often a page may change its address.
const WRITE_AFTER_MS = 250;

/** The filter, kept in the address so that it survives a reload, returns with the page, and can be shared. */
export function useBoardFilter(): readonly [BoardFilter, (changes: Partial<BoardFilter>) => void] {
  const [params, setParams] = useSearchParams();
  const [filter, setFilter] = useState(() => readFilter(params));
  const written = useRef(params.toString());
  const address = params.toString();
  useEffect(() => {
    // The address was changed elsewhere, so the filter follows it.
    if (address === written.current) return;
    written.current = address;
    setFilter(readFilter(new URLSearchParams(address)));
  }, [address]);
  useEffect(() => {
    const next = writeFilter(new URLSearchParams(written.current), filter);
    if (next.toString() === written.current) return;
    const isTyping = next.get("q") !== new URLSearchParams(written.current).get("q");
    const write = () => {
      written.current = next.toString();
      setParams(next, { replace: true });
    };
    const timer = setTimeout(write, isTyping ? WRITE_AFTER_MS : 0);
    return () => clearTimeout(timer);
  }, [filter, setParams]);
  const change = useCallback(
    (changes: Partial<BoardFilter>) => setFilter((old) => ({ ...old, ...changes })),
    [],
  );
  return useMemo(() => [filter, change] as const, [filter, change]);
}
