import { Button, Checkbox, Group, Text } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import { useState } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import type { Reservation } from "./reservation-model.ts";

const words = defineWords({
  en: {
    all: "Select all",
    count: (count: number) => `${count} selected`,
    dismiss: "Hide selected",
  },
  vi: {
    all: "Chọn tất cả",
    count: (count: number) => `Đã chọn ${count}`,
    dismiss: "Ẩn các mục đã chọn",
  },
});

/** The selected reservations. One that leaves the list is deselected. */
export function useSelection(list: readonly Reservation[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const selected = list.filter(({ id }) => ids.has(id));
  return {
    selected,
    of: ({ id }: Reservation) => ({
      isSelected: ids.has(id),
      onSelect: (isSelected: boolean) =>
        setIds(new Set([...selected.map((each) => each.id), id].filter((each) => isSelected || each !== id))),
    }),
    selectAll: (isSelected: boolean) => setIds(new Set(isSelected ? list.map(({ id }) => id) : [])),
  };
}

interface SelectionBarProps {
  readonly total: number;
  readonly selected: readonly Reservation[];
  readonly onSelectAll: (isSelected: boolean) => void;
  readonly onDismiss: (reservations: readonly Reservation[]) => void;
}

export function SelectionBar({ total, selected, onSelectAll, onDismiss }: SelectionBarProps) {
  const text = useWords(words);
  const count = selected.length;
  return (
    <Group gap="sm">
      <Checkbox
        label={text.all}
        size="md"
        styles={{ label: { fontSize: "var(--mantine-font-size-sm)" } }}
        checked={count === total}
        indeterminate={count > 0 && count < total}
        onChange={() => onSelectAll(count < total)}
      />
      <Text size="sm" role="status">
        {count > 0 && text.count(count)}
      </Text>
      {count > 0 && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconEyeOff size={16} aria-hidden />}
          onClick={() => onDismiss(selected)}
        >
          {text.dismiss}
        </Button>
      )}
    </Group>
  );
}
