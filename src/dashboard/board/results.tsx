import { IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useFeedState } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { Explanation } from "../live/feed-status.tsx";
import { type BoardFilter, isFiltering, type ShownStation } from "./board-filter.ts";
import classes from "./results.module.css";
import { warning } from "./tints.ts";

const words = defineWords({
  en: {
    results: (slots: string, stations: string) =>
      `${slots} ${slots === "1" ? "slot" : "slots"} at ${stations} ${stations === "1" ? "station" : "stations"}`,
    found: (results: string) => `Found: ${results}`,
    nothing: "No matching slots",
  },
  vi: {
    results: (slots: string, stations: string) => `${slots} chỗ sạc tại ${stations} trạm`,
    found: (results: string) => `Tìm thấy: ${results}`,
    nothing: "Không có chỗ sạc nào phù hợp",
  },
});

// Waits until the user has stopped typing.
const SAY_AFTER_MS = 700;

interface ResultsProps {
  /** Null until the slots are loaded. */
  readonly shown: readonly ShownStation[] | null;
  readonly filter: BoardFilter;
}

/** How many slots and stations match, and whether the data is current. */
export function Results({ shown, filter }: ResultsProps) {
  const text = useWords(words);
  const format = useFormat();
  const { kind } = useFeedState();
  const slots = shown?.reduce((sum, { slots }) => sum + slots.length, 0) ?? 0;
  const results = text.results(format.number(slots), format.number(shown?.length ?? 0));
  const said = slots === 0 ? text.nothing : text.found(results);
  return (
    <div className={classes["results"]}>
      <p>{shown && slots > 0 ? results : "\u00a0"}</p>
      {kind === "lost" && (
        <p className={classes["notice"]} style={warning}>
          <IconPlugConnectedX size={16} aria-hidden />
          <span>
            <Explanation />
          </span>
        </p>
      )}
      <Announcement filter={shown && isFiltering(filter) ? filter : null} text={said} />
    </div>
  );
}

/** Announces the result once per filter, but not every later change of it. */
function Announcement({ filter, text }: { filter: BoardFilter | null; text: string }) {
  const [said, setSaid] = useState("");
  const newest = useRef(text);
  newest.current = text;
  useEffect(() => {
    const timer = setTimeout(() => setSaid(filter ? newest.current : ""), SAY_AFTER_MS);
    return () => clearTimeout(timer);
  }, [filter]);
  return (
    <div className="visually-hidden" role="status">
      {said}
    </div>
  );
}
