import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import { Box, Group, Text } from "@mantine/core";
import { useId } from "react";
import type { AnalyticsBucket } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat, useLocale } from "../app/time.tsx";
import { type Bucket, bucketLabel, type CountKind, countKinds, figureWords, tickLabel } from "./figures.ts";
import { countColors, Pattern, Swatch } from "./patterns.tsx";

const words = defineWords({
  en: {
    summary: (created: string, ended: string, buckets: string, peak: string) =>
      `Bar chart of reservations: ${created} created and ${ended} ended over ${buckets} ${buckets === "1" ? "period" : "periods"}.${peak}`,
    peak: (when: string, count: string) => ` Busiest: ${when} (${count} created).`,
    legend: "Left bar: created. Right bar: outcome.",
  },
  vi: {
    summary: (created: string, ended: string, buckets: string, peak: string) =>
      `Biểu đồ cột về lượt đặt: ${created} lượt được tạo và ${ended} lượt kết thúc trong ${buckets} khoảng thời gian.${peak}`,
    peak: (when: string, count: string) => ` Nhiều lượt được tạo nhất: ${when} (${count}).`,
    legend: "Cột trái: đã tạo. Cột phải: kết quả.",
  },
});

interface AnalyticsChartProps {
  readonly buckets: readonly Bucket[];
  readonly bucket: AnalyticsBucket;
}

/** Reservations created and ended over time. Screen readers read the table beside it, which has the same numbers. */
export default function AnalyticsChart({ buckets, bucket }: AnalyticsChartProps) {
  const text = useWords(figureWords);
  const { legend } = useWords(words);
  const locale = useLocale();
  const prefix = useId();
  const summary = useSummary(buckets, bucket);
  const series = countKinds.map((kind) => ({
    name: kind,
    label: text.counts[kind],
    color: countColors[kind],
    stackId: kind === "created" ? "created" : "ended",
  }));
  const idOf = (kind: string) => `${prefix}-${kind}`;
  return (
    <Box>
      <BarChart
        h={320}
        role="img"
        aria-label={summary}
        data={buckets.map((each) => ({ ...each }))}
        dataKey="start"
        series={series}
        barProps={({ name }) => ({
          fill: `url(#${idOf(name)})`,
          stroke: countColors[name as CountKind],
          strokeOpacity: 1,
        })}
        maxBarWidth={28}
        // Keyboard users have the table: nothing in an image takes the focus.
        accessibilityLayer={false}
        xAxisProps={{ tickFormatter: (start: string) => tickLabel(start, bucket, locale) }}
        yAxisProps={{ allowDecimals: false, width: 40 }}
        tooltipProps={{
          // There is no label while the pointer is outside the chart.
          labelFormatter: (start) => (start ? bucketLabel(String(start), bucket, locale) : null),
        }}
      >
        <defs>
          {countKinds.map((kind) => (
            <Pattern key={kind} id={idOf(kind)} kind={kind} />
          ))}
        </defs>
      </BarChart>
      <Group gap="md" mt="xs" justify="center">
        {countKinds.map((kind) => (
          <Group key={kind} gap={6} wrap="nowrap">
            <Swatch kind={kind} />
            <Text size="sm">{text.counts[kind]}</Text>
          </Group>
        ))}
      </Group>
      <Text size="xs" ta="center" mt={4}>
        {legend}
      </Text>
    </Box>
  );
}

function useSummary(buckets: readonly Bucket[], bucket: AnalyticsBucket): string {
  const { summary, peak } = useWords(words);
  const locale = useLocale();
  const format = useFormat();
  const sum = (kinds: readonly CountKind[]) =>
    kinds.reduce((total, kind) => total + buckets.reduce((all, each) => all + each[kind], 0), 0);
  const created = sum(["created"]);
  const ended = sum(["completed", "cancelled", "expired", "missed"]);
  const most = buckets.reduce<Bucket | null>(
    (best, each) => (each.created > (best?.created ?? 0) ? each : best),
    null,
  );
  const high = most ? peak(bucketLabel(most.start, bucket, locale), format.number(most.created)) : "";
  return summary(format.number(created), format.number(ended), format.number(buckets.length), high);
}
