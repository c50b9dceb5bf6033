import { Select, type SelectProps, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { defineWords, useWords } from "../app/language.tsx";

const words = defineWords({
  en: {
    searching: "Searching…",
    more: (count: number) => `${count} more: type more of it`,
  },
  vi: {
    searching: "Đang tìm…",
    more: (count: number) => `Còn ${count} kết quả: hãy gõ thêm`,
  },
});

export interface Choice {
  readonly id: string;
  readonly name: string;
  /** Below its name. */
  readonly detail?: string | null | undefined;
}

const TYPING_MS = 200;

/**
 * What is being searched for in a field that shows a choice.
 *
 * @param chosen what it shows of the choice, which is nothing to search for.
 */
export function useSearch(chosen: string | undefined) {
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [text] = useDebouncedValue(typed === chosen ? "" : typed.trim(), TYPING_MS);
  return { text, isOpen, typed, setTyped, setOpen };
}

/** What every field to choose one of many takes. */
export interface SearchFieldProps extends Pick<SelectProps, "w" | "error" | "aria-label"> {
  readonly label?: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

interface SearchSelectProps extends SearchFieldProps {
  readonly search: ReturnType<typeof useSearch>;
  readonly chosen: Choice | null;
  readonly found: readonly Choice[];
  /** How many there are beyond those. */
  readonly moreCount?: number;
  readonly isSearching: boolean;
  readonly notFound: string;
  /** What it means that nothing is chosen, such as "All stations"; left out, something has to be. */
  readonly all?: string;
  readonly description?: string;
}

/** One of as many as there are: the server searches. */
export function SearchSelect(props: SearchSelectProps) {
  const { search, chosen, found, moreCount = 0, isSearching, notFound, all, description, ...field } = props;
  const text = useWords(words);
  const known = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  const details = new Map(known.map(({ id, detail }) => [id, detail]));
  return (
    <Select
      data={known.map(({ id, name }) => ({ value: id, label: name }))}
      placeholder={all}
      description={search.isOpen && moreCount > 0 ? text.more(moreCount) : description}
      searchable
      searchValue={search.typed}
      onSearchChange={search.setTyped}
      onDropdownOpen={() => search.setOpen(true)}
      onDropdownClose={() => search.setOpen(false)}
      filter={({ options }) => options}
      nothingFoundMessage={isSearching ? text.searching : notFound}
      clearable={all !== undefined}
      clearButtonProps={{ "aria-label": all }}
      required={all === undefined}
      renderOption={({ option }) => (
        <Stack gap={0}>
          <Text size="sm">{option.label}</Text>
          {details.get(option.value) && <Text size="xs">{details.get(option.value)}</Text>}
        </Stack>
      )}
      {...field}
    />
  );
}
