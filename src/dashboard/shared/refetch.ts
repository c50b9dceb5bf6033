import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { AnyVariables, CombinedError, UseQueryResponse } from "urql";
import { FROM_THE_SERVER } from "../api/queries.ts";
import { useFeedState, usePage } from "../app/context.ts";

interface Reading {
  readonly isReading: boolean;
  readonly read: () => void;
  /** The minimum time between two reads. */
  readonly minIntervalMs?: number;
}

/** Returns a stable function that requests another read, after the one in progress, whose data may be too old. */
export function useRefetch({ isReading, read, minIntervalMs = 0 }: Reading): () => void {
  const [wanted, setWanted] = useState(false);
  const readAt = useRef(Number.NEGATIVE_INFINITY);
  const begin = useEffectEvent(() => {
    readAt.current = performance.now();
    setWanted(false);
    read();
  });
  useEffect(() => {
    if (!wanted || isReading) return;
    const timer = setTimeout(() => begin(), Math.max(0, readAt.current + minIntervalMs - performance.now()));
    return () => clearTimeout(timer);
  }, [wanted, isReading, minIntervalMs]);
  return useCallback(() => setWanted(true), []);
}

/** `useRefetch` for a query. */
export function useQueryRefetch<Data, Variables extends AnyVariables>(
  [{ fetching, stale }, run]: UseQueryResponse<Data, Variables>,
  minIntervalMs?: number,
): () => void {
  return useRefetch({ isReading: fetching || stale, read: () => run(FROM_THE_SERVER), minIntervalMs });
}

/** Runs a function each time a value, such as a version, changes. It does not run for the initial value. */
export function useOnChange(value: string | number | undefined, run: () => void): void {
  const runNow = useEffectEvent(run);
  const last = useRef(value);
  useEffect(() => {
    if (last.current === value) return;
    last.current = value;
    runNow();
  }, [value]);
}

/** Runs a function when the live feed is back after a disconnection, however short, to read what it missed. */
export function useOnReconnect(run: () => void): void {
  const runNow = useEffectEvent(run);
  const { kind } = useFeedState();
  const wasLost = useRef(false);
  useEffect(() => {
    if (kind === "live" && wasLost.current) runNow();
    wasLost.current = kind === "lost" || kind === "renewing";
  }, [kind]);
}

/** The server acts on a deadline within a second. */
const KEPT_WITHIN_MS = 1_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Runs a function when the server must have acted on a deadline. */
export function useOnDeadline(at: string | undefined, run: () => void): void {
  const { clock } = usePage();
  const runNow = useEffectEvent(run);
  useEffect(() => {
    const leftMs = at === undefined ? 0 : Date.parse(at) - clock.now();
    if (leftMs <= 0) return;
    const timer = setTimeout(() => runNow(), Math.min(leftMs + KEPT_WITHIN_MS, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }, [at, clock]);
}

interface QueryState<Data> {
  readonly data?: Data | undefined;
  readonly error?: CombinedError | undefined;
  readonly fetching: boolean;
}

/**
 * The latest data of a query. Data that is shown stays when it is read again and that fails.
 *
 * @param of what is read, if that can change: data of something else does not stay.
 */
export function useLatestData<Data>(
  { data: answered, error, fetching }: QueryState<Data>,
  of = "",
): Data | undefined {
  const last = useRef<{ readonly of: string; readonly data: Data } | null>(null);
  // What could not be read is null in the data, as if it did not exist.
  const data = error ? undefined : answered;
  // While something else is being read, the query still returns the data of what was read before.
  if (data !== undefined && !fetching) last.current = { of, data };
  return data ?? (last.current?.of === of ? last.current.data : undefined);
}
