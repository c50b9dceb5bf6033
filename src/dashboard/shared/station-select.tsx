import { Select, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useQuery } from "urql";
import { ChosenStationDocument, FindStationsDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";

const words = defineWords({
  en: {
    none: "No station has that name",
    searching: "Searching…",
    more: (count: number) => `${count} more: type more of the name`,
    clear: "All stations",
  },
  vi: {
    none: "Không có trạm nào tên như vậy",
    searching: "Đang tìm…",
    more: (count: number) => `Còn ${count} trạm: hãy gõ thêm tên`,
    clear: "Tất cả các trạm",
  },
});

interface StationSelectProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (stationId: string | null) => void;
  readonly error?: string;
  readonly w?: number | string | { readonly base: number | string; readonly sm: number | string };
}

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly address: string | null;
}

/** One station of as many as there are, found by its name; null: all of them. The server searches. */
export function StationSelect({ label, value, onChange, error, w }: StationSelectProps) {
  const text = useWords(words);
  const [typed, setTyped] = useState("");
  const [opened, setOpened] = useState(false);
  const chosen = useChosenStation(value);
  // What the field shows of a choice is nothing to search for.
  const [search] = useDebouncedValue(typed === chosen?.name ? "" : typed.trim(), 200);
  const [{ data, fetching }] = useQuery({
    query: FindStationsDocument,
    variables: { text: search || null },
    pause: !opened,
  });
  const found = data?.stations.edges.map(({ node }) => node) ?? [];
  const known = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  const more = data ? data.stations.totalCount - found.length : 0;
  const addresses = new Map(known.map(({ id, address }) => [id, address]));
  return (
    <Select
      label={label}
      placeholder={text.clear}
      description={opened && more > 0 ? text.more(more) : undefined}
      data={known.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      searchable
      clearable
      searchValue={typed}
      onSearchChange={setTyped}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      filter={({ options }) => options}
      nothingFoundMessage={fetching ? text.searching : text.none}
      clearButtonProps={{ "aria-label": text.clear }}
      renderOption={({ option }) => (
        <Option value={option.value} label={option.label} address={addresses.get(option.value) ?? null} />
      )}
      error={error}
      w={w}
    />
  );
}

function Option({ label, address }: Choice) {
  return (
    <Stack gap={0}>
      <Text size="sm">{label}</Text>
      {address && <Text size="xs">{address}</Text>}
    </Stack>
  );
}

/** The station that an id is of; null while it is being fetched, or where there is none. */
export function useChosenStation(id: string | null) {
  const [{ data }] = useQuery({
    query: ChosenStationDocument,
    variables: { id: id ?? "" },
    pause: id === null,
    requestPolicy: "cache-first",
  });
  return id !== null && data?.station?.id === id ? data.station : null;
}
