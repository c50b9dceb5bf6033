import { Text } from "@mantine/core";
import { usePage } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";

const words = defineWords({
  en: { from: (at: string) => `Charge from shortly before ${at}, once the slot is held.` },
  vi: { from: (at: string) => `Có thể sạc từ ngay trước ${at}, khi chỗ đã được giữ.` },
});

/** Why one cannot charge with a booked window yet. How long before it the slot is held is the server's setting. */
export function ChargeFrom({ startAt }: { startAt: string }) {
  const text = useWords(words);
  const format = useFormat();
  const { clock } = usePage();
  const now = clock.now();
  // What is due and not held has somebody before it, who may take long.
  if (Date.parse(startAt) <= now) return null;
  const isToday = format.date(startAt) === format.date(now);
  return <Text size="sm">{text.from(isToday ? format.time(startAt) : format.dateTime(startAt))}</Text>;
}
