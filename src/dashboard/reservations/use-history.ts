import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type CombinedError, useClient } from "urql";
import { ReservationHistoryDocument } from "../api/documents.ts";
import { FROM_THE_SERVER } from "../api/queries.ts";
import { type HistoryFilter, toReservationFilter } from "./history-filter.ts";
import type { Reservation } from "./reservation-model.ts";

const PAGE = 25;
/** The server's maximum page size. */
const LARGEST = 100;

interface Shown {
  readonly rows: readonly Reservation[];
  readonly total: number;
  /** The cursor of the next page. Null if there is none. */
  readonly next: string | null;
}

/** The reservations that match a filter, loaded page by page. All shown pages can be read again. */
export function useHistory(filter: HistoryFilter) {
  const queries = useClient();
  const key = JSON.stringify(filter);
  const [shown, setShown] = useState<(Shown & { key: string }) | null>(null);
  const [error, setError] = useState<CombinedError | null>(null);
  const [fetching, setFetching] = useState(true);
  const turn = useRef(0);

  const read = useCallback(
    async (before: Shown | null, count: number) => {
      const mine = ++turn.current;
      setFetching(true);
      const { order, ...wanted } = JSON.parse(key) as HistoryFilter;
      const page = { filter: toReservationFilter({ ...wanted, order }), orderBy: order };
      let now: Shown = before ?? { rows: [], total: 0, next: null };
      const enough = now.rows.length + count;
      do {
        const first = Math.min(LARGEST, enough - now.rows.length);
        const variables = { ...page, first, after: now.next };
        const result = await queries
          .query(ReservationHistoryDocument, variables, FROM_THE_SERVER)
          .toPromise();
        // Another read has begun in the meantime.
        if (mine !== turn.current) return;
        setError(result.error ?? null);
        // What is shown stays.
        if (!result.data) return setFetching(false);
        const { edges, totalCount, pageInfo } = result.data.reservations;
        now = {
          rows: [...now.rows, ...edges.map(({ node }) => node)],
          total: totalCount,
          next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
        };
      } while (now.next !== null && now.rows.length < enough);
      setFetching(false);
      setShown({ ...now, key });
    },
    [queries, key],
  );
  useEffect(() => {
    void read(null, PAGE);
  }, [read]);
  const current = shown?.key === key ? shown : null;
  return useMemo(
    () => ({
      /** Null until the first page of the current filter is loaded. */
      shown: current,
      /** The last loaded list, to show while a new filter loads. */
      last: shown,
      error,
      fetching,
      more: () => read(current, PAGE),
      refetch: () => read(null, Math.max(PAGE, current?.rows.length ?? 0)),
    }),
    [current, shown, error, fetching, read],
  );
}
