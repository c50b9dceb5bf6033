import type { CalendarScene } from "./calendar-scene.ts";

/** Slots of a CALENDAR station. Minutes count from the story's start, because a scene's clock never goes back. */
export interface Story {
  readonly stationId: string;
  readonly portId: string;
  readonly slotIds: readonly string[];
  readonly slotId: string;
  /** A window in minutes of the story. */
  window(from: number, to: number, slotId?: string): { slotId: string; from: number; to: number };
  at(minute: number): string;
  goTo(minute: number): Promise<void>;
  sweepAt(minute: number): Promise<void>;
}

/** Creates one story after another on the same scene. */
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

/** The kinds of the events of a reservation, in order. */
export async function eventsOf({ database }: CalendarScene, reservationId: string): Promise<string[]> {
  const rows = await database.query<{ kind: string }>(
    `select payload->>'kind' as kind from outbox
      where kind = 'reservation.changed' and payload->>'reservationId' = '${reservationId}' order by id`,
  );
  return rows.map((row) => row.kind);
}
