import { Card, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { useParams } from "wouter";
import { OneWebhookDocument, type WebhookFieldsFragment } from "../api/documents.ts";
import { codeOf } from "../api/refusals.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { pathOf, routes } from "../routes.ts";
import { commonWords } from "../shared/common-words.ts";
import { Fact, Facts } from "../shared/facts.tsx";
import { BackLink, TextLink } from "../shared/links.tsx";
import { OnlyFor } from "../shared/only-for.tsx";
import { Empty, Loading, Page, RefusalAlert } from "../shared/page.tsx";
import { useLatestData } from "../shared/refetch.ts";
import { Deliveries } from "./deliveries.tsx";
import { WebhookActions } from "./webhook-actions.tsx";
import { eventWord, WebhookStateBadge, webhookEvents, webhookWords } from "./webhook-words.tsx";

const words = defineWords({
  en: {
    title: "Webhook",
    all: "All webhooks",
    missing: "Webhook not found. It may have been removed.",
    url: "URL",
    state: "State",
    events: "Events",
    allEvents: "All events",
    description: "Description",
    registered: "Registered",
  },
  vi: {
    title: "Webhook",
    all: "Tất cả webhook",
    missing: "Không tìm thấy webhook. Có thể webhook đã bị xóa.",
    url: "URL",
    state: "Trạng thái",
    events: "Sự kiện",
    allEvents: "Mọi sự kiện",
    description: "Mô tả",
    registered: "Đăng ký lúc",
  },
});

export default function WebhookPage() {
  const { title } = useWords(words);
  return (
    <OnlyFor who="staff" title={title}>
      {() => <OneWebhook />}
    </OnlyFor>
  );
}

function OneWebhook() {
  const text = useWords(words);
  const { id = "" } = useParams<{ id: string }>();
  const [state, read] = useQuery({ query: OneWebhookDocument, variables: { id } });
  const { error } = state;
  const data = useLatestData(state, id);
  const page = (children: ReactNode) => (
    <Page title={text.title}>
      <BackLink href={routes.webhooks}>{text.all}</BackLink>
      {children}
    </Page>
  );
  const webhook = data?.webhook;
  // A malformed id means that there is no such webhook.
  const isMissing = data ? !webhook : error && codeOf(error) === "BAD_USER_INPUT";
  if (isMissing) return page(<Empty>{text.missing}</Empty>);
  if (!webhook) return page(error ? <RefusalAlert error={error} onRetry={read} /> : <Loading />);
  return page(
    <>
      {error && <RefusalAlert error={error} onRetry={read} />}
      <Card withBorder padding="md">
        <WebhookFacts webhook={webhook} />
        <WebhookActions webhook={webhook} />
      </Card>
      <Deliveries webhook={webhook} />
    </>,
  );
}

function WebhookFacts({ webhook }: { webhook: WebhookFieldsFragment }) {
  const text = useWords(words);
  const common = useWords(commonWords);
  const named = useWords(webhookWords);
  const format = useFormat();
  const { url, active, disabledReason, events, station, description, createdAt } = webhook;
  const isAll = events.length === webhookEvents.length;
  return (
    <Facts>
      <Fact name={text.url} isWide>
        {url}
      </Fact>
      <Fact name={text.state}>
        <WebhookStateBadge active={active} />
        {disabledReason && (
          <Text size="sm" mt={4}>
            {disabledReason}
          </Text>
        )}
      </Fact>
      {description && (
        <Fact name={text.description} isWide>
          {description}
        </Fact>
      )}
      <Fact name={text.events} isWide>
        {isAll ? text.allEvents : events.map((event) => eventWord(event, named)).join(", ")}
      </Fact>
      <Fact name={common.station}>
        {station ? (
          <TextLink href={pathOf(routes.site, station.id)}>{station.name}</TextLink>
        ) : (
          common.allStations
        )}
      </Fact>
      <Fact name={text.registered}>{format.dateTime(createdAt)}</Fact>
    </Facts>
  );
}
