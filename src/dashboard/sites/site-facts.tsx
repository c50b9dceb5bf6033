import type { SiteDetailsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { Fact, Facts } from "../shared/facts.tsx";
import { siteWords } from "./site-words.ts";

const words = defineWords({
  en: {
    address: "Address",
    position: "Position",
    mode: "Booking mode",
    policy: "When a reservation expires",
    organisation: "Organisation",
  },
  vi: {
    address: "Địa chỉ",
    position: "Vị trí",
    mode: "Cách đặt chỗ",
    policy: "Khi lượt đặt hết hạn",
    organisation: "Tổ chức",
  },
});

export function SiteFacts({ site }: { site: SiteDetailsFragment }) {
  const text = useWords(words);
  const { modes, policies } = useWords(siteWords);
  const { address, latitude, longitude, bookingMode, expiryPolicy, organisation } = site;
  const hasPosition = latitude != null && longitude != null;
  return (
    <Facts>
      <Fact name={text.mode}>{modes[bookingMode]}</Fact>
      {bookingMode === "IMMEDIATE" && <Fact name={text.policy}>{policies[expiryPolicy]}</Fact>}
      {address && <Fact name={text.address}>{address}</Fact>}
      {hasPosition && <Fact name={text.position}>{`${latitude}, ${longitude}`}</Fact>}
      {organisation && <Fact name={text.organisation}>{organisation}</Fact>}
    </Facts>
  );
}
