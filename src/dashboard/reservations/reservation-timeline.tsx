import { Text } from "@mantine/core";
import type { ReservationDetailsQuery } from "../api/documents.ts";
import { useWords } from "../app/language.tsx";
import { ReservationStatusBadge, reservationLook } from "../shared/status.tsx";
import { Timeline, TimelineEntry } from "../shared/timeline.tsx";
import { eventWords } from "./event-words.ts";

type Details = NonNullable<ReservationDetailsQuery["reservation"]>;

interface ReservationTimelineProps extends Pick<Details, "history" | "kind"> {
  readonly label: string;
}

/** Every status change of a reservation, oldest first. */
export function ReservationTimeline({ history, kind, label }: ReservationTimelineProps) {
  const events = useWords(eventWords);
  return (
    <Timeline label={label}>
      {history.map(({ status, event, at, reason }) => (
        <TimelineEntry
          key={`${at} ${event}`}
          look={reservationLook(status, kind)}
          what={events[event]}
          at={at}
        >
          <ReservationStatusBadge status={status} kind={kind} />
          {reason && <Text size="sm">{reason}</Text>}
        </TimelineEntry>
      ))}
    </Timeline>
  );
}
