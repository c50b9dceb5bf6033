import { useState } from "react";
import { useQuery } from "urql";
import { FindVehiclesDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { type Choice, type SearchFieldProps, SearchSelect, useSearch } from "../shared/search-select.tsx";

const words = defineWords({
  en: {
    vehicle: "Vehicle of any driver",
    help: "Type the start of the number plate.",
    notFound: "No matching number plate",
    nameless: "no name",
  },
  vi: {
    vehicle: "Xe của tài xế bất kỳ",
    help: "Hãy gõ phần đầu của biển số.",
    notFound: "Không tìm thấy biển số",
    nameless: "chưa có tên",
  },
});

/** A field for any driver's vehicle, searched by the beginning of its plate. */
export function VehicleSearch({ onChange, ...field }: SearchFieldProps) {
  const text = useWords(words);
  const [chosen, setChosen] = useState<Choice | null>(null);
  const search = useSearch(chosen?.name);
  const [{ data, fetching }] = useQuery({
    query: FindVehiclesDocument,
    variables: { plate: search.text },
    pause: search.text === "",
  });
  const found = (data?.vehicles.edges ?? []).map(({ node: { id, plate, owner } }) => ({
    id,
    name: `${plate} · ${owner.name ?? text.nameless}`,
  }));
  return (
    <SearchSelect
      label={text.vehicle}
      description={text.help}
      search={search}
      chosen={chosen}
      found={search.text === "" ? [] : found}
      isSearching={fetching}
      notFound={search.text === "" ? text.help : text.notFound}
      onChange={(id) => {
        setChosen(found.find((choice) => choice.id === id) ?? null);
        onChange(id);
      }}
      {...field}
    />
  );
}
