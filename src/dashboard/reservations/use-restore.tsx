import { ReservationRestoreDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useCommand } from "../shared/command.ts";
import { notifyDone } from "../shared/notify.tsx";
import type { Reservation } from "./reservation-model.ts";

const words = defineWords({
  en: {
    restored: (codes: string[]) =>
      codes.length === 1 ? `${codes[0]} restored` : `${codes.length} reservations restored`,
    notTakenAgain: "Slots that were released are not reserved again.",
  },
  vi: {
    restored: (codes: string[]) =>
      codes.length === 1 ? `Đã khôi phục ${codes[0]}` : `Đã khôi phục ${codes.length} lượt đặt`,
    notTakenAgain: "Các chỗ đã trả không được đặt lại.",
  },
});

type Restorable = Pick<Reservation, "id" | "code">;

/** Restores hidden reservations one by one, and stops at the first refusal. */
export function useRestore(onDone: () => void) {
  const text = useWords(words);
  const { send } = useCommand(ReservationRestoreDocument);
  return async (reservations: readonly Restorable[]): Promise<void> => {
    const codes: string[] = [];
    let isGivenBack = false;
    for (const { id, code } of reservations) {
      const data = await send({ id });
      if (!data) break;
      codes.push(code);
      isGivenBack ||= data.restoreReservation.reservation.items.some(({ releasedAt }) => releasedAt);
    }
    if (codes.length > 0) notifyDone(text.restored(codes), isGivenBack ? text.notTakenAgain : undefined);
    onDone();
  };
}
