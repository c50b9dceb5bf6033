import { graphql } from "./gql/gql.ts";
import { CreateReservation } from "./operations.ts";
import { type Driver, openScene, type Scene } from "./scene.ts";
import { createSlot } from "./site.ts";
import type { TestAppOptions } from "./test-app.ts";
import { type TestClock, takeClock } from "./test-clock.ts";

const CreateCalendarStation = graphql(`
  mutation CreateCalendarStation {
    createStation(input: { name: "Calendar station", bookingMode: CALENDAR }) { station { id } }
  }
`);
const CreatePortThere = graphql(`
  mutation CreatePortThere($stationId: ID!) {
    createPort(input: { stationId: $stationId, label: "P1" }) { port { id } }
  }
`);

export const Availability = graphql(`
  query Availability($filter: SlotFilter, $from: DateTime!, $to: DateTime!, $minMinutes: Int) {
    availability(filter: $filter, from: $from, to: $to, minMinutes: $minMinutes) { slot { id } startAt endAt }
  }
`);
export const Reschedule = graphql(`
  mutation Reschedule($input: RescheduleReservationInput!) {
    rescheduleReservation(input: $input) {
      reservation {
        id code status reservedUntil items { slot { id status } startAt endAt releasedAt }
        history { status event }
      }
    }
  }
`);
export const SwitchMode = graphql(`
  mutation SwitchMode($stationId: ID!, $bookingMode: BookingMode!) {
    updateStation(input: { stationId: $stationId, bookingMode: $bookingMode }) { station { id bookingMode } }
  }
`);
export const ReadSession = graphql(`
  query ReadSession($id: ID!) {
    chargingSession(id: $id) { id status mustEndBy }
  }
`);

/** A window at a slot, in minutes from when the calendar was opened. */
export interface Minutes {
  readonly slotId: string;
  readonly from: number;
  readonly to: number;
}

/** A server whose clock the test controls, with CALENDAR stations. Times are minutes from the start. */
export interface CalendarScene extends Scene {
  readonly clock: TestClock;
  newCalendar(slotCount?: number): Promise<{ stationId: string; portId: string; slotIds: string[] }>;
  /** The instant of a minute. */
  at(minute: number): string;
  /** Moves the clock to a minute. Deadlines are not processed until the test sweeps. */
  goTo(minute: number): Promise<void>;
  /** Moves the clock to a minute and processes what is due. */
  sweepAt(minute: number): Promise<void>;
  items(...windows: Minutes[]): { slotId: string; startAt: string; endAt: string }[];
  book(
    driver: Driver,
    window: Minutes,
    extra?: Record<string, unknown>,
  ): Promise<{ id: string; code: string }>;
}

/** With the default settings: lead 15 minutes, buffer 5, shortest walk-in 10, grace 30. */
export async function openCalendar(options: TestAppOptions = {}): Promise<CalendarScene> {
  const scene = await openScene({ manualDeadlines: true, ...options });
  const clock = await takeClock(scene.database);
  const [row] = await scene.database.query<{ now: Date }>("select slotwire_now() as now");
  const start = row?.now.getTime() ?? 0;
  // Real time passes while a test runs, so the clock is advanced only by the rest.
  const goTo = async (minute: number) => {
    const [{ now } = { now: new Date() }] = await scene.database.query<{ now: Date }>(
      "select slotwire_now() as now",
    );
    const seconds = (start + minute * 60_000 - now.getTime()) / 1000;
    if (seconds < 0) throw new Error(`Minute ${minute} is over`);
    await clock.advance(seconds);
  };
  const at = (minute: number) => new Date(start + minute * 60_000).toISOString();
  const items = (...windows: Minutes[]) =>
    windows.map(({ slotId, from, to }) => ({ slotId, startAt: at(from), endAt: at(to) }));
  return {
    ...scene,
    clock,
    at,
    goTo,
    items,
    sweepAt: async (minute) => {
      await goTo(minute);
      await scene.app.sweep();
    },
    newCalendar: async (slotCount = 1) => {
      const stationId = (await scene.operator.request(CreateCalendarStation)).createStation.station.id;
      const { createPort } = await scene.operator.request(CreatePortThere, { stationId });
      const portId = createPort.port.id;
      const slotIds: string[] = [];
      for (let index = 0; index < slotCount; index++)
        slotIds.push(await createSlot(scene.operator, portId, `S${index + 1}`));
      return { stationId, portId, slotIds };
    },
    book: async (driver, window, extra = {}) => {
      const input = { vehicleId: driver.vehicleId, items: items(window), ...extra };
      return (await driver.client.request(CreateReservation, { input })).createReservation.reservation;
    },
  };
}
