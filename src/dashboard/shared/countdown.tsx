import { Text, type TextProps } from "@mantine/core";
import { defineWords, useLanguage, useWords } from "../app/language.tsx";
import { countdown, useNow } from "../app/time.tsx";

const words = defineWords({
  en: { before: "", after: " left" },
  vi: { before: "còn ", after: "" },
});

/** The time left, counting down. */
export function Countdown({ until, ...props }: { until: string } & TextProps) {
  const { language } = useLanguage();
  const left = Date.parse(until) - useNow();
  // Screen readers do not announce changes of a timer by themselves.
  return (
    <Text component="span" role="timer" fw={600} style={{ fontVariantNumeric: "tabular-nums" }} {...props}>
      {countdown(left, language)}
    </Text>
  );
}

/** The countdown within a sentence, after a time: "(4:09 left)". */
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
