import { Button, Group, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useClient } from "urql";
import { useLocation } from "wouter";
import { ReservationByCodeDocument } from "../api/documents.ts";
import { FROM_THE_SERVER } from "../api/queries.ts";
import { refusalOf } from "../api/refusals.ts";
import { defineWords, useLanguage, useWords } from "../app/language.tsx";
import { pathOf, routes } from "../routes.ts";
import { toCode } from "./reservation-model.ts";

const words = defineWords({
  en: {
    label: "Reservation code",
    find: "Find",
    noCode: "Enter a code such as RS000001.",
    nothing: (code: string) => `${code} was not found, or you do not have access to it.`,
  },
  vi: {
    label: "Mã lượt đặt",
    find: "Tìm",
    noCode: "Hãy nhập mã có dạng RS000001.",
    nothing: (code: string) => `Không tìm thấy ${code}, hoặc bạn không có quyền xem.`,
  },
});

/** Finds a reservation by its code and goes to its page. */
export function CodeSearch() {
  const text = useWords(words);
  const { language } = useLanguage();
  const queries = useClient();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [fetching, setFetching] = useState(false);
  const find = async (event: FormEvent) => {
    event.preventDefault();
    const code = toCode(typed);
    if (!code) return setError(text.noCode);
    setFetching(true);
    const result = await queries.query(ReservationByCodeDocument, { code }, FROM_THE_SERVER).toPromise();
    setFetching(false);
    const id = result.data?.reservationByCode?.id;
    if (id) navigate(pathOf(routes.reservation, id));
    else setError(result.error ? refusalOf(result.error, language).message : text.nothing(code));
  };
  return (
    <form onSubmit={find} noValidate>
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <TextInput
          aria-label={text.label}
          placeholder="RS000001"
          value={typed}
          error={error}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setError(null);
          }}
        />
        <Button
          type="submit"
          variant="default"
          loading={fetching}
          leftSection={<IconSearch size={16} aria-hidden />}
        >
          {text.find}
        </Button>
      </Group>
    </form>
  );
}
