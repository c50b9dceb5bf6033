import { Title } from "@mantine/core";
import { IconCalendarEvent } from "@tabler/icons-react";
import { memo } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { useAsOf } from "../live/feed-status.tsx";
import type { LiveSlot, StatusCounts } from "../live/live-slot.ts";
import { type Look, LookBadge } from "../shared/look-badge.tsx";
import { slotStatuses } from "../shared/slot-statuses.ts";
import { slotLooks, statusWords } from "../shared/status.tsx";
import type { ShownStation } from "./board-filter.ts";
import { SlotTile } from "./slot-tile.tsx";
import classes from "./station-card.module.css";
import { warning } from "./tints.ts";

const words = defineWords({
  en: {
    calendar: "By calendar",
    port: (label: string) => `Port ${label}`,
    counts: "Slots by status",
  },
  vi: {
    calendar: "Đặt theo lịch",
    port: (label: string) => `Cổng ${label}`,
    counts: "Số chỗ theo trạng thái",
  },
});

const calendarLook: Look = { color: "blue", icon: IconCalendarEvent };

interface StationCardProps {
  readonly shown: ShownStation;
  /** From 1. */
  readonly position: number;
  readonly of: number;
}

/** A station with its slots, grouped by port. */
export const StationCard = memo(function StationCard({ shown, position, of }: StationCardProps) {
  const { station, slots } = shown;
  const text = useWords(words);
  const title = `station-${station.id}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: there are row elements between the list and its items
    <div
      className={classes["card"]}
      role="listitem"
      aria-labelledby={title}
      aria-posinset={position}
      aria-setsize={of}
      data-station={station.id}
    >
      <AsOf />
      <header className={classes["head"]}>
        <Title order={2} size="h4" id={title} className={classes["name"]}>
          {station.name}
        </Title>
        {station.bookingMode === "CALENDAR" && <LookBadge look={calendarLook}>{text.calendar}</LookBadge>}
      </header>
      {station.address && <p className={classes["address"]}>{station.address}</p>}
      <Counts counts={station.counts} />
      {byPort(slots).map(({ id, label, slots }) => (
        // biome-ignore lint/a11y/useSemanticElements: this is not a group of form fields
        <div key={id} role="group" className={classes["port"]} aria-labelledby={`port-${id}`}>
          <h3 id={`port-${id}`}>{text.port(label)}</h3>
          <ul>
            {slots.map((slot) => (
              <SlotTile key={slot.id} slot={slot} />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
});

/** Repeated on each card, because the card may be all that is visible. */
function AsOf() {
  const asOf = useAsOf();
  return (
    asOf && (
      <span className={classes["asOf"]} style={warning}>
        {asOf}
      </span>
    )
  );
}

function Counts({ counts }: { counts: StatusCounts }) {
  const { counts: title } = useWords(words);
  const status = useWords(statusWords).slot;
  const format = useFormat();
  return (
    <ul className={classes["counts"]} aria-label={title}>
      {slotStatuses
        .filter((name) => counts[name] > 0)
        .map((name) => {
          const { icon: Icon } = slotLooks[name];
          return (
            <li key={name} title={status[name]}>
              <Icon size={15} aria-hidden />
              {format.number(counts[name])}
              <span className="visually-hidden"> {status[name]}</span>
            </li>
          );
        })}
    </ul>
  );
}

interface Port {
  readonly id: string;
  readonly label: string;
  readonly slots: LiveSlot[];
}

/** Groups slots that are already sorted by port. */
function byPort(slots: readonly LiveSlot[]): readonly Port[] {
  const ports: Port[] = [];
  for (const slot of slots) {
    const last = ports.at(-1);
    if (last?.id === slot.portId) last.slots.push(slot);
    else ports.push({ id: slot.portId, label: slot.portLabel, slots: [slot] });
  }
  return ports;
}
