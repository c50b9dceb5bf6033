import { Checkbox, Group, Paper, Stack, Text } from "@mantine/core";
import { IconCar, IconUser } from "@tabler/icons-react";
import { defineWords, useWords } from "../app/language.tsx";
import { commonWords } from "../shared/common-words.ts";
import { ReservationLink } from "../shared/links.tsx";
import { ReservationStatusBadge } from "../shared/status.tsx";
import { userName } from "../shared/user-name.ts";
import { CancellationReason } from "./cancellation-reason.tsx";
import { ChargeFrom } from "./charge-from.tsx";
import { Deadline } from "./deadline.tsx";
import { ReservationItems } from "./reservation-items.tsx";
import { awaitedHold, type ListName, type Reservation, type Step } from "./reservation-model.ts";
import { StepButtons } from "./step-buttons.tsx";

const words = defineWords({
  en: { select: (code: string) => `Select ${code}` },
  vi: { select: (code: string) => `Chọn ${code}` },
});

interface CardProps {
  readonly reservation: Reservation;
  readonly list: ListName;
  readonly showOwner: boolean;
  readonly onStep: (step: Step, reservation: Reservation) => void;
  readonly busy: Step | null;
  /** Given if the card can be selected in a list. */
  readonly selection?: { readonly isSelected: boolean; readonly onSelect: (isSelected: boolean) => void };
}

const edges: { readonly [List in ListName]?: string } = { yourTurn: "green", urgent: "orange" };

export function ReservationCard({ reservation, list, showOwner, onStep, busy, selection }: CardProps) {
  const text = useWords(words);
  const { code, id, status, kind, cancellationReason } = reservation;
  const edge = edges[list];
  const holdFrom = awaitedHold(reservation);
  return (
    <Paper
      withBorder
      p="sm"
      h="100%"
      style={edge ? { borderInlineStart: `4px solid var(--mantine-color-${edge}-6)` } : undefined}
    >
      <Stack gap={8} h="100%" justify="space-between">
        <Stack gap={8}>
          <Group gap="xs">
            {selection && (
              <Checkbox
                aria-label={text.select(code)}
                size="md"
                checked={selection.isSelected}
                onChange={(event) => selection.onSelect(event.currentTarget.checked)}
              />
            )}
            <ReservationLink id={id} code={code} />
            <ReservationStatusBadge status={status} kind={kind} />
            <Vehicle reservation={reservation} showOwner={showOwner} />
          </Group>
          <Deadline reservation={reservation} pressing={edge !== undefined} />
          <ReservationItems reservation={reservation} />
          {holdFrom && <ChargeFrom holdFrom={holdFrom} />}
          {status === "CANCELLED" && <CancellationReason reason={cancellationReason} />}
        </Stack>
        <StepButtons reservation={reservation} onStep={onStep} busy={busy} />
      </Stack>
    </Paper>
  );
}

const NAME = { overflowWrap: "anywhere" } as const;

export function Vehicle({ reservation, showOwner }: Pick<CardProps, "reservation" | "showOwner">) {
  const common = useWords(commonWords);
  return (
    <>
      <Group gap={4} wrap="nowrap">
        <IconCar size={16} aria-hidden />
        <Text span size="sm" style={NAME}>
          <span className="visually-hidden">{common.vehicle} </span>
          {reservation.vehicle.plate}
        </Text>
      </Group>
      {showOwner && (
        <Group gap={4} wrap="nowrap">
          <IconUser size={16} aria-hidden />
          <Text span size="sm" style={NAME}>
            <span className="visually-hidden">{common.driver} </span>
            {userName(reservation.owner)}
          </Text>
        </Group>
      )}
    </>
  );
}
