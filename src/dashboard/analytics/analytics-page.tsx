import { Grid, Skeleton, Stack } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useQuery } from "urql";
import { AnalyticsDocument } from "../api/documents.ts";
import { untilReached } from "../api/until-reached.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useNow } from "../app/time.tsx";
import { useAddress } from "../shared/address.ts";
import { commonWords } from "../shared/common-words.ts";
import { csvFileName } from "../shared/csv.ts";
import { CsvButton } from "../shared/csv-button.tsx";
import { OnlyFor } from "../shared/only-for.tsx";
import { Loading, Page, RefusalAlert } from "../shared/page.tsx";
import { useLatestData, useQueryRefetch } from "../shared/refetch.ts";
import { Section } from "../shared/section.tsx";
import { useChosenStation } from "../shared/station-select.tsx";
import { useWhileVisible } from "../shared/while-visible.ts";
import { AnalyticsFilters } from "./analytics-filters.tsx";
import { AnalyticsTable } from "./analytics-table.tsx";
import { FigureTiles } from "./figure-tiles.tsx";
import { type Analytics, countKinds, figureWords } from "./figures.ts";
import { type View, viewOf } from "./period.ts";

const AnalyticsChart = lazy(() => untilReached(() => import("./analytics-chart.tsx")));

const words = defineWords({
  en: {
    title: "Analytics",
    overTime: "Over time",
    start: "Start (UTC)",
    file: "analytics",
  },
  vi: {
    title: "Thống kê",
    overTime: "Theo thời gian",
    start: "Bắt đầu (UTC)",
    file: "thong-ke",
  },
});

const REFRESH_MS = 60_000;
const CHART_HEIGHT = 380;

export default function AnalyticsPage() {
  const { title } = useWords(words);
  return (
    <OnlyFor who="staff" title={title}>
      {() => <AnalyticsOfReservations />}
    </OnlyFor>
  );
}

function AnalyticsOfReservations() {
  const { title } = useWords(words);
  const [parameters, change] = useAddress();
  const view = viewOf(parameters, useNow(REFRESH_MS));
  return (
    <Page title={title} size="100%">
      <AnalyticsFilters view={view} onChange={change} />
      <Figures view={view} />
    </Page>
  );
}

function Figures({ view }: { view: View }) {
  const { overTime } = useWords(words);
  const { bucket, range, stationId } = view;
  const variables = { ...range, bucket: bucket ?? "DAY", stationId };
  const query = useQuery({ query: AnalyticsDocument, variables, pause: bucket === null });
  const [state] = query;
  const { error, fetching, stale } = state;
  const data = useLatestData(state, JSON.stringify(variables));
  const refetch = useQueryRefetch(query);
  useWhileVisible(bucket && REFRESH_MS, refetch);
  if (bucket === null) return null;
  if (!data) return error ? <RefusalAlert error={error} onRetry={refetch} /> : <Loading />;
  const figures = data.reservationAnalytics;
  return (
    <Stack aria-busy={fetching || stale}>
      {error && <RefusalAlert error={error} onRetry={refetch} />}
      <FigureTiles figures={figures} />
      <Section title={overTime} actions={<Export view={view} figures={figures} />}>
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Suspense fallback={<Skeleton h={CHART_HEIGHT} />}>
              <AnalyticsChart buckets={figures.buckets} bucket={bucket} />
            </Suspense>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <AnalyticsTable figures={figures} bucket={bucket} />
          </Grid.Col>
        </Grid>
      </Section>
    </Stack>
  );
}

/** Exports the table's contents for a spreadsheet. */
function Export({ view, figures }: { view: View; figures: Analytics }) {
  const text = useWords(words);
  const common = useWords(commonWords);
  const { counts } = useWords(figureWords);
  const station = useChosenStation(view.stationId);
  const rows = () => [
    [text.start, ...(station ? [common.station] : []), ...countKinds.map((kind) => counts[kind])],
    ...figures.buckets.map((each) => [
      each.start,
      ...(station ? [station.name] : []),
      ...countKinds.map((kind) => each[kind]),
    ]),
  ];
  const name = csvFileName(text.file, view.firstDay, view.lastDay, station?.name ?? "");
  return <CsvButton fileName={name} rows={rows} />;
}
