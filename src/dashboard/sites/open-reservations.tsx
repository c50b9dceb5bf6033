import { Text } from "@mantine/core";
import type { Refusal } from "../api/refusals.ts";
import { defineWords, useWords } from "../app/language.tsx";

const words = defineWords({
  en: {
    open: (count: number) =>
      `You can change the booking mode once this station’s ${count === 1 ? "open reservation has" : `${count} open reservations have`} ended. Complete or cancel ${count === 1 ? "it" : "them"} first; you can save everything else at any time.`,
  },
  vi: {
    open: (count: number) =>
      `Chỉ đổi được cách đặt chỗ khi ${count} lượt đặt đang mở của trạm này đã kết thúc. Hãy hoàn tất hoặc hủy trước; các mục khác lưu được bất cứ lúc nào.`,
  },
});

/** Shown when the booking mode could not be changed: how many reservations have to end first. */
export function OpenReservations({ refusal }: { refusal: Refusal | null }) {
  const { open } = useWords(words);
  const count = refusal?.facts["openReservations"];
  return typeof count === "number" ? <Text size="sm">{open(count)}</Text> : null;
}
