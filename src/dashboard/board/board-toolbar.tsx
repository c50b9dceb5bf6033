import { CloseButton, NativeSelect, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { memo } from "react";
import type { SlotStatus } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import type { StatusCounts } from "../live/live-slot.ts";
import { slotStatuses } from "../shared/slot-statuses.ts";
import { slotLooks, statusWords } from "../shared/status.tsx";
import type { BoardFilter } from "./board-filter.ts";
import classes from "./board-toolbar.module.css";
import { tints } from "./tints.ts";

const words = defineWords({
  en: {
    filters: "Find slots",
    search: "Search by station, address or slot",
    clear: "Clear search",
    status: "Filter by status",
    connector: "Connector",
    anyConnector: "Any connector",
  },
  vi: {
    filters: "Tìm chỗ sạc",
    search: "Tìm theo trạm, địa chỉ hoặc chỗ sạc",
    clear: "Xóa từ khóa",
    status: "Lọc theo trạng thái",
    connector: "Đầu nối",
    anyConnector: "Mọi loại đầu nối",
  },
});

interface BoardToolbarProps {
  readonly filter: BoardFilter;
  readonly onChange: (changes: Partial<BoardFilter>) => void;
  /** Counts for all stations. Null until they are loaded. */
  readonly total: StatusCounts | null;
  /** The counts may be out of date. */
  readonly isOld: boolean;
  /** The known connectors, one per line. */
  readonly connectors: string;
}

/** Filters of the board, with the total count of each status. */
export function BoardToolbar({ filter, onChange, total, isOld, connectors }: BoardToolbarProps) {
  const text = useWords(words);
  const toggle = (status: SlotStatus) =>
    onChange({
      statuses: slotStatuses.filter((other) => filter.statuses.includes(other) !== (other === status)),
    });
  return (
    <search className={classes["toolbar"]} data-old={isOld || undefined} aria-label={text.filters}>
      <fieldset className={classes["statuses"]}>
        <legend className="visually-hidden">{text.status}</legend>
        {slotStatuses.map((status) => (
          <StatusToggle
            key={status}
            status={status}
            count={total?.[status] ?? null}
            isPressed={filter.statuses.includes(status)}
            onToggle={toggle}
          />
        ))}
      </fieldset>
      <Fields text={filter.text} connector={filter.connector} onChange={onChange} connectors={connectors} />
    </search>
  );
}

interface FieldsProps extends Pick<BoardFilter, "text" | "connector"> {
  readonly onChange: (changes: Partial<BoardFilter>) => void;
  readonly connectors: string;
}

const Fields = memo(function Fields({ text, connector, onChange, connectors }: FieldsProps) {
  const say = useWords(words);
  const known = connectors === "" ? [] : connectors.split("\n");
  // The chosen connector stays in the list even if no slot has it.
  const options = [...new Set([...known, ...(connector ? [connector] : [])])];
  return (
    <>
      <TextInput
        type="search"
        aria-label={say.search}
        placeholder={say.search}
        value={text}
        maxLength={200}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          text && <CloseButton size="sm" aria-label={say.clear} onClick={() => onChange({ text: "" })} />
        }
      />
      <NativeSelect
        aria-label={say.connector}
        value={connector ?? ""}
        onChange={(event) => onChange({ connector: event.currentTarget.value || null })}
        data={[{ value: "", label: say.anyConnector }, ...options]}
      />
    </>
  );
});

interface StatusToggleProps {
  readonly status: SlotStatus;
  readonly count: number | null;
  readonly isPressed: boolean;
  readonly onToggle: (status: SlotStatus) => void;
}

const StatusToggle = memo(function StatusToggle({ status, count, isPressed, onToggle }: StatusToggleProps) {
  const word = useWords(statusWords).slot[status];
  const format = useFormat();
  const { icon: Icon } = slotLooks[status];
  return (
    <UnstyledButton
      className={classes["status"]}
      style={tints[status]}
      aria-pressed={isPressed}
      onClick={() => onToggle(status)}
    >
      <Icon size={20} aria-hidden />
      <span className={classes["count"]}>{count === null ? "–" : format.number(count)}</span>
      <span>{word}</span>
    </UnstyledButton>
  );
});
