import { Badge, Tooltip } from "@mantine/core";
import { IconAccessPoint, IconPlugConnectedX, IconRefresh } from "@tabler/icons-react";
import { useFeedState } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat, useNow } from "../app/time.tsx";
import { readable } from "../shared/status.tsx";

const words = defineWords({
  en: {
    opening: "Connecting…",
    live: "Live",
    lost: (age: string) => `Not live: as of ${age}`,
    explainLive: "Every change shows the moment it happens.",
    explainLost: (time: string) =>
      `The connection is lost. This is how it was at ${time}; it will catch up by itself.`,
  },
  vi: {
    opening: "Đang kết nối…",
    live: "Trực tiếp",
    lost: (age: string) => `Không trực tiếp: ${age}`,
    explainLive: "Mọi thay đổi hiện ra ngay khi xảy ra.",
    explainLost: (time: string) => `Mất kết nối. Đây là tình trạng lúc ${time}; trang sẽ tự cập nhật lại.`,
  },
});

/** Whether what the page shows is how things are, and how old it is where not. */
export function FeedStatus() {
  const text = useWords(words);
  const format = useFormat();
  const state = useFeedState();
  useNow();
  const [color, Icon, word, explanation] =
    state.kind === "live" || state.kind === "renewing"
      ? (["green", IconAccessPoint, text.live, text.explainLive] as const)
      : state.kind === "opening"
        ? (["gray", IconRefresh, text.opening, text.opening] as const)
        : ([
            "orange",
            IconPlugConnectedX,
            text.lost(format.relative(state.trueAt, Date.now())),
            text.explainLost(format.exactTime(state.trueAt)),
          ] as const);
  return (
    <Tooltip label={explanation} multiline maw={260}>
      <Badge
        color={color}
        variant="light"
        size="lg"
        tt="none"
        leftSection={<Icon size={14} aria-hidden />}
        style={{ "--badge-color": readable(color) }}
        data-feed={state.kind}
      >
        {word}
      </Badge>
    </Tooltip>
  );
}

/** Says it aloud when the connection is lost or back, once each. */
export function FeedAnnouncer() {
  const text = useWords(words);
  const { kind } = useFeedState();
  return (
    <div className="visually-hidden" role="status">
      {kind === "lost" ? text.explainLost("") : kind === "opening" ? "" : text.live}
    </div>
  );
}
