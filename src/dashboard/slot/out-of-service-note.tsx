import { Alert } from "@mantine/core";
import { useLiveSlot } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";

const words = defineWords({
  en: { out: "This slot has just been taken out of service. Choose another one." },
  vi: { out: "Chỗ này vừa ngừng phục vụ. Hãy chọn chỗ khác." },
});

/** Tells, in a dialog that is open for the slot, that it can no longer be used. */
export function OutOfServiceNote({ slotId }: { slotId: string }) {
  const { out } = useWords(words);
  return useLiveSlot(slotId)?.status === "INACTIVE" ? <Alert color="orange">{out}</Alert> : null;
}
