import { Group, Stack, Text } from "@mantine/core";
import { useQuery } from "urql";
import { AuditLogDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { type AddressChange, useAddress } from "../shared/address.ts";
import { OnlyFor } from "../shared/only-for.tsx";
import { Empty, Loading, Page, RefusalAlert } from "../shared/page.tsx";
import { Pager, usePager } from "../shared/pager.tsx";
import { AuditExport } from "./audit-export.tsx";
import { readSearch, toAuditFilter } from "./audit-filter.ts";
import { AuditFilters } from "./audit-filters.tsx";
import { AuditItem } from "./audit-item.tsx";

const words = defineWords({
  en: {
    title: "Audit log",
    entries: "Entries, newest first",
    count: (count: string) => `Entries: ${count}`,
    none: "No entries match.",
  },
  vi: {
    title: "Nhật ký thao tác",
    entries: "Các mục, mới nhất trước",
    count: (count: string) => `Số mục: ${count}`,
    none: "Không có mục nào phù hợp.",
  },
});

const PAGE_SIZE = 25;

export default function AuditPage() {
  const { title } = useWords(words);
  return (
    <OnlyFor who="admins" title={title}>
      {() => <AuditLog />}
    </OnlyFor>
  );
}

function AuditLog() {
  const text = useWords(words);
  const format = useFormat();
  const [parameters, changeAddress] = useAddress();
  const search = readSearch(parameters);
  const filter = toAuditFilter(search);
  const pager = usePager(JSON.stringify(filter));
  const [{ data, error }, read] = useQuery({
    query: AuditLogDocument,
    variables: { filter, first: PAGE_SIZE, after: pager.after },
  });
  // Adds to the browser's history, so that a user who filtered for one object can go back to the whole list.
  const change = (changed: AddressChange) => changeAddress(changed, { replace: false });
  const log = data?.auditLog;
  return (
    <Page title={text.title}>
      <AuditFilters search={search} onChange={change} />
      {error && <RefusalAlert error={error} onRetry={read} />}
      {!error && !log && <Loading />}
      {!error && log && (
        <>
          <Group justify="space-between">
            <Text size="sm">{text.count(format.number(log.totalCount))}</Text>
            <AuditExport filter={filter} search={search} disabled={log.totalCount === 0} />
          </Group>
          {log.edges.length === 0 && <Empty>{text.none}</Empty>}
          <Stack component="ol" gap="xs" p={0} m={0} aria-label={text.entries} style={{ listStyle: "none" }}>
            {log.edges.map(({ node }) => (
              <AuditItem key={node.id} entry={node} onFilter={change} />
            ))}
          </Stack>
          <Pager pager={pager} pageSize={PAGE_SIZE} page={log} />
        </>
      )}
    </Page>
  );
}
