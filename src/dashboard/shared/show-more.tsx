import { Button } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { defineWords, useWords } from "../app/language.tsx";

const words = defineWords({ en: { more: "Show more" }, vi: { more: "Xem thêm" } });

interface ShowMoreProps {
  readonly busy: boolean;
  readonly onMore: () => void;
}

/** A button below a list that continues. */
export function ShowMore({ busy, onMore }: ShowMoreProps) {
  const { more } = useWords(words);
  return (
    <Button
      variant="default"
      size="sm"
      mx="auto"
      display="block"
      leftSection={<IconChevronDown size={16} aria-hidden />}
      loading={busy}
      onClick={onMore}
    >
      {more}
    </Button>
  );
}
