import { Text, type TextProps } from "@mantine/core";
import { defineWords, useLanguage, useWords } from "../app/language.tsx";
import { countdown, useNow } from "../app/time.tsx";

const words = defineWords({
  en: { before: "", after: " left" },
  vi: { before: "còn ", after: "" },
});

/** How long is left until a time, running. */
export function Countdown({ until, ...props }: { until: string } & TextProps) {
  const { language } = useLanguage();
  const left = Date.parse(until) - useNow();
  // A timer is not read out by itself: whoever wants to know goes there.
  return (
    <Text component="span" role="timer" fw={600} style={{ fontVariantNumeric: "tabular-nums" }} {...props}>
      {countdown(left, language)}
    </Text>
  );
}

/** The same within a sentence, behind the time: "(4:09 left)". */
export function TimeLeft({ until }: { until: string }) {
  const { before, after } = useWords(words);
  return (
    <>
      ({before}
      <Countdown until={until} />
      {after})
    </>
  );
}
