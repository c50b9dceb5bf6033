import { Alert, Breadcrumbs, Grid, Stack, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "urql";
import { useParams } from "wouter";
import { SlotDetailsDocument } from "../api/documents.ts";
import { codeOf } from "../api/refusals.ts";
import { useLiveSlot } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { routes } from "../routes.ts";
import { TextLink } from "../shared/links.tsx";
import { Loading, Page, RefusalAlert } from "../shared/page.tsx";
import {
  useLatestData,
  useOnChange,
  useOnDeadline,
  useOnReconnect,
  useQueryRefetch,
} from "../shared/refetch.ts";
import { slotName } from "../shared/slot-name.ts";
import { useWhileVisible } from "../shared/while-visible.ts";
import { SlotActions } from "./slot-actions.tsx";
import type { SlotDetails } from "./slot-details.ts";
import { SlotFacts } from "./slot-facts.tsx";
import { SlotHistory } from "./slot-history.tsx";

const words = defineWords({
  en: {
    title: (name: string, station: string) => `Slot ${name}, ${station}`,
    slot: "Slot",
    board: "Live board",
    where: "Where you are",
    removed: (time: string) => `This slot was removed on ${time}. Its history is kept.`,
    none: "Slot not found",
    explainNone: "Its address may be mistyped. The live board shows all slots.",
  },
  vi: {
    title: (name: string, station: string) => `Chỗ ${name}, ${station}`,
    slot: "Chỗ sạc",
    board: "Bảng trực tiếp",
    where: "Vị trí của bạn",
    removed: (time: string) => `Chỗ này đã bị xóa lúc ${time}. Lịch sử của chỗ vẫn được giữ.`,
    none: "Không tìm thấy chỗ sạc",
    explainNone: "Có thể địa chỉ bị gõ sai. Bảng trực tiếp có mọi chỗ sạc.",
  },
});

/** The feed reports neither the length of the waitlist nor the extension of a hold. */
const POLL_INTERVAL_MS = 20_000;

export default function SlotPage() {
  const { id = "" } = useParams();
  // The key resets the history and the dialogs for another slot.
  return <SlotWith key={id} id={id} />;
}

function SlotWith({ id }: { id: string }) {
  const text = useWords(words);
  const live = useLiveSlot(id);
  const query = useQuery({ query: SlotDetailsDocument, variables: { id } });
  const [state] = query;
  const { error } = state;
  const known = useLatestData(state);
  const refetch = useQueryRefetch(query);
  useOnChange(live?.version, refetch);
  useOnReconnect(refetch);
  useOnDeadline(known?.slot?.hold?.until, refetch);
  useWhileVisible(POLL_INTERVAL_MS, refetch);
  if (known?.slot) return <Shown slot={known.slot} />;
  if (known || (error && codeOf(error) === "BAD_USER_INPUT"))
    return (
      <Page title={text.none}>
        <Text>{text.explainNone}</Text>
        <TextLink href={routes.board}>{text.board}</TextLink>
      </Page>
    );
  return (
    <Page title={text.slot}>{error ? <RefusalAlert error={error} onRetry={refetch} /> : <Loading />}</Page>
  );
}

function Shown({ slot }: { slot: SlotDetails }) {
  const text = useWords(words);
  const format = useFormat();
  const live = useLiveSlot(slot.id);
  const { port } = slot;
  const { station } = port;
  return (
    <Page title={text.title(slotName(slot, port), station.name)}>
      <nav aria-label={text.where}>
        <Breadcrumbs styles={{ root: { flexWrap: "wrap" }, breadcrumb: { whiteSpace: "normal" } }}>
          <TextLink href={routes.board}>{text.board}</TextLink>
          <Text>{station.name}</Text>
          <Text>{port.label}</Text>
          <Text aria-current="page">{slot.label}</Text>
        </Breadcrumbs>
      </nav>
      <Grid gap="md" align="flex-start">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <SlotFacts slot={slot} />
            {slot.removedAt ? (
              <Alert icon={<IconTrash aria-hidden />}>{text.removed(format.dateTime(slot.removedAt))}</Alert>
            ) : (
              <SlotActions slot={slot} />
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <SlotHistory id={slot.id} version={live?.version ?? slot.version} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}
