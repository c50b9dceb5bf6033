import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useQuery } from "urql";
import { FindVehiclesDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";

const words = defineWords({
  en: {
    vehicle: "Vehicle of any driver",
    help: "Type how its number plate begins.",
    none: "No plate begins like that",
    nameless: "no name",
  },
  vi: {
    vehicle: "Xe của tài xế bất kỳ",
    help: "Hãy gõ phần đầu của biển số.",
    none: "Không có biển số nào bắt đầu như vậy",
    nameless: "chưa có tên",
  },
});

const TYPING_MS = 200;

interface VehicleSearchProps {
  readonly value: string | null;
  readonly onChange: (vehicleId: string | null) => void;
  readonly error: string | undefined;
}

/** Any driver's vehicle, by how its plate begins. */
export function VehicleSearch({ value, onChange, error }: VehicleSearchProps) {
  const text = useWords(words);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null);
  const [plate] = useDebouncedValue(typed.trim(), TYPING_MS);
  const [{ data }] = useQuery({
    query: FindVehiclesDocument,
    variables: { plate },
    pause: plate === "" || plate === chosen?.label,
  });
  const found = (data?.vehicles.edges ?? []).map(({ node: { id, plate, owner } }) => ({
    value: id,
    label: `${plate} · ${owner.name ?? text.nameless}`,
  }));
  const options =
    chosen && !found.some((option) => option.value === chosen.value) ? [chosen, ...found] : found;
  return (
    <Select
      label={text.vehicle}
      description={text.help}
      searchable
      required
      value={value}
      onChange={(id, option) => {
        setChosen(id === null || option === null ? null : { value: id, label: option.label });
        onChange(id);
      }}
      searchValue={typed}
      onSearchChange={setTyped}
      data={options}
      filter={({ options }) => options}
      nothingFoundMessage={plate === "" ? text.help : text.none}
      error={error}
    />
  );
}
