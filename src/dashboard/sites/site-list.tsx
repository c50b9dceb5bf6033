import { Paper, Table, Text } from "@mantine/core";
import { useMemo } from "react";
import { useQuery } from "urql";
import { type SiteDetailsFragment, SitesDocument } from "../api/documents.ts";
import { useStations } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import type { StatusCounts } from "../live/live-slot.ts";
import { pathOf, routes } from "../routes.ts";
import { useOrganisation } from "../session/organisation.ts";
import { TextLink } from "../shared/links.tsx";
import { Empty, Loading, RefusalAlert } from "../shared/page.tsx";
import { Pager, usePager } from "../shared/pager.tsx";
import { slotStatuses } from "../shared/slot-statuses.ts";
import { statusWords } from "../shared/status.tsx";
import { siteWords } from "./site-words.ts";

const words = defineWords({
  en: {
    caption: "Stations",
    name: "Name",
    address: "Address",
    mode: "Booking",
    slots: "Slots now",
    noSlots: "none",
    none: "No stations yet.",
    notFound: (name: string) => `No station name contains “${name}”.`,
  },
  vi: {
    caption: "Các trạm sạc",
    name: "Tên",
    address: "Địa chỉ",
    mode: "Cách đặt chỗ",
    slots: "Các chỗ lúc này",
    noSlots: "chưa có",
    none: "Chưa có trạm nào.",
    notFound: (name: string) => `Không có trạm nào có “${name}” trong tên.`,
  },
});

const context = { additionalTypenames: ["Station"] };

const PAGE_SIZE = 20;

/** A paginated list of the stations that the user may manage. */
export function SiteList({ search }: { search: string }) {
  const text = useWords(words);
  const organisation = useOrganisation();
  const pager = usePager(search);
  const filter = { ...(search && { nameContains: search }), ...(organisation && { organisation }) };
  const variables = { first: PAGE_SIZE, after: pager.after, filter };
  const [{ data, error, fetching, stale }, read] = useQuery({ query: SitesDocument, variables, context });
  if (!data) return error ? <RefusalAlert error={error} onRetry={read} /> : <Loading />;
  const { edges, totalCount } = data.stations;
  if (totalCount === 0 && fetching) return <Loading />;
  if (totalCount === 0)
    return (
      <Empty>
        <Text>{search ? text.notFound(search) : text.none}</Text>
      </Empty>
    );
  return (
    <>
      <Paper withBorder aria-busy={fetching || stale}>
        <SiteTable sites={edges.map(({ node }) => node)} />
      </Paper>
      <Pager pager={pager} pageSize={PAGE_SIZE} page={data.stations} />
    </>
  );
}

function SiteTable({ sites }: { sites: readonly SiteDetailsFragment[] }) {
  const text = useWords(words);
  const { modes } = useWords(siteWords);
  const stations = useStations();
  const counts = useMemo(() => new Map(stations.map(({ id, counts }) => [id, counts])), [stations]);
  return (
    <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
      <caption className="visually-hidden">{text.caption}</caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{text.name}</Table.Th>
          <Table.Th scope="col" visibleFrom="sm">
            {text.address}
          </Table.Th>
          <Table.Th scope="col" visibleFrom="md">
            {text.mode}
          </Table.Th>
          <Table.Th scope="col">{text.slots}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sites.map(({ id, name, address, bookingMode }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row" style={{ overflowWrap: "anywhere" }}>
              <TextLink href={pathOf(routes.site, id)}>{name}</TextLink>
            </Table.Th>
            <Table.Td visibleFrom="sm" style={{ overflowWrap: "anywhere" }}>
              {address ?? "–"}
            </Table.Td>
            <Table.Td visibleFrom="md">{modes[bookingMode]}</Table.Td>
            <Table.Td>
              <Counts counts={counts.get(id)} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Counts({ counts }: { counts: StatusCounts | undefined }) {
  const text = useWords(words);
  const { slot } = useWords(statusWords);
  const format = useFormat();
  const some = slotStatuses.filter((status) => counts && counts[status] > 0);
  if (!counts || some.length === 0) return text.noSlots;
  return some.map((status) => `${format.number(counts[status])} ${slot[status].toLowerCase()}`).join(", ");
}
