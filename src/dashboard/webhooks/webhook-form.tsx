import { Checkbox, SimpleGrid, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ReservationEventKind, WebhookFieldsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { DialogForm, type FormState } from "../shared/dialog-form.tsx";
import { fieldErrors } from "../shared/field-errors.ts";
import { LongText } from "../shared/long-text.tsx";
import { StationSelect } from "../shared/station-select.tsx";
import { webhookEvents, webhookWords } from "./webhook-words.tsx";

const words = defineWords({
  en: {
    url: "URL",
    urlHint: "Messages are sent here by POST.",
    urlMissing: "Enter a URL.",
    events: "Events",
    noEvents: "Choose at least one event.",
    description: "Description (optional)",
  },
  vi: {
    url: "URL",
    urlHint: "Tin nhắn được gửi đến đây bằng POST.",
    urlMissing: "Hãy nhập URL.",
    events: "Sự kiện",
    noEvents: "Hãy chọn ít nhất một sự kiện.",
    description: "Mô tả (không bắt buộc)",
  },
});

const FIELDS = ["url", "events", "stationId", "description"];

export interface WebhookDraft {
  readonly url: string;
  readonly events: readonly ReservationEventKind[];
  readonly stationId: string | null;
  readonly description: string | null;
}

interface WebhookFormProps extends FormState {
  /** The webhook to edit. Omitted for a new one. */
  readonly webhook?: WebhookFieldsFragment;
  readonly action: string;
  readonly onSubmit: (draft: WebhookDraft) => void;
}

/** The URL and the events of a webhook. Errors are shown at the fields, and the input is kept. */
export function WebhookForm({ webhook, onSubmit, ...form }: WebhookFormProps) {
  const text = useWords(words);
  const { events: eventNames } = useWords(webhookWords);
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [events, setEvents] = useState<string[]>([...(webhook?.events ?? webhookEvents)]);
  const [stationId, setStationId] = useState(webhook?.station?.id ?? null);
  const [description, setDescription] = useState(webhook?.description ?? "");
  const [isTried, setTried] = useState(false);
  const isUrlMissing = url.trim() === "";
  const refused = fieldErrors(form.refusal);
  const submit = () => {
    setTried(true);
    if (isUrlMissing || events.length === 0) return;
    onSubmit({
      url: url.trim(),
      events: webhookEvents.filter((each) => events.includes(each)),
      stationId,
      description: description.trim() || null,
    });
  };
  return (
    <DialogForm fields={FIELDS} onSubmit={submit} {...form}>
      <TextInput
        type="url"
        label={text.url}
        description={text.urlHint}
        placeholder="https://"
        required
        maxLength={2000}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={isTried && isUrlMissing ? text.urlMissing : refused["url"]}
        data-autofocus
      />
      <Checkbox.Group
        label={text.events}
        value={events}
        onChange={setEvents}
        error={events.length === 0 ? text.noEvents : refused["events"]}
      >
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={6} mt={6}>
          {webhookEvents.map((event) => (
            <Checkbox key={event} value={event} label={eventNames[event]} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      <StationSelect value={stationId} onChange={setStationId} error={refused["stationId"]} />
      <LongText
        label={text.description}
        value={description}
        onChange={setDescription}
        error={refused["description"]}
        longest={200}
      />
    </DialogForm>
  );
}
