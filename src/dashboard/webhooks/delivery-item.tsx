import { Code, Group, Paper, Text } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconRefresh } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useQuery } from "urql";
import {
  DeliveryBodyDocument,
  type DeliveryFieldsFragment,
  RedeliverWebhookDocument,
} from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat, useNow } from "../app/time.tsx";
import { useCommand } from "../shared/command.ts";
import { ItemButton } from "../shared/item-button.tsx";
import { ReservationLink } from "../shared/links.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { Loading, RefusalAlert } from "../shared/page.tsx";
import { ScrollRegion } from "../shared/scroll-region.tsx";
import { DeliveryStatusBadge, eventWord, webhookWords } from "./webhook-words.tsx";

const words = defineWords({
  en: {
    attempts: (count: number, text: string) => (count === 1 ? "1 attempt" : `${text} attempts`),
    answer: (status: number) => `response ${status}`,
    delivered: (time: string) => `delivered ${time}`,
    last: (time: string) => `last tried ${time}`,
    next: (when: string) => `next attempt ${when}`,
    body: "Body",
    showBody: "Show body",
    hideBody: "Hide body",
    redeliver: "Redeliver",
    sendNow: "Send now",
    redelivered: "The message is being redelivered.",
  },
  vi: {
    attempts: (_count: number, text: string) => `${text} lần thử`,
    answer: (status: number) => `phản hồi ${status}`,
    delivered: (time: string) => `giao lúc ${time}`,
    last: (time: string) => `thử gần nhất lúc ${time}`,
    next: (when: string) => `lần thử tiếp theo: ${when}`,
    body: "Nội dung",
    showBody: "Xem nội dung",
    hideBody: "Ẩn nội dung",
    redeliver: "Giao lại",
    sendNow: "Gửi ngay",
    redelivered: "Tin nhắn đang được giao lại.",
  },
});

interface DeliveryItemProps {
  readonly delivery: DeliveryFieldsFragment;
  readonly mayRedeliver: boolean;
}

/** A delivery: its result, its body, and a button to send it again. */
export function DeliveryItem({ delivery, mayRedeliver }: DeliveryItemProps) {
  const text = useWords(words);
  const named = useWords(webhookWords);
  const format = useFormat();
  const [shown, setShown] = useState(false);
  const { send, fetching } = useCommand(RedeliverWebhookDocument);
  const bodyId = useId();
  const { id, event, status, createdAt, reservation, error } = delivery;
  const what = eventWord(event, named);
  const redeliver = async () => {
    if (await send({ id })) notifyDone(text.redelivered);
  };
  const about = `${what}, ${format.dateTime(createdAt)}`;
  return (
    <Paper component="li" withBorder p="sm">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text fw={600} size="sm">
            {what}
          </Text>
          {reservation && (
            <Text span size="sm">
              <ReservationLink id={reservation.id} code={reservation.code} />
            </Text>
          )}
          <DeliveryStatusBadge status={status} />
        </Group>
        <Text size="sm" component="time" dateTime={createdAt}>
          {format.dateTime(createdAt)}
        </Text>
      </Group>
      <Outcome delivery={delivery} />
      {error && (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {error}
        </Text>
      )}
      <Group gap="xs" mt="xs">
        <ItemButton
          icon={shown ? IconChevronUp : IconChevronDown}
          of={about}
          opens={{ id: bodyId, isOpen: shown }}
          onClick={() => setShown(!shown)}
        >
          {shown ? text.hideBody : text.showBody}
        </ItemButton>
        {mayRedeliver && (
          <ItemButton icon={IconRefresh} of={about} busy={fetching} onClick={redeliver}>
            {status === "PENDING" ? text.sendNow : text.redeliver}
          </ItemButton>
        )}
      </Group>
      {shown && (
        <div id={bodyId}>
          <Body id={id} />
        </div>
      )}
    </Paper>
  );
}

function Outcome({ delivery }: { delivery: DeliveryFieldsFragment }) {
  const text = useWords(words);
  const format = useFormat();
  const now = useNow(5_000);
  const { attempts, responseStatus, deliveredAt, lastAttemptAt, nextAttemptAt } = delivery;
  const facts = [
    text.attempts(attempts, format.number(attempts)),
    responseStatus == null ? null : text.answer(responseStatus),
    deliveredAt ? text.delivered(format.exactTime(deliveredAt)) : null,
    lastAttemptAt && !deliveredAt ? text.last(format.exactTime(lastAttemptAt)) : null,
    nextAttemptAt ? text.next(format.relative(nextAttemptAt, now)) : null,
  ];
  return (
    <Text size="sm" mt={4}>
      {facts.filter((fact) => fact !== null).join(" · ")}
    </Text>
  );
}

/** The request body, byte for byte. */
function Body({ id }: { id: string }) {
  const { body } = useWords(words);
  const [{ data, error }, read] = useQuery({
    query: DeliveryBodyDocument,
    variables: { id },
    requestPolicy: "cache-first",
  });
  if (error) return <RefusalAlert error={error} onRetry={read} />;
  if (!data) return <Loading />;
  const sent = data.node && "body" in data.node ? data.node.body : "";
  return (
    <ScrollRegion label={body} maxHeight={320}>
      <Code block mt="xs" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {sent}
      </Code>
    </ScrollRegion>
  );
}
