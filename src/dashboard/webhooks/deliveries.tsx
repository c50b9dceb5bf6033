import { Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "urql";
import {
  WebhookDeliveriesDocument,
  type WebhookDeliveriesQuery,
  type WebhookDeliveryStatus,
  type WebhookFieldsFragment,
} from "../api/documents.ts";
import { usePage } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useAddress } from "../shared/address.ts";
import { Empty, Loading, RefusalAlert } from "../shared/page.tsx";
import { Pager, usePager } from "../shared/pager.tsx";
import { useLatestData, useQueryRefetch } from "../shared/refetch.ts";
import { useWhileVisible } from "../shared/while-visible.ts";
import { DeliveryItem } from "./delivery-item.tsx";
import { refreshAfterMs } from "./refresh.ts";
import { webhookWords } from "./webhook-words.tsx";

const words = defineWords({
  en: {
    deliveries: "Deliveries",
    kept: "The last 30 days, newest first.",
    status: "Status",
    all: "All",
    none: "Nothing has been sent yet.",
    noneThat: "No deliveries have this status.",
  },
  vi: {
    deliveries: "Các lần giao",
    kept: "30 ngày gần đây, mới nhất trước.",
    status: "Trạng thái",
    all: "Tất cả",
    none: "Chưa gửi gì.",
    noneThat: "Không có lần giao nào ở trạng thái này.",
  },
});

// A test adds a delivery, and deactivating the webhook fails the pending ones.
const context = { additionalTypenames: ["WebhookDelivery", "Webhook"] };

const PAGE_SIZE = 20;
const statuses = ["PENDING", "DELIVERED", "FAILED"] as const satisfies readonly WebhookDeliveryStatus[];

/** The deliveries of a webhook, and how they went. The list refreshes itself. */
export function Deliveries({ webhook }: { webhook: WebhookFieldsFragment }) {
  const text = useWords(words);
  const { delivery: statusNames } = useWords(webhookWords);
  const [parameters, change] = useAddress();
  const status = statuses.find((each) => each === parameters.get("status")) ?? null;
  return (
    <Stack component="section" gap="sm" aria-labelledby="deliveries">
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={2} size="h4" id="deliveries">
            {text.deliveries}
          </Title>
          <Text size="sm">{text.kept}</Text>
        </div>
        <NativeSelect
          label={text.status}
          value={status ?? ""}
          onChange={(event) => change({ status: event.currentTarget.value })}
          data={[
            { value: "", label: text.all },
            ...statuses.map((value) => ({ value, label: statusNames[value] })),
          ]}
        />
      </Group>
      <DeliveryList key={status} webhook={webhook} status={status} />
    </Stack>
  );
}

type Connection = WebhookDeliveriesQuery["webhookDeliveries"];

interface DeliveryListProps {
  readonly webhook: WebhookFieldsFragment;
  readonly status: WebhookDeliveryStatus | null;
}

function DeliveryList({ webhook, status }: DeliveryListProps) {
  const text = useWords(words);
  const { clock } = usePage();
  const pager = usePager(webhook.id);
  const query = useQuery({
    query: WebhookDeliveriesDocument,
    variables: {
      webhookId: webhook.id,
      statuses: status && [status],
      first: PAGE_SIZE,
      after: pager.after,
    },
    context,
  });
  const [state] = query;
  const { error } = state;
  const page = `${webhook.id} ${pager.after ?? ""}`;
  const list: Connection | undefined = useLatestData(state, page)?.webhookDeliveries;
  const refetch = useQueryRefetch(query);
  useWhileVisible(
    refreshAfterMs(
      (list?.edges ?? []).map(({ node }) => node),
      clock.now(),
    ),
    refetch,
  );
  if (!list) return error ? <RefusalAlert error={error} onRetry={refetch} /> : <Loading />;
  const { edges } = list;
  if (!error && edges.length === 0 && pager.isFirst)
    return <Empty>{status ? text.noneThat : text.none}</Empty>;
  return (
    <>
      {error && <RefusalAlert error={error} onRetry={refetch} />}
      <Stack component="ol" gap="xs" p={0} m={0} aria-label={text.deliveries} style={{ listStyle: "none" }}>
        {edges.map(({ node }) => (
          <DeliveryItem key={node.id} delivery={node} mayRedeliver={webhook.active} />
        ))}
      </Stack>
      <Pager pager={pager} pageSize={PAGE_SIZE} page={list} />
    </>
  );
}
