import { Group, Stack, Text } from "@mantine/core";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { LiveSlotStatus } from "../live/live-slot-status.tsx";
import { pathOf, routes } from "../routes.ts";
import { TextLink } from "../shared/links.tsx";
import { type Reservation, type ReservationItem, sortedItems } from "./reservation-model.ts";

const words = defineWords({
  en: {
    slots: "Slots",
    slot: (label: string) => `Slot ${label}`,
    released: (at: string) => `Released ${at}`,
  },
  vi: {
    slots: "Các chỗ",
    slot: (label: string) => `Chỗ ${label}`,
    released: (at: string) => `Đã trả chỗ ${at}`,
  },
});

interface ItemsProps {
  readonly reservation: Pick<Reservation, "items" | "status">;
  /** Also shows when each slot was released. */
  readonly full?: boolean;
}

/** The slots of a reservation, with their windows and live statuses. */
export function ReservationItems({ reservation, full = false }: ItemsProps) {
  const text = useWords(words);
  return (
    <Stack component="ul" aria-label={text.slots} gap={4} m={0} p={0} style={{ listStyle: "none" }}>
      {sortedItems(reservation).map((item) => (
        <li key={`${item.slot.id} ${item.startAt}`}>
          <Item item={item} full={full} />
        </li>
      ))}
    </Stack>
  );
}

function Item({ item, full }: { item: ReservationItem; full: boolean }) {
  const text = useWords(words);
  const format = useFormat();
  const { slot, startAt, endAt, releasedAt } = item;
  return (
    <Group gap="4px 10px">
      <Text span size="sm" style={{ overflowWrap: "anywhere" }}>
        <TextLink href={pathOf(routes.slot, slot.id)}>{text.slot(slot.label)}</TextLink>
        {` · ${slot.port.station.name}, ${slot.port.label}`}
      </Text>
      {/* A released slot's status has nothing to do with this reservation. */}
      {!releasedAt && <LiveSlotStatus id={slot.id} />}
      {startAt && endAt && (
        <Text span size="sm" fw={500}>
          {format.range(startAt, endAt)}
        </Text>
      )}
      {full && releasedAt && (
        <Text span size="sm">
          {text.released(format.dateTime(releasedAt))}
        </Text>
      )}
    </Group>
  );
}
