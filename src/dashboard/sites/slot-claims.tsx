import { Group, List, Stack, Text } from "@mantine/core";
import type { WhatSlotHasQuery } from "../api/documents.ts";
import { usePage } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { type Format, useFormat } from "../app/time.tsx";
import { pathOf, routes } from "../routes.ts";
import { ReservationLink, TextLink } from "../shared/links.tsx";
import { ReservationStatusBadge } from "../shared/status.tsx";

type Claim = WhatSlotHasQuery["reservations"]["edges"][number]["node"];
type Session = WhatSlotHasQuery["chargingSessions"]["edges"][number]["node"];

const words = defineWords({
  en: {
    list: "Reservations for this slot",
    until: (time: string) => `until ${time}`,
    position: (place: number) => `number ${place} in line`,
    more: (count: number) => `and ${count} more`,
    nobody: "someone",
    charging: (name: string, plate: string) => `${name} is charging ${plate} here.`,
    progress: (now: string, target: string, since: string) => `At ${now} of ${target}, since ${since}.`,
    stopFirst: "Stop the session first: the driver can do it, or you can on the slot's page.",
    toSlot: "Go to the slot's page",
  },
  vi: {
    list: "Các lượt đặt của chỗ này",
    until: (time: string) => `đến ${time}`,
    position: (place: number) => `thứ ${place} trong hàng chờ`,
    more: (count: number) => `và ${count} lượt nữa`,
    nobody: "ai đó",
    charging: (name: string, plate: string) => `${name} đang sạc xe ${plate} tại đây.`,
    progress: (now: string, target: string, since: string) => `Đã đạt ${now} / ${target}, từ ${since}.`,
    stopFirst: "Phải dừng phiên sạc trước: tài xế dừng, hoặc bạn dừng ở trang của chỗ này.",
    toSlot: "Đến trang của chỗ này",
  },
});

interface SlotClaimsProps {
  readonly slotId: string;
  readonly claims: readonly Claim[];
  readonly total: number;
}

/** The first of the reservations that hold the slot, wait for it, or have booked a window on it. */
export function SlotClaims({ slotId, claims, total }: SlotClaimsProps) {
  const text = useWords(words);
  const format = useFormat();
  return (
    <Stack gap={4}>
      <List aria-label={text.list} listStyleType="none" spacing="xs">
        {claims.map((claim) => (
          <List.Item key={claim.id}>
            <Group gap="xs">
              <ReservationLink id={claim.id} code={claim.code} />
              <ReservationStatusBadge status={claim.status} kind={claim.kind} />
              <Text size="sm">
                {[
                  claim.owner.name ?? text.nobody,
                  claim.vehicle.plate,
                  whenOf(claim, slotId, format, text),
                ].join(", ")}
              </Text>
            </Group>
          </List.Item>
        ))}
      </List>
      {total > claims.length && <Text size="sm">{text.more(total - claims.length)}</Text>}
    </Stack>
  );
}

function whenOf(claim: Claim, slotId: string, format: Format, text: (typeof words)["en"]): string {
  const { status, items, turnUntil, waitlistPosition, reservedUntil } = claim;
  if (status === "WAITLISTED" && waitlistPosition) return text.position(waitlistPosition);
  if (status === "YOUR_TURN" && turnUntil) return text.until(format.dateTime(turnUntil));
  const { startAt, endAt } = items.find(({ slot }) => slot.id === slotId) ?? {};
  return startAt && endAt ? format.range(startAt, endAt) : text.until(format.dateTime(reservedUntil));
}

/** The charging session that has to end before the slot can be changed. */
export function WhoCharges({ session, slotId }: { session: Session; slotId: string }) {
  const text = useWords(words);
  const format = useFormat();
  const { clock } = usePage();
  const { vehicle, currentPercent, targetPercent, startedAt } = session;
  return (
    <Stack gap={4}>
      <Text fw={600}>{text.charging(vehicle.owner.name ?? text.nobody, vehicle.plate)}</Text>
      <Text size="sm">
        {text.progress(
          format.percent(currentPercent / 100),
          format.percent(targetPercent / 100),
          format.timeOn(startedAt, clock.now()),
        )}
      </Text>
      <Text size="sm">{text.stopFirst}</Text>
      <Text size="sm">
        <TextLink href={pathOf(routes.slot, slotId)}>{text.toSlot}</TextLink>
      </Text>
    </Stack>
  );
}
