import { useMemo } from "react";
import { useFeedState, useStations } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { Page } from "../shared/page.tsx";
import { connectorsOf, createMatcher, totalOf } from "./board-filter.ts";
import { BoardSkeleton } from "./board-skeleton.tsx";
import { BoardToolbar } from "./board-toolbar.tsx";
import { NoSlots, NothingMatches } from "./empty-board.tsx";
import { Results } from "./results.tsx";
import { StationGrid } from "./station-grid.tsx";
import { useBoardFilter } from "./use-board-filter.ts";
import { useScrollMemory } from "./use-scroll-memory.ts";

const words = defineWords({
  en: { title: "Live board" },
  vi: { title: "Bảng trực tiếp" },
});

/** Live status of every slot. */
export function Board() {
  const { title } = useWords(words);
  return (
    <Page title={title} size="100%">
      <BoardContent />
    </Page>
  );
}

// Separate from the page around it, because it renders with each status change.
function BoardContent() {
  const stations = useStations();
  const { kind } = useFeedState();
  const [filter, change] = useBoardFilter();
  const match = useMemo(() => createMatcher(filter), [filter]);
  const shown = useMemo(() => match(stations), [match, stations]);
  const total = useMemo(() => totalOf(stations), [stations]);
  const connectors = useMemo(() => connectorsOf(stations), [stations]).join("\n");
  // Stations that appear one by one would shift the layout.
  const isOpening = kind === "opening" || (kind === "lost" && stations.length === 0);
  useScrollMemory(!isOpening);
  return (
    <>
      <BoardToolbar
        filter={filter}
        onChange={change}
        total={isOpening ? null : total}
        isOld={kind === "lost"}
        connectors={isOpening ? "" : connectors}
      />
      <Results shown={isOpening ? null : shown} filter={filter} />
      {isOpening ? (
        <BoardSkeleton />
      ) : shown.length > 0 ? (
        <StationGrid shown={shown} />
      ) : stations.length > 0 ? (
        <NothingMatches onChange={change} />
      ) : (
        <NoSlots />
      )}
    </>
  );
}
