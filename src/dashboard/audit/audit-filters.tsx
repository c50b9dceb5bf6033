import { Group, NativeSelect, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import type { AddressChange } from "../shared/address.ts";
import { ClearFilters } from "../shared/clear-filters.tsx";
import { commonWords } from "../shared/common-words.ts";
import type { AuditSearch } from "./audit-filter.ts";
import { operationWords } from "./operations.ts";
import { UserSelect } from "./user-select.tsx";

const words = defineWords({
  en: {
    who: "User",
    what: "Operation",
    anything: "Any operation",
    thing: "Object ID",
  },
  vi: {
    who: "Người dùng",
    what: "Thao tác",
    anything: "Mọi thao tác",
    thing: "ID đối tượng",
  },
});

interface AuditFiltersProps {
  readonly search: AuditSearch;
  readonly onChange: (change: AddressChange) => void;
}

/** Filters by user, operation, object and time. All of them are kept in the page's address. */
export function AuditFilters({ search, onChange }: AuditFiltersProps) {
  const text = useWords(words);
  const common = useWords(commonWords);
  const names = useWords(operationWords);
  const { actorId, operation, thingId, from, to } = search;
  const isSet = Object.values(search).some((value) => value !== null);
  const known = Object.entries(names).toSorted(([, a], [, b]) => a.localeCompare(b));
  return (
    <Group align="flex-end" gap="sm">
      <UserSelect
        label={text.who}
        value={actorId}
        onChange={(actor) => onChange({ actor })}
        w={{ base: "100%", sm: 180 }}
      />
      <NativeSelect
        label={text.what}
        value={operation ?? ""}
        w={{ base: "100%", sm: 200 }}
        onChange={(event) => onChange({ operation: event.currentTarget.value || null })}
        data={[{ value: "", label: text.anything }, ...known.map(([value, label]) => ({ value, label }))]}
      />
      <ThingField label={text.thing} value={thingId} onChange={(thing) => onChange({ thing })} />
      <TextInput
        type="date"
        label={common.firstDay}
        value={from ?? ""}
        onChange={(event) => onChange({ from: event.currentTarget.value || null })}
      />
      <TextInput
        type="date"
        label={common.lastDay}
        value={to ?? ""}
        onChange={(event) => onChange({ to: event.currentTarget.value || null })}
      />
      {isSet && (
        <ClearFilters
          onClear={() => onChange({ actor: null, operation: null, thing: null, from: null, to: null })}
        />
      )}
    </Group>
  );
}

interface ThingFieldProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (thingId: string | null) => void;
}

/** Searches on Enter or when the field loses the focus, because a partial id matches nothing. */
function ThingField({ label, value, onChange }: ThingFieldProps) {
  const [typed, setTyped] = useState(value ?? "");
  useEffect(() => setTyped(value ?? ""), [value]);
  const done = () => {
    if (typed.trim() !== (value ?? "")) onChange(typed.trim() || null);
  };
  return (
    <TextInput
      label={label}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={({ key }) => key === "Enter" && done()}
      placeholder="slot_01h455vb4pex5vsknk084sn02q"
      spellCheck={false}
      w={{ base: "100%", sm: 220 }}
    />
  );
}
