import { Group, Paper, Stack, Table, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { commonWords } from "../shared/common-words.ts";
import { ReservationLink } from "../shared/links.tsx";
import { ReservationStatusBadge } from "../shared/status.tsx";
import { userName } from "../shared/user-name.ts";
import { Deadline } from "./deadline.tsx";
import { HiddenBadge } from "./hidden-badge.tsx";
import { Vehicle } from "./reservation-card.tsx";
import { ReservationItems } from "./reservation-items.tsx";
import type { Reservation, Step } from "./reservation-model.ts";
import { StepButtons } from "./step-buttons.tsx";

const words = defineWords({
  en: {
    caption: "Reservations",
    code: "Code",
    status: "Status",
    slots: "Slots and times",
    made: "Created",
  },
  vi: {
    caption: "Các lượt đặt",
    code: "Mã",
    status: "Trạng thái",
    slots: "Chỗ và thời gian",
    made: "Đặt lúc",
  },
});

interface ListProps {
  readonly rows: readonly Reservation[];
  readonly showOwner: boolean;
  readonly onStep: (step: Step, reservation: Reservation) => void;
  readonly busyOf: (reservation: Reservation) => Step | null;
}

/** The other steps are offered where their context is shown: in the lists and on the reservation's page. */
const OFFERED: readonly Step[] = ["dismiss", "restore"];

/** A table on wide screens, cards on narrow ones. */
export function HistoryList(props: ListProps) {
  const isWide = useMediaQuery("(min-width: 75em)", undefined, { getInitialValueInEffect: false });
  return isWide ? <HistoryTable {...props} /> : <HistoryCards {...props} />;
}

/** A name may be one long word. */
const NAME = { overflowWrap: "anywhere" } as const;
const WHOLE = { whiteSpace: "nowrap" } as const;

function HistoryTable({ rows, showOwner, onStep, busyOf }: ListProps) {
  const text = useWords(words);
  const common = useWords(commonWords);
  const format = useFormat();
  return (
    <Table verticalSpacing="xs" aria-label={text.caption}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{text.code}</Table.Th>
          <Table.Th scope="col">{text.status}</Table.Th>
          <Table.Th scope="col">{common.vehicle}</Table.Th>
          {showOwner && <Table.Th scope="col">{common.driver}</Table.Th>}
          <Table.Th scope="col">{text.slots}</Table.Th>
          <Table.Th scope="col">{text.made}</Table.Th>
          <Table.Th scope="col">{common.actions}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((reservation) => (
          <Table.Tr key={reservation.id}>
            <Table.Th scope="row" style={WHOLE}>
              <ReservationLink id={reservation.id} code={reservation.code} />
            </Table.Th>
            <Table.Td miw={150}>
              <Badges reservation={reservation} />
            </Table.Td>
            <Table.Td miw={110} style={NAME}>
              {reservation.vehicle.plate}
            </Table.Td>
            {showOwner && (
              <Table.Td miw={110} style={NAME}>
                {userName(reservation.owner)}
              </Table.Td>
            )}
            <Table.Td miw={200} style={NAME}>
              <ReservationItems reservation={reservation} />
            </Table.Td>
            <Table.Td>{format.dateTime(reservation.createdAt)}</Table.Td>
            <Table.Td>
              <StepButtons {...{ reservation, onStep }} busy={busyOf(reservation)} only={OFFERED} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function HistoryCards({ rows, showOwner, onStep, busyOf }: ListProps) {
  const text = useWords(words);
  const format = useFormat();
  return (
    <Stack component="ul" aria-label={text.caption} gap="sm" m={0} p={0} style={{ listStyle: "none" }}>
      {rows.map((reservation) => (
        <Paper component="li" key={reservation.id} withBorder p="sm">
          <Stack gap={8}>
            <Group gap="xs">
              <ReservationLink id={reservation.id} code={reservation.code} />
              <Badges reservation={reservation} />
              <Vehicle reservation={reservation} showOwner={showOwner} />
            </Group>
            <Deadline reservation={reservation} />
            <ReservationItems reservation={reservation} />
            <Text size="sm">
              {text.made} {format.dateTime(reservation.createdAt)}
            </Text>
            <StepButtons {...{ reservation, onStep }} busy={busyOf(reservation)} only={OFFERED} />
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}

function Badges({ reservation: { status, kind, hiddenAt } }: { reservation: Reservation }) {
  return (
    <Group gap={6}>
      <ReservationStatusBadge status={status} kind={kind} />
      {hiddenAt && <HiddenBadge />}
    </Group>
  );
}
