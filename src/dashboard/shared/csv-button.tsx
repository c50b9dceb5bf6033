import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import { type CsvCell, toCsv } from "./csv.ts";

const words = defineWords({ en: { download: "Download CSV" }, vi: { download: "Tải CSV" } });

interface CsvButtonProps {
  readonly fileName: string;
  /** The rows including the header. Null if they could not be loaded. */
  readonly rows: () => CsvRows | Promise<CsvRows>;
  readonly disabled?: boolean;
}

type CsvRows = readonly (readonly CsvCell[])[] | null;

export function CsvButton({ fileName, rows, disabled }: CsvButtonProps) {
  const { download } = useWords(words);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const made = await rows();
      if (made) saveFile(fileName, toCsv(made));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconDownload size={16} aria-hidden />}
      disabled={disabled}
      loading={busy}
      onClick={save}
    >
      {download}
    </Button>
  );
}

function saveFile(name: string, csv: string): void {
  const address = URL.createObjectURL(new Blob([csv], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Not before the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
