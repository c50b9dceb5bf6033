import { useClient } from "urql";
import {
  type AuditEntryFieldsFragment,
  AuditLogDocument,
  type AuditLogFilter,
  type AuditLogQueryVariables,
} from "../api/documents.ts";
import { FROM_THE_SERVER } from "../api/queries.ts";
import { refusalOf } from "../api/refusals.ts";
import { defineWords, useLanguage, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { csvFileName } from "../shared/csv.ts";
import { CsvButton } from "../shared/csv-button.tsx";
import { notifyDone, notifyRefused } from "../shared/notify.tsx";
import type { AuditSearch } from "./audit-filter.ts";

const words = defineWords({
  en: {
    file: "audit-log",
    header: [
      "Time",
      "User",
      "User ID",
      "Operation",
      "Object type",
      "Object ID",
      "Organisation",
      "Request ID",
      "Before",
      "After",
    ],
    cut: (count: string) =>
      `The file has only the newest ${count} entries. Choose a shorter period to get the rest.`,
  },
  vi: {
    file: "nhat-ky-thao-tac",
    header: [
      ...[
        "Thời gian",
        "Người dùng",
        "ID người dùng",
        "Thao tác",
        "Loại đối tượng",
        "ID đối tượng",
        "Tổ chức",
        "ID yêu cầu",
      ],
      ...["Trước", "Sau"],
    ],
    cut: (count: string) =>
      `Tệp chỉ có ${count} mục mới nhất. Hãy chọn khoảng thời gian ngắn hơn để lấy các mục còn lại.`,
  },
});

const PAGE_SIZE = 100;
const MAX_PAGES = 20;

interface AuditExportProps {
  readonly filter: AuditLogFilter;
  readonly search: AuditSearch;
  readonly disabled: boolean;
}

/** Exports all matching entries, not only the page that is shown. If there are too many, it exports the newest. */
export function AuditExport({ filter, search, disabled }: AuditExportProps) {
  const text = useWords(words);
  const { language } = useLanguage();
  const format = useFormat();
  const client = useClient();
  const rows = async () => {
    const entries: AuditEntryFieldsFragment[] = [];
    let after: string | null = null;
    for (let page = 0; page < MAX_PAGES; page++) {
      const variables: AuditLogQueryVariables = { filter, first: PAGE_SIZE, after };
      const { data, error } = await client.query(AuditLogDocument, variables, FROM_THE_SERVER).toPromise();
      if (error || !data) {
        if (error) notifyRefused(refusalOf(error, language));
        return null;
      }
      const { edges, pageInfo } = data.auditLog;
      entries.push(...edges.map(({ node }) => node));
      if (!pageInfo.hasNextPage || !pageInfo.endCursor) return [text.header, ...entries.map(rowOf)];
      after = pageInfo.endCursor;
    }
    notifyDone(text.cut(format.number(entries.length)));
    return [text.header, ...entries.map(rowOf)];
  };
  const name = csvFileName(text.file, search.from ?? "", search.to ?? "", search.operation ?? "");
  return <CsvButton fileName={name} rows={rows} disabled={disabled} />;
}

function rowOf(entry: AuditEntryFieldsFragment): (string | null)[] {
  const { occurredAt, actor, actorName = null, operation, thingType, thingId = null } = entry;
  const { organisation = null, requestId, before, after } = entry;
  const json = (facts: typeof before) => (facts ? JSON.stringify(facts) : null);
  return [
    ...[occurredAt, actorName, actor.id, operation, thingType, thingId, organisation, requestId],
    ...[json(before), json(after)],
  ];
}
