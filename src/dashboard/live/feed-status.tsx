import { Alert, Box, Container, Tooltip } from "@mantine/core";
import { IconAccessPoint, IconPlugConnectedX, IconRefresh } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useFeedState } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat, useNow } from "../app/time.tsx";
import { type Look, LookBadge } from "../shared/look-badge.tsx";
import classes from "./lost-note.module.css";

const words = defineWords({
  en: {
    opening: "Connecting…",
    live: "Live",
    lost: "Not live",
    lostSince: (age: string) => `Not live: as of ${age}`,
    explainLive: "Changes appear here as they happen.",
    explainNever: "The server cannot be reached. This page will load as soon as it is back.",
    explainLost: (time: string) =>
      `Connection lost. You see the status at ${time}; this page will catch up when it reconnects.`,
    explainEmpty: "Connection lost. This page will load when it reconnects.",
    asOf: (time: string) => `as of ${time}`,
    unproven: "may be outdated",
  },
  vi: {
    opening: "Đang kết nối…",
    live: "Trực tiếp",
    lost: "Mất kết nối",
    lostSince: (age: string) => `Mất kết nối: cập nhật ${age}`,
    explainLive: "Mọi thay đổi hiện ra ngay khi xảy ra.",
    explainNever: "Chưa kết nối được với máy chủ. Trang sẽ tự hiện dữ liệu ngay khi kết nối được.",
    explainLost: (time: string) => `Đã mất kết nối. Đây là tình trạng lúc ${time}; trang sẽ tự cập nhật lại.`,
    explainEmpty: "Đã mất kết nối. Trang sẽ tự hiện dữ liệu ngay khi có kết nối trở lại.",
    asOf: (time: string) => `lúc ${time}`,
    unproven: "có thể đã cũ",
  },
});

const looks: Readonly<Record<"opening" | "live" | "lost", Look>> = {
  opening: { color: "gray", icon: IconRefresh },
  live: { color: "green", icon: IconAccessPoint },
  lost: { color: "orange", icon: IconPlugConnectedX },
};

/** Whether the live data is current, and if not, how old it is. */
export function FeedStatus() {
  const text = useWords(words);
  const state = useFeedState();
  // Renewing ends before a user could read about it.
  const kind = state.kind === "renewing" ? "live" : state.kind;
  return (
    <Tooltip label={<Explanation />} multiline maw={260}>
      <LookBadge look={looks[kind]} size="lg" canShrink data-feed={kind}>
        {kind === "lost" ? <LostSince /> : text[kind]}
      </LookBadge>
    </Tooltip>
  );
}

function LostSince() {
  const text = useWords(words);
  const format = useFormat();
  const state = useFeedState();
  useNow();
  if (state.kind !== "lost" || state.trueAt === null) return text.lost;
  return (
    <>
      <Box component="span" hiddenFrom="sm">
        {text.lost}
      </Box>
      <Box component="span" visibleFrom="sm">
        {text.lostSince(format.relative(state.trueAt, Date.now()))}
      </Box>
    </>
  );
}

/** What the state of the feed means for the data on the page. */
export function Explanation() {
  const text = useWords(words);
  const format = useFormat();
  const state = useFeedState();
  if (state.kind === "live" || state.kind === "renewing") return text.explainLive;
  if (state.kind === "opening") return text.opening;
  return state.trueAt === null ? text.explainNever : text.explainLost(format.exactTime(state.trueAt));
}

/** The age of the statuses on the page, such as "as of 10:42:13". Null if they are current. */
export function useAsOf(): string | null {
  const text = useWords(words);
  const format = useFormat();
  const state = useFeedState();
  if (state.kind !== "lost") return null;
  return state.trueAt === null ? text.unproven : text.asOf(format.exactTime(state.trueAt));
}

// Longer than a reconnect for a new token, or to a nearby server, takes.
const WORTH_SAYING_MS = 1_000;

function useLasting<Kind>(kind: Kind): Kind {
  const [lasting, setLasting] = useState(kind);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(kind), WORTH_SAYING_MS);
    return () => clearTimeout(timer);
  }, [kind]);
  return lasting;
}

/** Warns above data that was read before the connection was lost, because it may look current. */
export function LostNote() {
  const text = useWords(words);
  const { kind } = useFeedState();
  const lasting = useLasting(kind);
  if (kind !== "lost" || lasting !== "lost") return null;
  return (
    <Container size="xl" pt="md" px={{ base: "sm", sm: "md" }}>
      <Alert color="orange" icon={<IconPlugConnectedX aria-hidden />} role="presentation">
        <span className={classes["known"]}>
          <Explanation />
        </span>
        <span className={classes["empty"]}>{text.explainEmpty}</span>
      </Alert>
    </Container>
  );
}

/** Announces once that the connection is lost, and once that it is back. */
export function FeedAnnouncer() {
  const { kind } = useFeedState();
  const said = useLasting(kind);
  const text = useWords(words);
  return (
    <div className="visually-hidden" role="status">
      {said === "lost" && kind === "lost" && <Explanation />}
      {said === "live" && text.live}
    </div>
  );
}
