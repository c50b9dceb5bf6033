import { Group, Stack, Text } from "@mantine/core";
import { type CombinedError, useQuery } from "urql";
import { useParams } from "wouter";
import { ReservationDetailsDocument, type ReservationDetailsQuery } from "../api/documents.ts";
import { codeOf } from "../api/refusals.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { isStaff, type Me } from "../app/me.ts";
import { useFormat } from "../app/time.tsx";
import { routes } from "../routes.ts";
import { BackLink, TextLink } from "../shared/links.tsx";
import { OnlyFor } from "../shared/only-for.tsx";
import { Empty, Loading, Page, RefusalAlert } from "../shared/page.tsx";
import { useLatestData, useQueryRefetch } from "../shared/refetch.ts";
import { Section } from "../shared/section.tsx";
import { ReservationStatusBadge } from "../shared/status.tsx";
import { ChargeFrom } from "./charge-from.tsx";
import { Deadline } from "./deadline.tsx";
import { HiddenBadge } from "./hidden-badge.tsx";
import { Vehicle } from "./reservation-card.tsx";
import { ReservationItems } from "./reservation-items.tsx";
import { awaitedHold, shownNotes } from "./reservation-model.ts";
import { ReservationTimeline } from "./reservation-timeline.tsx";
import { StepButtons } from "./step-buttons.tsx";
import { usePlaceInLine } from "./use-place-in-line.ts";
import { useReservationEvents } from "./use-reservation-events.ts";
import { useSteps } from "./use-steps.tsx";

const words = defineWords({
  en: {
    reservation: "Reservation",
    titled: (code: string) => `Reservation ${code}`,
    created: (at: string) => `Created ${at}`,
    slots: "Slots and times",
    notes: "Notes",
    reason: "Reason",
    history: "History",
    notThere: "Reservation not found, or you do not have access to it.",
    toList: "Go to reservations",
    toHistory: "Search the history",
  },
  vi: {
    reservation: "Lượt đặt",
    titled: (code: string) => `Lượt đặt ${code}`,
    created: (at: string) => `Đặt lúc ${at}`,
    slots: "Chỗ và thời gian",
    notes: "Ghi chú",
    reason: "Lý do",
    history: "Diễn biến",
    notThere: "Không tìm thấy lượt đặt, hoặc bạn không có quyền xem.",
    toList: "Đến các lượt đặt",
    toHistory: "Tìm trong lịch sử",
  },
});

const context = { additionalTypenames: ["Reservation"] };

export default function ReservationPage() {
  const text = useWords(words);
  const { id = "" } = useParams<{ id: string }>();
  return (
    <OnlyFor who="members" title={text.reservation}>
      {(me) => <ReadReservation key={id} id={id} me={me} />}
    </OnlyFor>
  );
}

const APART_MS = 250;

function ReadReservation({ id, me }: { id: string; me: Me }) {
  const text = useWords(words);
  const query = useQuery({ query: ReservationDetailsDocument, variables: { id }, context });
  const [state] = query;
  const { error } = state;
  const data = useLatestData(state);
  const refetch = useQueryRefetch(query, APART_MS);
  const reservation = data?.reservation;
  useReservationEvents({ reservationId: id, pause: !reservation, onEvent: refetch, onStale: refetch });
  usePlaceInLine(reservation ? [reservation] : [], refetch);
  if (reservation) return <Details {...{ reservation, me, error, refetch }} />;
  // A malformed id means that there is no such reservation.
  const isMissing = error ? codeOf(error) === "BAD_USER_INPUT" : data !== undefined;
  return (
    <Page title={text.reservation}>
      {isMissing ? (
        <Empty>
          <Text>{text.notThere}</Text>
          <TextLink href={routes.reservations}>{text.toList}</TextLink>
          <TextLink href={routes.reservationHistory}>{text.toHistory}</TextLink>
        </Empty>
      ) : error ? (
        <RefusalAlert error={error} onRetry={refetch} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

interface DetailsProps {
  readonly reservation: NonNullable<ReservationDetailsQuery["reservation"]>;
  readonly me: Me;
  /** Why the reservation could not be read again. */
  readonly error: CombinedError | undefined;
  readonly refetch: () => void;
}

function Details({ reservation, me, error, refetch }: DetailsProps) {
  const text = useWords(words);
  const format = useFormat();
  const { onStep, busyOf, dialogs } = useSteps(refetch);
  const { code, status, kind, hiddenAt, createdAt, cancellationReason, history } = reservation;
  const notes = shownNotes(reservation.notes);
  const holdFrom = awaitedHold(reservation);
  return (
    <Page title={text.titled(code)} size="md">
      <BackLink href={routes.reservations}>{text.toList}</BackLink>
      {error && <RefusalAlert error={error} onRetry={refetch} />}
      <Stack gap="lg">
        <Stack gap="sm">
          <Group gap="xs">
            <ReservationStatusBadge status={status} kind={kind} />
            {hiddenAt && <HiddenBadge />}
            <Vehicle reservation={reservation} showOwner={isStaff(me.roles)} />
            <Text size="sm">{text.created(format.dateTime(createdAt))}</Text>
          </Group>
          <Deadline reservation={reservation} />
          {holdFrom && <ChargeFrom holdFrom={holdFrom} />}
          <StepButtons reservation={reservation} onStep={onStep} busy={busyOf(reservation)} />
        </Stack>
        <Section title={text.slots}>
          <ReservationItems reservation={reservation} full />
        </Section>
        {cancellationReason && (
          <Section title={text.reason}>
            <Written>{cancellationReason}</Written>
          </Section>
        )}
        {notes && (
          <Section title={text.notes}>
            <Written>{notes}</Written>
          </Section>
        )}
        <Section title={text.history}>
          <ReservationTimeline history={history} kind={kind} label={text.history} />
        </Section>
      </Stack>
      {dialogs}
    </Page>
  );
}

/** Text by a user, with its line breaks. */
function Written({ children }: { children: string }) {
  return (
    <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
      {children}
    </Text>
  );
}
