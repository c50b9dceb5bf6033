import { Group, Paper, SimpleGrid, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { type Language, useLanguage, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { type Analytics, countKinds, figureWords } from "./figures.ts";
import { Swatch } from "./patterns.tsx";

/** The figures of the whole period. */
export function FigureTiles({ figures }: { figures: Analytics }) {
  const text = useWords(figureWords);
  const { language } = useLanguage();
  const format = useFormat();
  const { successRate, expiryRate, averageHoldMinutes } = figures;
  const share = (value: number | null | undefined) => (value == null ? "–" : format.percent(value));
  return (
    <SimpleGrid component="dl" cols={{ base: 2, xs: 4, xl: 8 }} spacing="sm" m={0}>
      {countKinds.map((kind) => (
        <Tile key={kind} name={text.counts[kind]} mark={<Swatch kind={kind} />}>
          {format.number(figures[kind])}
        </Tile>
      ))}
      <Tile name={text.successRate}>{share(successRate)}</Tile>
      <Tile name={text.expiryRate}>{share(expiryRate)}</Tile>
      <Tile name={text.averageHold}>
        {averageHoldMinutes == null ? "–" : shortDuration(averageHoldMinutes, language)}
      </Tile>
    </SimpleGrid>
  );
}

function Tile({ name, mark, children }: { name: string; mark?: ReactNode; children: ReactNode }) {
  return (
    <Paper withBorder p="sm">
      <Group component="dt" gap={6} wrap="nowrap">
        {mark}
        <Text span size="sm">
          {name}
        </Text>
      </Group>
      <Text component="dd" m={0} fz={22} fw={700} lh={1.3} style={{ fontVariantNumeric: "tabular-nums" }}>
        {children}
      </Text>
    </Paper>
  );
}

/** `1 hr 23 min`: a tile has little room. */
function shortDuration(minutes: number, language: Language): string {
  const whole = Math.round(minutes);
  const [hours, rest] = [Math.floor(whole / 60), whole % 60];
  const unit = (value: number, name: "hour" | "minute") =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  if (hours === 0) return unit(rest, "minute");
  return rest === 0 ? unit(hours, "hour") : `${unit(hours, "hour")} ${unit(rest, "minute")}`;
}
