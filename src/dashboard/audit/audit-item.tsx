import { Button, Code, Group, Paper, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import type { AuditEntryFieldsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { pathOf, routes } from "../routes.ts";
import type { AddressChange } from "../shared/address.ts";
import { TextLink } from "../shared/links.tsx";
import { userName } from "../shared/user-name.ts";
import { changesOf, type FieldChange, valueText } from "./changes.ts";
import { operationWord, operationWords } from "./operations.ts";

const words = defineWords({
  en: {
    many: "several objects",
    more: (count: number) => `Show ${count} more`,
    less: "Show less",
    from: "before",
    to: "after",
    filterActor: (name: string) => `Show only actions by ${name}`,
    filterThing: "Show only this object",
    request: "Request",
  },
  vi: {
    many: "nhiều đối tượng",
    more: (count: number) => `Xem thêm ${count}`,
    less: "Thu gọn",
    from: "trước",
    to: "sau",
    filterActor: (name: string) => `Chỉ xem thao tác của ${name}`,
    filterThing: "Chỉ xem đối tượng này",
    request: "Yêu cầu",
  },
});

interface AuditItemProps {
  readonly entry: AuditEntryFieldsFragment;
  readonly onFilter: (change: AddressChange) => void;
}

/** An entry of the log: who did what, to which object, when, and which fields changed. */
export function AuditItem({ entry, onFilter }: AuditItemProps) {
  const text = useWords(words);
  const operations = useWords(operationWords);
  const format = useFormat();
  const { occurredAt, actor, actorName, operation, organisation, requestId, before, after } = entry;
  const name = userName({ id: actor.id, name: actorName });
  return (
    <Paper component="li" withBorder p="sm">
      <Group justify="space-between" gap="xs">
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          <UnstyledButton
            fz="sm"
            fw={600}
            td="underline"
            aria-label={text.filterActor(name)}
            title={text.filterActor(name)}
            onClick={() => onFilter({ actor: actor.id })}
          >
            {name}
          </UnstyledButton>
          {" · "}
          {operationWord(operation, operations)}
        </Text>
        <Text size="sm" component="time" dateTime={occurredAt}>
          {format.date(occurredAt)}, {format.exactTime(occurredAt)}
        </Text>
      </Group>
      <Thing entry={entry} onFilter={onFilter} />
      <Changes changes={changesOf(before, after)} />
      <Text size="xs" mt={6} style={{ overflowWrap: "anywhere" }}>
        {organisation && `${organisation} · `}
        {text.request}: {requestId}
      </Text>
    </Paper>
  );
}

function Thing({ entry, onFilter }: AuditItemProps) {
  const text = useWords(words);
  const { thingType, thingId } = entry;
  if (!thingId)
    return (
      <Text size="sm">
        {thingType}: {text.many}
      </Text>
    );
  const address = addressOf(thingType, thingId);
  return (
    <Group gap="xs">
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {thingType} {address ? <TextLink href={address}>{thingId}</TextLink> : thingId}
      </Text>
      <Button
        size="compact-sm"
        fz="xs"
        variant="default"
        onClick={() => onFilter({ thing: thingId })}
        aria-label={`${text.filterThing}: ${thingId}`}
      >
        {text.filterThing}
      </Button>
    </Group>
  );
}

const pages: Readonly<Record<string, string>> = {
  Slot: routes.slot,
  Station: routes.site,
  Reservation: routes.reservation,
  Webhook: routes.webhook,
};

function addressOf(type: string, id: string): string | null {
  const page = pages[type];
  return page ? pathOf(page, id) : null;
}

const SHOWN_AT_FIRST = 4;

function Changes({ changes }: { changes: readonly FieldChange[] }) {
  const text = useWords(words);
  const [all, setAll] = useState(false);
  const shown = all ? changes : changes.slice(0, SHOWN_AT_FIRST);
  if (changes.length === 0) return null;
  return (
    <>
      <dl style={{ margin: "6px 0 0" }}>
        {shown.map((change) => (
          <Change key={change.field} change={change} />
        ))}
      </dl>
      {changes.length > SHOWN_AT_FIRST && (
        <Button
          size="compact-sm"
          fz="xs"
          variant="subtle"
          mt={4}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? text.less : text.more(changes.length - SHOWN_AT_FIRST)}
        </Button>
      )}
    </>
  );
}

function Change({ change: { field, before, after } }: { change: FieldChange }) {
  const text = useWords(words);
  const format = useFormat();
  const show = (value: unknown) => valueText(value, format.dateTime);
  return (
    <Group gap={8} align="flex-start" wrap="wrap">
      <Text component="dt" size="sm" w={150} style={{ overflowWrap: "anywhere" }}>
        <Code>{field}</Code>
      </Text>
      <Text component="dd" size="sm" m={0} flex="1 1 140px" style={{ overflowWrap: "anywhere" }}>
        {before !== undefined && (
          <>
            <span className="visually-hidden">{text.from}: </span>
            <del style={{ textDecoration: after === undefined ? undefined : "none" }}>{show(before)}</del>
          </>
        )}
        {before !== undefined && after !== undefined && <span aria-hidden="true"> → </span>}
        {after !== undefined && (
          <>
            <span className="visually-hidden">, {text.to}: </span>
            <ins style={{ textDecoration: "none", fontWeight: before === undefined ? 400 : 600 }}>
              {show(after)}
            </ins>
          </>
        )}
      </Text>
    </Group>
  );
}
