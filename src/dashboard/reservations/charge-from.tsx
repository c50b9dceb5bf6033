import { Text } from "@mantine/core";
import { usePage } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";

const words = defineWords({
  en: { from: (at: string) => `Charge from ${at}, once the slot is held.` },
  vi: { from: (at: string) => `Có thể sạc từ ${at}, khi chỗ đã được giữ.` },
});

/** Why one cannot charge with a booked window yet. */
export function ChargeFrom({ holdFrom }: { holdFrom: string }) {
  const text = useWords(words);
  const format = useFormat();
  const { clock } = usePage();
  const now = clock.now();
  // What is due and not held has somebody before it, who may take long.
  if (Date.parse(holdFrom) <= now) return null;
  const isToday = format.date(holdFrom) === format.date(now);
  return <Text size="sm">{text.from(isToday ? format.time(holdFrom) : format.dateTime(holdFrom))}</Text>;
}
