import { Badge } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import { defineWords, useWords } from "../app/language.tsx";
import { readable } from "../shared/status.tsx";

const words = defineWords({ en: { hidden: "Hidden" }, vi: { hidden: "Đã ẩn" } });

/** Dismissed: in no list but the history. */
export function HiddenBadge() {
  const { hidden } = useWords(words);
  return (
    <Badge
      color="gray"
      variant="light"
      tt="none"
      fw={600}
      leftSection={<IconEyeOff size={14} aria-hidden />}
      style={{ "--badge-color": readable("gray") }}
    >
      {hidden}
    </Badge>
  );
}
