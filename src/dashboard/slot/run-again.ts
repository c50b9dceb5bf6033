import { useEffect, useRef, useState } from "react";
import type { AnyVariables, UseQueryResponse } from "urql";
import { FROM_THE_SERVER } from "../api/queries.ts";
import { useFeedState, usePage } from "../app/context.ts";
import { useWhileVisible } from "../shared/while-visible.ts";

/**
 * Runs a query again whenever `because` is another one. A run that is under way by then may have read too early: it is
 * followed by one more.
 */
export function useRunAgain<Data, Variables extends AnyVariables>(
  [{ fetching, stale }, run]: UseQueryResponse<Data, Variables>,
  because: unknown,
): void {
  const last = useRef(because);
  const [isDue, setDue] = useState(false);
  const isBusy = fetching || stale;
  useEffect(() => {
    if (last.current === because) return;
    last.current = because;
    setDue(true);
  }, [because]);
  useEffect(() => {
    if (!isDue || isBusy) return;
    setDue(false);
    run(FROM_THE_SERVER);
  }, [isDue, isBusy, run]);
}

/** What was read last: an answer that did not come takes nothing away that is shown. */
export function useLast<Data>(data: Data | undefined): Data | undefined {
  const last = useRef(data);
  if (data !== undefined) last.current = data;
  return data ?? last.current;
}

/** How often the live feed came back after a break, however short: what happened meanwhile has to be read. */
export function useReturns(): number {
  const { kind } = useFeedState();
  const wasLost = useRef(false);
  const [returns, setReturns] = useState(0);
  useEffect(() => {
    if (kind === "lost" || kind === "renewing") wasLost.current = true;
    if (kind !== "live" || !wasLost.current) return;
    wasLost.current = false;
    setReturns((count) => count + 1);
  }, [kind]);
  return returns;
}

/** Counts up every so often while somebody looks at the page, and when they come back to it. */
export function useTick(everyMs: number): number {
  const [ticks, setTicks] = useState(0);
  useWhileVisible(everyMs, () => setTicks((count) => count + 1));
  return ticks;
}

/** The server keeps a deadline within a second. */
const KEPT_WITHIN_MS = 1_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Counts up when the server has kept a deadline that somebody looks at. */
export function useDeadlines(at: string | undefined): number {
  const { clock } = usePage();
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    const leftMs = at === undefined ? 0 : Date.parse(at) - clock.now();
    if (leftMs <= 0) return;
    const inMs = Math.min(leftMs + KEPT_WITHIN_MS, LONGEST_TIMER_MS);
    const timer = setTimeout(() => setPassed((count) => count + 1), inMs);
    return () => clearTimeout(timer);
  }, [at, clock]);
  return passed;
}
