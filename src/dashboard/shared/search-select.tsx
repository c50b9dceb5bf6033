import { Select, type SelectProps, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { defineWords, useWords } from "../app/language.tsx";

const words = defineWords({
  en: {
    searching: "Searching…",
    more: (count: number) => `${count} more: keep typing`,
  },
  vi: {
    searching: "Đang tìm…",
    more: (count: number) => `Còn ${count} kết quả: hãy gõ thêm`,
  },
});

export interface Choice {
  readonly id: string;
  readonly name: string;
  /** Shown below the name. */
  readonly detail?: string | null | undefined;
}

const TYPING_MS = 200;

/**
 * The search text of a field that shows a choice.
 *
 * @param chosen the text shown for the choice, which is not searched for.
 */
export function useSearch(chosen: string | undefined) {
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [text] = useDebouncedValue(typed === chosen ? "" : typed.trim(), TYPING_MS);
  return { text, isOpen, typed, setTyped, setOpen };
}

/** Props shared by all fields for one of many objects. */
export interface SearchFieldProps extends Pick<SelectProps, "w" | "error" | "aria-label"> {
  readonly label?: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

interface SearchSelectProps extends SearchFieldProps {
  readonly search: ReturnType<typeof useSearch>;
  readonly chosen: Choice | null;
  readonly found: readonly Choice[];
  /** How many more matches there are. */
  readonly moreCount?: number;
  readonly isSearching: boolean;
  readonly notFound: string;
  /** The text for no choice, such as "All stations". Without it, a choice is required. */
  readonly all?: string;
  readonly description?: string;
}

/** A field for one of any number of objects, searched by the server. */
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
