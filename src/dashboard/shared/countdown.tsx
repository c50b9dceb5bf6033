import { Text, type TextProps } from "@mantine/core";
import { useLanguage } from "../app/language.tsx";
import { countdown, useNow } from "../app/time.tsx";

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
