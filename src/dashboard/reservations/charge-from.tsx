import { Text } from "@mantine/core";
import { usePage } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";

const words = defineWords({
  en: { from: (at: string) => `You can charge from ${at}, when your hold starts.` },
  vi: { from: (at: string) => `Bạn có thể sạc từ ${at}, khi chỗ bắt đầu được giữ.` },
});

/** From when the driver can charge with a booked window. */
export function ChargeFrom({ holdFrom }: { holdFrom: string }) {
  const text = useWords(words);
  const format = useFormat();
  const { clock } = usePage();
  const now = clock.now();
  // If the hold is due but the slot is not held, someone else is still using it, for an unknown time.
  if (Date.parse(holdFrom) <= now) return null;
  return <Text size="sm">{text.from(format.timeOn(holdFrom, now))}</Text>;
}
