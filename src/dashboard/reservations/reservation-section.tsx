import { Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { routes } from "../routes.ts";
import { TextLink } from "../shared/links.tsx";
import { ReservationCard } from "./reservation-card.tsx";
import type { ListName, Reservation, Step } from "./reservation-model.ts";

/** The server's limit for a list: there may be more reservations. */
const LONGEST = 100;

const words = defineWords({
  en: {
    yourTurn: "Your turn",
    urgent: "Urgent",
    current: "Current",
    waitlisted: "Waiting",
    dismissible: "Ended",
    more: "Showing the first 100 only.",
    history: "See all in history",
  },
  vi: {
    yourTurn: "Đến lượt bạn",
    urgent: "Sắp hết hạn",
    current: "Hiện tại",
    waitlisted: "Đang chờ",
    dismissible: "Đã kết thúc",
    more: "Chỉ hiện 100 lượt đầu tiên.",
    history: "Xem tất cả trong lịch sử",
  },
});

interface SectionProps {
  readonly list: ListName;
  readonly reservations: readonly Reservation[];
  readonly showOwner: boolean;
  readonly onStep: (step: Step, reservation: Reservation) => void;
  readonly busyOf: (reservation: Reservation) => Step | null;
  readonly selectionOf?: (reservation: Reservation) => {
    readonly isSelected: boolean;
    readonly onSelect: (isSelected: boolean) => void;
  };
  /** Shown between the heading and the list. */
  readonly children?: ReactNode;
}

/** One of the lists, with its length. */
export function ReservationSection({ list, reservations, children, ...props }: SectionProps) {
  const text = useWords(words);
  const format = useFormat();
  const { showOwner, onStep, busyOf, selectionOf } = props;
  const heading = `list-${list}`;
  const isCut = reservations.length >= LONGEST;
  return (
    <Stack component="section" gap="xs" aria-labelledby={heading}>
      <Group gap="sm">
        <Title order={2} size="h4" id={heading}>
          {text[list]}{" "}
          <Text span inherit fw={400}>
            ({format.number(reservations.length)}
            {isCut && "+"})
          </Text>
        </Title>
        {children}
      </Group>
      <SimpleGrid
        component="ul"
        aria-labelledby={heading}
        cols={{ base: 1, md: 2 }}
        spacing="sm"
        m={0}
        p={0}
        style={{ listStyle: "none" }}
      >
        {reservations.map((reservation) => (
          <li key={reservation.id}>
            <ReservationCard
              {...{ reservation, list, showOwner, onStep }}
              busy={busyOf(reservation)}
              selection={selectionOf?.(reservation)}
            />
          </li>
        ))}
      </SimpleGrid>
      {isCut && (
        <Text size="sm">
          {text.more} <TextLink href={routes.reservationHistory}>{text.history}</TextLink>
        </Text>
      )}
    </Stack>
  );
}
