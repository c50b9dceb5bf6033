import { Group, Text } from "@mantine/core";
import type { SiteDetailsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { siteWords } from "./site-words.ts";

const words = defineWords({
  en: {
    address: "Address",
    position: "Position",
    mode: "Booking",
    policy: "After the time of a reservation",
    organisation: "Organisation",
  },
  vi: {
    address: "Địa chỉ",
    position: "Vị trí",
    mode: "Cách đặt chỗ",
    policy: "Khi lượt đặt hết thời gian",
    organisation: "Tổ chức",
  },
});

export function SiteFacts({ site }: { site: SiteDetailsFragment }) {
  const text = useWords(words);
  const { modes, policies } = useWords(siteWords);
  const { address, latitude, longitude, bookingMode, expiryPolicy, organisation } = site;
  const hasPosition = latitude != null && longitude != null;
  const facts = [
    [text.mode, modes[bookingMode]],
    bookingMode === "IMMEDIATE" && [text.policy, policies[expiryPolicy]],
    address && [text.address, address],
    hasPosition && [text.position, `${latitude}, ${longitude}`],
    organisation && [text.organisation, organisation],
  ].filter((fact) => Array.isArray(fact));
  return (
    <Group component="dl" m={0} align="flex-start" style={{ gap: "8px 32px" }}>
      {facts.map(([term, value]) => (
        <div key={term}>
          <Text component="dt" size="sm">
            {term}
          </Text>
          <Text component="dd" fw={600} m={0} style={{ overflowWrap: "anywhere" }}>
            {value}
          </Text>
        </div>
      ))}
    </Group>
  );
}
