import { useQuery } from "urql";
import { ChosenUserDocument, FindUsersDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { type SearchFieldProps, SearchSelect, useSearch } from "../shared/search-select.tsx";
import { userName } from "../shared/user-name.ts";

const words = defineWords({
  en: { anybody: "Anyone", notFound: "No matching user" },
  vi: { anybody: "Bất kỳ ai", notFound: "Không tìm thấy người dùng" },
});

/** A field for one user, found by name or email address. Null: any user. */
export function UserSelect({ value, ...field }: SearchFieldProps) {
  const text = useWords(words);
  const [{ data: one }] = useQuery({
    query: ChosenUserDocument,
    variables: { id: value ?? "" },
    pause: value === null,
    requestPolicy: "cache-first",
  });
  const user = value !== null && one?.user?.id === value ? one.user : null;
  const chosen = user && { id: user.id, name: userName(user) };
  const search = useSearch(chosen?.name);
  const [{ data, fetching }] = useQuery({
    query: FindUsersDocument,
    variables: { text: search.text || null },
    pause: !search.isOpen,
  });
  return (
    <SearchSelect
      search={search}
      value={value}
      chosen={chosen}
      found={data?.users.edges.map(({ node }) => ({ id: node.id, name: userName(node) })) ?? []}
      isSearching={fetching}
      notFound={text.notFound}
      all={text.anybody}
      {...field}
    />
  );
}
