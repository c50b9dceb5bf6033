import { Table } from "@mantine/core";
import type { AnalyticsBucket } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat, useLocale } from "../app/time.tsx";
import { ScrollRegion } from "../shared/scroll-region.tsx";
import { type Analytics, bucketLabel, countKinds, figureWords } from "./figures.ts";

const words = defineWords({
  en: { caption: "Reservations over time, in UTC" },
  vi: { caption: "Lượt đặt theo thời gian, giờ UTC" },
});

/** The numbers that the chart shows, oldest first. */
export function AnalyticsTable({ figures, bucket }: { figures: Analytics; bucket: AnalyticsBucket }) {
  const text = useWords(figureWords);
  const { caption } = useWords(words);
  const locale = useLocale();
  const format = useFormat();
  return (
    <ScrollRegion label={caption} maxHeight={400}>
      <Table
        stickyHeader
        captionSide="top"
        highlightOnHover
        verticalSpacing={6}
        horizontalSpacing={6}
        fz="sm"
      >
        <Table.Caption ta="left" mt={0} c="inherit">
          {caption}
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{text.bucket[bucket]}</Table.Th>
            {countKinds.map((kind) => (
              <Table.Th key={kind} scope="col" ta="right">
                {text.counts[kind]}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {figures.buckets.map((each) => (
            <Table.Tr key={each.start}>
              <Table.Th scope="row" fw={400} style={{ whiteSpace: "nowrap" }}>
                <time dateTime={each.start}>{bucketLabel(each.start, bucket, locale)}</time>
              </Table.Th>
              {countKinds.map((kind) => (
                <Cell key={kind}>{format.number(each[kind])}</Cell>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr fw={700}>
            <Table.Th scope="row">{text.total}</Table.Th>
            {countKinds.map((kind) => (
              <Cell key={kind}>{format.number(figures[kind])}</Cell>
            ))}
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </ScrollRegion>
  );
}

function Cell({ children }: { children: string }) {
  return (
    <Table.Td ta="right" style={{ fontVariantNumeric: "tabular-nums" }}>
      {children}
    </Table.Td>
  );
}
