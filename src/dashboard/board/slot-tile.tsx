import { memo, useState } from "react";
import { Link } from "wouter";
import { useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import type { LiveSlot } from "../live/live-slot.ts";
import { pathOf, routes } from "../routes.ts";
import { slotLooks, statusWords } from "../shared/status.tsx";
import classes from "./slot-tile.module.css";
import { tints } from "./tints.ts";

/** Matches the duration of the fade in the style sheet. */
const MARKED_MS = 3_000;

/** A slot with its status, as a link to its page. A change is highlighted for a moment. */
export const SlotTile = memo(function SlotTile({ slot }: { slot: LiveSlot }) {
  const { id, label, status, connectorType, powerKw, receivedAt, version } = slot;
  const word = useWords(statusWords).slot[status];
  const format = useFormat();
  const [fadedOf, setFadedOf] = useState(0);
  const { icon: Icon } = slotLooks[status];
  const isMarked = receivedAt !== null && fadedOf !== version && performance.now() - receivedAt < MARKED_MS;
  const facts = [connectorType, powerKw === null ? null : format.kilowatts(powerKw)].filter(Boolean);
  return (
    <li>
      <Link
        href={pathOf(routes.slot, id)}
        className={classes["slot"]}
        style={tints[status]}
        data-status={status}
        // An alternating value restarts the animation if one is still running.
        data-changed={isMarked ? (version % 2 ? "odd" : "even") : undefined}
        onAnimationEnd={() => setFadedOf(version)}
      >
        <span className={classes["label"]}>{label}</span>
        <span className={classes["state"]}>
          <Icon size={15} aria-hidden />
          {word}
        </span>
        <span className={classes["facts"]}>{facts.length > 0 ? facts.join(" · ") : "\u00a0"}</span>
      </Link>
    </li>
  );
});
