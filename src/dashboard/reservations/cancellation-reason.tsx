import { Text } from "@mantine/core";
import { defineWords, useWords } from "../app/language.tsx";

const words = defineWords({
  en: { reason: (reason: string) => `Reason: ${reason}` },
  vi: { reason: (reason: string) => `Lý do: ${reason}` },
});

/** Why a reservation was cancelled, where somebody said; the reservation's own page has all of what is very long. */
export function CancellationReason({ reason }: { reason: string | null | undefined }) {
  const text = useWords(words);
  if (!reason) return null;
  return (
    <Text size="sm" lineClamp={4} style={{ overflowWrap: "anywhere" }}>
      {text.reason(reason)}
    </Text>
  );
}
