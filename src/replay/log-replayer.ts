import { type ApiClient, Refusal } from "./api-client.ts";
import type { LoggedSession } from "./charging-log.ts";
import { type Charger, chargerKey, type Driver, type Fleet } from "./fleet.ts";
import { startChargingSession, stopChargingSession } from "./operations.ts";
import type { Act, Step } from "./schedule.ts";

/** The log does not say how full a battery was, so a session may charge all of it. */
const ANY_CHARGE = { initialPercent: 0, targetPercent: 100 };

/** What was done so far, and how many requests the server refused, by code. */
export interface Tally {
  readonly started: number;
  readonly ended: number;
  readonly refusedStarts: ReadonlyMap<string, number>;
  readonly refusedEnds: ReadonlyMap<string, number>;
  /** What the server accepted on each slot, in order. */
  readonly actsOfSlot: ReadonlyMap<string, readonly Act[]>;
}

/** Repeats what the log's drivers did, and keeps count. */
export class LogReplayer implements Tally {
  readonly #api: ApiClient;
  readonly #fleet: Fleet;
  readonly #openSessions = new Map<LoggedSession, string>();
  readonly refusedStarts = new Map<string, number>();
  readonly refusedEnds = new Map<string, number>();
  readonly actsOfSlot = new Map<string, Act[]>();
  started = 0;
  ended = 0;

  constructor({ api, fleet }: { api: ApiClient; fleet: Fleet }) {
    this.#api = api;
    this.#fleet = fleet;
  }

  /** @throws NoAnswer */
  run({ act, session }: Step): Promise<void> {
    return act === "START" ? this.#start(session) : this.#end(session);
  }

  async #start(session: LoggedSession): Promise<void> {
    const { charger, driver } = this.#fleetOf(session);
    const input = { slotId: charger.slotId, vehicleId: driver.vehicleId, ...ANY_CHARGE };
    await countRefusal(this.refusedStarts, async () => {
      const { startChargingSession: payload } = await this.#api.send(
        startChargingSession,
        { input },
        driver.token,
      );
      this.#openSessions.set(session, payload.session.id);
      this.started += 1;
      this.#record(charger, "START");
    });
  }

  // A session whose start was refused has no end.
  async #end(session: LoggedSession): Promise<void> {
    const sessionId = this.#openSessions.get(session);
    if (sessionId === undefined) return;
    const { charger, driver } = this.#fleetOf(session);
    const input = { sessionId, energyKwh: session.energyKwh };
    await countRefusal(this.refusedEnds, async () => {
      await this.#api.send(stopChargingSession, { input }, driver.token);
      this.#openSessions.delete(session);
      this.ended += 1;
      this.#record(charger, "END");
    });
  }

  #fleetOf(session: LoggedSession): { charger: Charger; driver: Driver } {
    const charger = this.#fleet.chargers.get(chargerKey(session));
    const driver = this.#fleet.drivers.get(session.user);
    if (!charger || !driver) throw new Error(`session ${session.id} has no charger or driver`);
    return { charger, driver };
  }

  #record({ slotId }: Charger, act: Act): void {
    const acts = this.actsOfSlot.get(slotId);
    if (acts) acts.push(act);
    else this.actsOfSlot.set(slotId, [act]);
  }
}

async function countRefusal(counts: Map<string, number>, request: () => Promise<void>): Promise<void> {
  try {
    await request();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    counts.set(error.code, (counts.get(error.code) ?? 0) + 1);
  }
}
