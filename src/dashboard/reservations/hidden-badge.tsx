import { IconEyeOff } from "@tabler/icons-react";
import { defineWords, useWords } from "../app/language.tsx";
import { type Look, LookBadge } from "../shared/look-badge.tsx";

const words = defineWords({ en: { hidden: "Hidden" }, vi: { hidden: "Đã ẩn" } });
const look: Look = { color: "gray", icon: IconEyeOff };

/** Marks a dismissed reservation, which only the history lists. */
export function HiddenBadge() {
  const { hidden } = useWords(words);
  return <LookBadge look={look}>{hidden}</LookBadge>;
}
