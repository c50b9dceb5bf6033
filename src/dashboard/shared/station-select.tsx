import { useQuery } from "urql";
import { ChosenStationDocument, FindStationsDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { commonWords } from "./common-words.ts";
import { type SearchFieldProps, SearchSelect, useSearch } from "./search-select.tsx";

const words = defineWords({
  en: { notFound: "No matching station" },
  vi: { notFound: "Không tìm thấy trạm" },
});

interface StationSelectProps extends Omit<SearchFieldProps, "label"> {
  /** If false, the label is for screen readers only. */
  readonly hasLabel?: boolean;
}

/** A field for one station, searched by name. Null: all stations. */
export function StationSelect({ hasLabel = true, value, ...field }: StationSelectProps) {
  const { notFound } = useWords(words);
  const { station, allStations } = useWords(commonWords);
  const chosen = useChosenStation(value);
  const search = useSearch(chosen?.name);
  const [{ data, fetching }] = useQuery({
    query: FindStationsDocument,
    variables: { text: search.text || null },
    pause: !search.isOpen,
  });
  const found = data?.stations.edges.map(({ node }) => toChoice(node)) ?? [];
  return (
    <SearchSelect
      {...(hasLabel ? { label: station } : { "aria-label": station })}
      search={search}
      value={value}
      chosen={chosen && toChoice(chosen)}
      found={found}
      moreCount={(data?.stations.totalCount ?? 0) - found.length}
      isSearching={fetching}
      notFound={notFound}
      all={allStations}
      {...field}
    />
  );
}

function toChoice({ id, name, address }: { id: string; name: string; address?: string | null }) {
  return { id, name, detail: address };
}

/** The station with an id. Null while it is being fetched, or if there is no such station. */
export function useChosenStation(id: string | null) {
  const [{ data }] = useQuery({
    query: ChosenStationDocument,
    variables: { id: id ?? "" },
    pause: id === null,
    requestPolicy: "cache-first",
  });
  return id !== null && data?.station?.id === id ? data.station : null;
}
