import { Group, Input, NativeSelect, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useId } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import type { AddressChange } from "../shared/address.ts";
import { commonWords } from "../shared/common-words.ts";
import { StationSelect } from "../shared/station-select.tsx";
import { figureWords } from "./figures.ts";
import { periods, type View } from "./period.ts";

const words = defineWords({
  en: {
    period: "Period",
    periods: { "7d": "7 days", "30d": "30 days", "90d": "90 days", "12m": "12 months", own: "Custom" },
    bucket: "Group by",
    wrong: "The last day must not be before the first.",
    zone: "Dates are in UTC. Weeks start on Monday.",
  },
  vi: {
    period: "Khoảng thời gian",
    periods: { "7d": "7 ngày", "30d": "30 ngày", "90d": "90 ngày", "12m": "12 tháng", own: "Tự chọn" },
    bucket: "Theo",
    wrong: "Ngày cuối không được trước ngày đầu.",
    zone: "Ngày tính theo giờ UTC. Tuần bắt đầu từ thứ Hai.",
  },
});

interface AnalyticsFiltersProps {
  readonly view: View;
  readonly onChange: (change: AddressChange) => void;
}

/** The filters of the figures. All of them are kept in the page's address. */
export function AnalyticsFilters({ view, onChange }: AnalyticsFiltersProps) {
  const text = useWords(words);
  const common = useWords(commonWords);
  const { bucket: bucketNames } = useWords(figureWords);
  const label = useId();
  const { period, bucket, possible, stationId, firstDay, lastDay } = view;
  const choosePeriod = (chosen: string) =>
    onChange({
      period: chosen,
      bucket: null,
      from: chosen === "own" ? firstDay : null,
      to: chosen === "own" ? lastDay : null,
    });
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="sm">
        <div>
          <Input.Label id={label} labelElement="div" display="block">
            {text.period}
          </Input.Label>
          <SegmentedControl
            aria-labelledby={label}
            value={period}
            onChange={choosePeriod}
            data={periods.map((value) => ({ value, label: text.periods[value] }))}
            styles={{ root: { flexWrap: "wrap" } }}
          />
        </div>
        {period === "own" && (
          <>
            <Day label={common.firstDay} value={firstDay} onChange={(from) => onChange({ from })} />
            <Day
              label={common.lastDay}
              value={lastDay}
              onChange={(to) => onChange({ to })}
              error={bucket === null ? text.wrong : undefined}
            />
          </>
        )}
        <NativeSelect
          label={text.bucket}
          value={bucket ?? ""}
          onChange={(event) => onChange({ bucket: event.currentTarget.value })}
          data={possible.map((value) => ({ value, label: bucketNames[value] }))}
          disabled={bucket === null}
        />
        <StationSelect
          value={stationId}
          onChange={(station) => onChange({ station })}
          w={{ base: "100%", sm: 260 }}
        />
      </Group>
      <Text size="xs">{text.zone}</Text>
    </Stack>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
  readonly error?: string;
}

function Day({ label, value, onChange, error }: DayProps) {
  return (
    <TextInput
      type="date"
      label={label}
      value={value}
      // An empty field is one in which the user is still entering a date.
      onChange={({ currentTarget }) => currentTarget.value && onChange(currentTarget.value)}
      error={error}
    />
  );
}
