import { Text } from "@mantine/core";
import { defineWords, useWords } from "../app/language.tsx";

const words = defineWords({
  en: { reason: (reason: string) => `Reason: ${reason}` },
  vi: { reason: (reason: string) => `Lý do: ${reason}` },
});

/** The reason of a cancellation, if there is one. Only the reservation's own page shows all of a very long reason. */
export function CancellationReason({ reason }: { reason: string | null | undefined }) {
  const text = useWords(words);
  if (!reason) return null;
  return (
    <Text size="sm" lineClamp={4} style={{ overflowWrap: "anywhere" }}>
      {text.reason(reason)}
    </Text>
  );
}
