import { Button, Checkbox, Group, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { ReservationEventKind, WebhookFieldsFragment } from "../api/documents.ts";
import type { Refusal } from "../api/refusals.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { fieldErrors } from "../shared/field-errors.ts";
import { RefusalNote } from "../shared/refusal-note.tsx";
import { StationSelect } from "../shared/station-select.tsx";
import { webhookEvents, webhookWords } from "./webhook-words.tsx";

const words = defineWords({
  en: {
    url: "URL",
    urlHint: "Messages are sent there by POST.",
    events: "Events",
    noEvents: "Choose at least one event.",
    station: "Station",
    description: "Description",
    back: "Back",
  },
  vi: {
    url: "URL",
    urlHint: "Tin nhắn được gửi đến đây bằng POST.",
    events: "Sự kiện",
    noEvents: "Hãy chọn ít nhất một sự kiện.",
    station: "Trạm",
    description: "Mô tả",
    back: "Quay lại",
  },
});

const fieldNames = ["url", "events", "stationId", "description"];

export interface WebhookDraft {
  readonly url: string;
  readonly events: readonly ReservationEventKind[];
  readonly stationId: string | null;
  readonly description: string | null;
}

interface WebhookFormProps {
  /** What is edited; a new one where there is none. */
  readonly webhook?: WebhookFieldsFragment;
  readonly action: string;
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  readonly onSubmit: (draft: WebhookDraft) => void;
  readonly onClose: () => void;
}

/** Where messages go, and of what. What the server refuses is said at the field, and stays as it was entered. */
export function WebhookForm({ webhook, action, busy, refusal, onSubmit, onClose }: WebhookFormProps) {
  const text = useWords(words);
  const { events: eventNames } = useWords(webhookWords);
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [events, setEvents] = useState<string[]>([...(webhook?.events ?? webhookEvents)]);
  const [stationId, setStationId] = useState(webhook?.station?.id ?? null);
  const [description, setDescription] = useState(webhook?.description ?? "");
  const faults = fieldErrors(refusal);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (events.length === 0) return;
    onSubmit({
      url: url.trim(),
      events: webhookEvents.filter((each) => events.includes(each)),
      stationId,
      description: description.trim() || null,
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          type="url"
          label={text.url}
          description={text.urlHint}
          placeholder="https://"
          required
          maxLength={2000}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          error={faults["url"]}
          data-autofocus
        />
        <Checkbox.Group
          label={text.events}
          value={events}
          onChange={setEvents}
          error={events.length === 0 ? text.noEvents : faults["events"]}
        >
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={6} mt={6}>
            {webhookEvents.map((event) => (
              <Checkbox key={event} value={event} label={eventNames[event]} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <StationSelect
          label={text.station}
          value={stationId}
          onChange={setStationId}
          error={faults["stationId"]}
        />
        <Textarea
          label={text.description}
          autosize
          maxLength={200}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          error={faults["description"]}
        />
        <RefusalNote refusal={refusal} fields={fieldNames} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text.back}
          </Button>
          <Button type="submit" loading={busy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
