import { Group, Loader, Stack, Text } from "@mantine/core";
import { useCallback, useMemo } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import { isStaff } from "../app/me.ts";
import { useFormat } from "../app/time.tsx";
import { routes } from "../routes.ts";
import { useAddress } from "../shared/address.ts";
import { ClearFilters } from "../shared/clear-filters.tsx";
import { BackLink } from "../shared/links.tsx";
import { OnlyFor } from "../shared/only-for.tsx";
import { Empty, Loading, Page, RefusalAlert } from "../shared/page.tsx";
import { useRefetch } from "../shared/refetch.ts";
import { ShowMore } from "../shared/show-more.tsx";
import { CodeSearch } from "./code-search.tsx";
import { type HistoryFilter, isFiltering, noFilter, readFilter, writeFilter } from "./history-filter.ts";
import { HistoryFilters } from "./history-filters.tsx";
import { HistoryList } from "./history-list.tsx";
import { useHistory } from "./use-history.ts";
import { useReservationEvents } from "./use-reservation-events.ts";
import { useSteps } from "./use-steps.tsx";

const words = defineWords({
  en: {
    title: "Reservation history",
    toLists: "Back to current reservations",
    shown: (shown: string, total: string) => `${shown} of ${total} shown`,
    nothing: "No reservations match.",
  },
  vi: {
    title: "Lịch sử đặt chỗ",
    toLists: "Về các lượt đặt hiện tại",
    shown: (shown: string, total: string) => `Hiện ${shown} trên ${total} lượt`,
    nothing: "Không có lượt đặt nào phù hợp.",
  },
});

export default function HistoryPage() {
  const text = useWords(words);
  return (
    <OnlyFor who="members" title={text.title}>
      {({ roles }) => (
        <Page title={text.title} actions={<CodeSearch />}>
          <BackLink href={routes.reservations}>{text.toLists}</BackLink>
          <History isStaff={isStaff(roles)} />
        </Page>
      )}
    </OnlyFor>
  );
}

const APART_MS = 1_000;

function History({ isStaff }: { isStaff: boolean }) {
  const text = useWords(words);
  const format = useFormat();
  const [search, changeAddress] = useAddress();
  const filter = useMemo(() => readFilter(search), [search]);
  const change = (changed: HistoryFilter) => changeAddress(writeFilter(changed));
  const { shown, last, error, fetching, more, refetch: read } = useHistory(filter);
  const refetch = useRefetch({ isReading: fetching, read, minIntervalMs: APART_MS });
  const { onStep, busyOf, dialogs } = useSteps(refetch);
  // New reservations do not move the list under the reader. Only changes of the listed ones are read.
  const ids = useMemo(() => new Set(shown?.rows.map(({ id }) => id)), [shown]);
  const onEvent = useCallback(
    ({ reservation }: { reservation: { id: string } }) => ids.has(reservation.id) && refetch(),
    [ids, refetch],
  );
  useReservationEvents({ stationId: null, onEvent, onStale: refetch });
  const list = shown ?? (error ? null : last);
  return (
    <Stack>
      <HistoryFilters filter={filter} onChange={change} />
      {error && <RefusalAlert error={error} onRetry={refetch} />}
      {!list && !error && <Loading />}
      {list && (
        <div aria-busy={!shown}>
          <Group gap="xs" mb="xs" mih={24}>
            <Text size="sm" role="status">
              {text.shown(format.number(list.rows.length), format.number(list.total))}
            </Text>
            {!shown && <Loader size="xs" aria-hidden />}
          </Group>
          {list.rows.length > 0 ? (
            <HistoryList rows={list.rows} showOwner={isStaff} onStep={onStep} busyOf={busyOf} />
          ) : (
            <Empty>
              <Text>{text.nothing}</Text>
              {isFiltering(filter) && <ClearFilters onClear={() => change(noFilter)} />}
            </Empty>
          )}
        </div>
      )}
      {shown?.next && <ShowMore busy={fetching} onMore={more} />}
      {dialogs}
    </Stack>
  );
}
