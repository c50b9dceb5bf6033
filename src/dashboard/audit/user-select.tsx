import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useQuery } from "urql";
import { ChosenUserDocument, FindUsersDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";

const words = defineWords({
  en: { anybody: "Anybody", none: "Nobody has that name", searching: "Searching…" },
  vi: { anybody: "Bất kỳ ai", none: "Không có ai tên như vậy", searching: "Đang tìm…" },
});

interface UserSelectProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (userId: string | null) => void;
}

/** One user of as many as there are, found by name or address; null: anybody. The server searches. */
export function UserSelect({ label, value, onChange }: UserSelectProps) {
  const text = useWords(words);
  const [typed, setTyped] = useState("");
  const [opened, setOpened] = useState(false);
  const [{ data: one }] = useQuery({
    query: ChosenUserDocument,
    variables: { id: value ?? "" },
    pause: value === null,
    requestPolicy: "cache-first",
  });
  const chosen = value !== null && one?.user?.id === value ? one.user : null;
  const [search] = useDebouncedValue(chosen && typed === nameOf(chosen) ? "" : typed.trim(), 200);
  const [{ data, fetching }] = useQuery({
    query: FindUsersDocument,
    variables: { text: search || null },
    pause: !opened,
  });
  const found = data?.users.edges.map(({ node }) => node) ?? [];
  const known = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  return (
    <Select
      label={label}
      placeholder={text.anybody}
      data={known.map((user) => ({ value: user.id, label: nameOf(user) }))}
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
      clearButtonProps={{ "aria-label": text.anybody }}
      w={{ base: "100%", sm: 180 }}
    />
  );
}

function nameOf({ id, name, email }: { id: string; name?: string | null; email?: string | null }): string {
  return name ?? email ?? id;
}
