import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { ListWebhooksDocument, type WebhookFieldsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { pathOf, routes } from "../routes.ts";
import { commonWords } from "../shared/common-words.ts";
import { TextLink } from "../shared/links.tsx";
import { OnlyFor } from "../shared/only-for.tsx";
import { Empty, Loading, Page, RefusalAlert } from "../shared/page.tsx";
import { Pager, usePager } from "../shared/pager.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import { RegisterWebhook } from "./webhook-dialogs.tsx";
import { WebhookStateBadge, webhookEvents } from "./webhook-words.tsx";

const words = defineWords({
  en: {
    title: "Webhooks",
    register: "Register a webhook",
    list: "Registered webhooks",
    none: "No webhooks yet.",
    noneHint: "A webhook notifies another system of reservation events as they happen.",
    allEvents: "All events",
    events: (count: string) => `${count} events`,
    oneEvent: "1 event",
    since: (date: string) => `since ${date}`,
  },
  vi: {
    title: "Webhook",
    register: "Đăng ký webhook",
    list: "Các webhook đã đăng ký",
    none: "Chưa có webhook nào.",
    noneHint: "Webhook báo cho hệ thống khác biết ngay khi có thay đổi về lượt đặt.",
    allEvents: "Mọi sự kiện",
    events: (count: string) => `${count} sự kiện`,
    oneEvent: "1 sự kiện",
    since: (date: string) => `từ ${date}`,
  },
});

// An empty result has no types to watch, so this makes the query run again when a webhook is created.
const context = { additionalTypenames: ["Webhook"] };

const PAGE_SIZE = 20;

export default function WebhooksPage() {
  const { title } = useWords(words);
  return (
    <OnlyFor who="staff" title={title}>
      {() => <Webhooks />}
    </OnlyFor>
  );
}

function Webhooks() {
  const text = useWords(words);
  const [registering, setRegistering] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const button = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setRegistering(true)}>
      {text.register}
    </Button>
  );
  return (
    <Page title={text.title} actions={button}>
      <WebhookList />
      <RegisterWebhook opened={registering} onClose={() => setRegistering(false)} onRegistered={setSecret} />
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </Page>
  );
}

function WebhookList() {
  const text = useWords(words);
  const pager = usePager("webhooks");
  const variables = { first: PAGE_SIZE, after: pager.after };
  const [{ data, error }, read] = useQuery({ query: ListWebhooksDocument, variables, context });
  if (error) return <RefusalAlert error={error} onRetry={read} />;
  if (!data) return <Loading />;
  const { edges } = data.webhooks;
  if (edges.length === 0 && pager.isFirst)
    return (
      <Empty>
        <Text fw={600}>{text.none}</Text>
        <Text size="sm">{text.noneHint}</Text>
      </Empty>
    );
  return (
    <>
      <Stack component="ul" gap="sm" p={0} m={0} aria-label={text.list} style={{ listStyle: "none" }}>
        {edges.map(({ node }) => (
          <WebhookItem key={node.id} webhook={node} />
        ))}
      </Stack>
      <Pager pager={pager} pageSize={PAGE_SIZE} page={data.webhooks} />
    </>
  );
}

function WebhookItem({ webhook }: { webhook: WebhookFieldsFragment }) {
  const text = useWords(words);
  const { allStations } = useWords(commonWords);
  const format = useFormat();
  const { id, url, description, active, disabledReason, events, station, createdAt } = webhook;
  const scope =
    events.length === webhookEvents.length
      ? text.allEvents
      : events.length === 1
        ? text.oneEvent
        : text.events(format.number(events.length));
  const facts = [scope, station?.name ?? allStations, text.since(format.date(createdAt))];
  return (
    <Paper component="li" withBorder p="md">
      <Group justify="space-between" align="flex-start" gap="xs">
        <TextLink href={pathOf(routes.webhook, id)}>{url}</TextLink>
        <WebhookStateBadge active={active} />
      </Group>
      {description && <Text size="sm">{description}</Text>}
      <Text size="sm" mt={4}>
        {facts.join(" · ")}
      </Text>
      {disabledReason && (
        <Text size="sm" mt={4}>
          {disabledReason}
        </Text>
      )}
    </Paper>
  );
}
