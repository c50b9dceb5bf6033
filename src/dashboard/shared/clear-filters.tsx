import { Button } from "@mantine/core";
import { IconFilterOff } from "@tabler/icons-react";
import { defineWords, useWords } from "../app/language.tsx";

const words = defineWords({ en: { clear: "Clear filters" }, vi: { clear: "Xóa bộ lọc" } });

/** A button for where filters are set, or where they match nothing. */
export function ClearFilters({ onClear }: { onClear: () => void }) {
  const { clear } = useWords(words);
  return (
    <Button variant="default" leftSection={<IconFilterOff size={16} aria-hidden />} onClick={onClear}>
      {clear}
    </Button>
  );
}
