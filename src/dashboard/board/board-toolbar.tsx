import { CloseButton, NativeSelect, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { memo } from "react";
import type { SlotStatus } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import type { StatusCounts } from "../live/live-slots.ts";
import { slotLooks, statusWords } from "../shared/status.tsx";
import styles from "./board.module.css";
import { type BoardFilter, statuses } from "./board-filter.ts";
import { tints } from "./tints.ts";

const words = defineWords({
  en: {
    filters: "Find slots",
    search: "Search by station, address or slot",
    clear: "Clear the search",
    status: "Show only slots that are",
    connector: "Connector",
    anyConnector: "Any connector",
  },
  vi: {
    filters: "Tìm chỗ sạc",
    search: "Tìm theo trạm, địa chỉ hoặc chỗ sạc",
    clear: "Xóa từ khóa",
    status: "Chỉ hiện các chỗ",
    connector: "Đầu nối",
    anyConnector: "Mọi loại đầu nối",
  },
});

interface BoardToolbarProps {
  readonly filter: BoardFilter;
  readonly onChange: (changes: Partial<BoardFilter>) => void;
  /** Of the whole site; null while they are not known. */
  readonly total: StatusCounts | null;
  /** One a line. */
  readonly connectors: string;
}

/** What is at the site in all, and what of it is to be shown. */
export function BoardToolbar({ filter, onChange, total, connectors }: BoardToolbarProps) {
  const text = useWords(words);
  const known = connectors === "" ? [] : connectors.split("\n");
  // One that somebody asked for stays in the list, also where no slot has it any more.
  const options = [...new Set([...known, ...(filter.connector ? [filter.connector] : [])])];
  const toggle = (status: SlotStatus) =>
    onChange({
      statuses: statuses.filter((other) => filter.statuses.includes(other) !== (other === status)),
    });
  return (
    <search className={styles["toolbar"]} aria-label={text.filters}>
      <fieldset className={styles["statuses"]}>
        <legend className="visually-hidden">{text.status}</legend>
        {statuses.map((status) => (
          <StatusToggle
            key={status}
            status={status}
            count={total?.[status] ?? null}
            isPressed={filter.statuses.includes(status)}
            onToggle={toggle}
          />
        ))}
      </fieldset>
      <TextInput
        className={styles["search"]}
        type="search"
        aria-label={text.search}
        placeholder={text.search}
        value={filter.text}
        maxLength={200}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          filter.text && (
            <CloseButton size="sm" aria-label={text.clear} onClick={() => onChange({ text: "" })} />
          )
        }
      />
      <NativeSelect
        className={styles["connector"]}
        aria-label={text.connector}
        value={filter.connector ?? ""}
        onChange={(event) => onChange({ connector: event.currentTarget.value || null })}
        data={[{ value: "", label: text.anyConnector }, ...options]}
      />
    </search>
  );
}

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
      className={styles["status"]}
      style={tints[status]}
      aria-pressed={isPressed}
      onClick={() => onToggle(status)}
    >
      <Icon size={20} aria-hidden />
      <span className={styles["count"]}>{count === null ? "–" : format.number(count)}</span>
      <span className={styles["word"]}>{word}</span>
    </UnstyledButton>
  );
});
