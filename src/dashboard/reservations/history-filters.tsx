import { Chip, Fieldset, Group, NativeSelect, SimpleGrid, Stack, TextInput } from "@mantine/core";
import type { ReservationStatus } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { StationSelect } from "../shared/station-select.tsx";
import { statusWords } from "../shared/status.tsx";
import { type HistoryFilter, statuses } from "./history-filter.ts";

const words = defineWords({
  en: {
    filters: "Filters",
    status: "Status",
    hidden: "Hidden reservations",
    show: { all: "Included", visible: "Excluded", hidden: "Only hidden" },
    order: "Order",
    by: { NEWEST: "Newest first", WINDOW: "By window" },
    from: { NEWEST: "Created from", WINDOW: "Window from" },
    to: { NEWEST: "Created until", WINDOW: "Window until" },
  },
  vi: {
    filters: "Bộ lọc",
    status: "Trạng thái",
    hidden: "Lượt đã ẩn",
    show: { all: "Gồm cả", visible: "Không gồm", hidden: "Chỉ lượt ẩn" },
    order: "Thứ tự",
    by: { NEWEST: "Mới nhất trước", WINDOW: "Theo giờ đặt" },
    from: { NEWEST: "Đặt từ ngày", WINDOW: "Giờ đặt từ ngày" },
    to: { NEWEST: "Đặt đến ngày", WINDOW: "Giờ đặt đến ngày" },
  },
});

interface FiltersProps {
  readonly filter: HistoryFilter;
  readonly onChange: (filter: HistoryFilter) => void;
}

export function HistoryFilters({ filter, onChange }: FiltersProps) {
  const text = useWords(words);
  const names = useWords(statusWords).reservation;
  const change = (changed: Partial<HistoryFilter>) => onChange({ ...filter, ...changed });
  const { order } = filter;
  return (
    <Stack component="section" aria-label={text.filters} gap="sm">
      <Fieldset variant="unstyled" legend={text.status}>
        <Group gap={6}>
          <Chip.Group
            multiple
            value={[...filter.statuses]}
            onChange={(chosen) => change({ statuses: chosen as ReservationStatus[] })}
          >
            {statuses.map((status) => (
              <Chip key={status} value={status} size="sm" variant="outline">
                {names[status]}
              </Chip>
            ))}
          </Chip.Group>
        </Group>
      </Fieldset>
      <SimpleGrid cols={{ base: 2, md: 5 }} spacing="sm" verticalSpacing="sm">
        <NativeSelect
          label={text.hidden}
          value={filter.hidden}
          onChange={({ currentTarget }) => change({ hidden: currentTarget.value as HistoryFilter["hidden"] })}
          data={Object.entries(text.show).map(([value, label]) => ({ value, label }))}
        />
        <StationSelect
          value={filter.station || null}
          onChange={(station) => change({ station: station ?? "" })}
        />
        <NativeSelect
          label={text.order}
          value={order}
          onChange={({ currentTarget }) => change({ order: currentTarget.value as HistoryFilter["order"] })}
          data={Object.entries(text.by).map(([value, label]) => ({ value, label }))}
        />
        {(["from", "to"] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            label={text[end][order]}
            value={filter[end]}
            onChange={({ currentTarget }) => change({ [end]: currentTarget.value })}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}
