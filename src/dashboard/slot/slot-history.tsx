import { Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import type { SlotChangeFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { Loading, RefusalAlert } from "../shared/page.tsx";
import { Section } from "../shared/section.tsx";
import { ShowMore } from "../shared/show-more.tsx";
import { SlotStatusBadge, slotLooks } from "../shared/status.tsx";
import { Timeline, TimelineEntry } from "../shared/timeline.tsx";
import { causeWords } from "./causes.ts";
import { useSlotHistory } from "./use-slot-history.ts";

const words = defineWords({
  en: {
    title: "History",
    from: "from",
    to: "to",
    failed: "Older changes could not be loaded. Try again.",
  },
  vi: {
    title: "Lịch sử",
    from: "từ",
    to: "sang",
    failed: "Không tải được các thay đổi cũ hơn. Hãy thử lại.",
  },
});

/** Every change of the slot's status, newest first. */
export function SlotHistory({ id, version }: { id: string; version: number }) {
  const text = useWords(words);
  const { changes, error, refetch, showMore, isLoading, isFailed } = useSlotHistory(id, version);
  return (
    <Section title={text.title}>
      {!changes && (error ? <RefusalAlert error={error} onRetry={refetch} /> : <Loading />)}
      {changes && (
        <Timeline label={text.title}>
          {changes.list.map((change) => (
            <Change key={change.version} change={change} />
          ))}
        </Timeline>
      )}
      {isFailed && (
        <Text size="sm" mt="sm" role="alert">
          {text.failed}
        </Text>
      )}
      {changes?.hasMore && <ShowMore busy={isLoading} onMore={showMore} />}
    </Section>
  );
}

function Change({ change }: { change: SlotChangeFragment }) {
  const text = useWords(words);
  const causes = useWords(causeWords);
  const { cause, previousStatus, status, occurredAt } = change;
  return (
    <TimelineEntry look={slotLooks[status]} what={cause && causes[cause]} at={occurredAt}>
      {previousStatus && (
        <>
          <span className="visually-hidden">{text.from}</span>
          <SlotStatusBadge status={previousStatus} />
          <IconArrowRight size={14} aria-hidden />
          <span className="visually-hidden">{text.to}</span>
        </>
      )}
      <SlotStatusBadge status={status} />
    </TimelineEntry>
  );
}
