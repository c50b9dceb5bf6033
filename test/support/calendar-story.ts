import type { CalendarScene } from "./calendar-scene.ts";

/** Slots of a CALENDAR station, and the minute that a story counts from: the clock of a scene goes one way only. */
export interface Story {
  readonly stationId: string;
  readonly portId: string;
  readonly slotIds: readonly string[];
  readonly slotId: string;
  /** A window of the story's own minutes. */
  window(from: number, to: number, slotId?: string): { slotId: string; from: number; to: number };
  at(minute: number): string;
  goTo(minute: number): Promise<void>;
  sweepAt(minute: number): Promise<void>;
}

/** Tells stories on one scene, one after the other. */
export function storyteller(scene: CalendarScene): (slotCount?: number) => Promise<Story> {
  let now = 0;
  return async (slotCount = 1) => {
    const site = await scene.newCalendar(slotCount);
    const [slotId = ""] = site.slotIds;
    const begin = now;
    const goTo = async (minute: number) => {
      now = begin + minute;
      await scene.goTo(now);
    };
    return {
      ...site,
      slotId,
      goTo,
      window: (from, to, id = slotId) => ({ slotId: id, from: begin + from, to: begin + to }),
      at: (minute) => scene.at(begin + minute),
      sweepAt: async (minute) => {
        await goTo(minute);
        await scene.app.sweep();
      },
    };
  };
}

/** What happened to a reservation, as it was announced. */
export async function eventsOf({ database }: CalendarScene, reservationId: string): Promise<string[]> {
  const rows = await database.query<{ kind: string }>(
    `select payload->>'kind' as kind from outbox
      where kind = 'reservation.changed' and payload->>'reservationId' = '${reservationId}' order by id`,
  );
  return rows.map((row) => row.kind);
}
