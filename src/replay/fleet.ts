import type { ApiClient } from "./api-client.ts";
import type { LoggedSession } from "./charging-log.ts";
import { createPort, createSlot, createStation, registerVehicle } from "./operations.ts";
import type { SignIn } from "./sign-in.ts";

/** A slot that represents a charger of the log. */
export interface Charger {
  readonly slotId: string;
  readonly name: string;
  /** The slot's version when it was created. */
  readonly version: number;
}

/** A user of the log, with a token and one vehicle. */
export interface Driver {
  readonly token: string;
  readonly vehicleId: string;
}

/** What represents the log's garages, chargers and users at the server, for this run only. */
export interface Fleet {
  readonly stationCount: number;
  readonly chargers: ReadonlyMap<string, Charger>;
  readonly drivers: ReadonlyMap<string, Driver>;
}

export interface FleetOptions {
  readonly api: ApiClient;
  readonly signIn: SignIn;
  readonly sessions: readonly LoggedSession[];
  /** A part of the stations' names, to tell runs apart. */
  readonly runName: string;
}

/** The key of a charger of the log. Two garages may use the same name. */
export function chargerKey({ garage, charger }: LoggedSession): string {
  return JSON.stringify([garage, charger]);
}

/**
 * Creates a station with one port for each garage, a slot for each charger, and a driver with a vehicle for each user.
 * The log identifies users, not cars: a user who charges twice at once is one vehicle in two places, which the server
 * has to refuse.
 *
 * @throws Refusal, NoAnswer
 */
export async function createFleet({ api, signIn, sessions, runName }: FleetOptions): Promise<Fleet> {
  const operator = await signIn.operator();
  const ports = new Map<string, string>();
  const chargers = new Map<string, Charger>();
  const drivers = new Map<string, Driver>();
  for (const session of sessions) {
    const { garage, charger, user } = session;
    const portId = ports.get(garage) ?? (await createGarage(api, operator, `${garage}, ${runName}`));
    ports.set(garage, portId);
    const key = chargerKey(session);
    if (!chargers.has(key)) {
      const input = { portId, label: charger };
      const { slot } = (await api.send(createSlot, { input }, operator)).createSlot;
      chargers.set(key, { slotId: slot.id, name: `${garage} ${charger}`, version: slot.version });
    }
    if (!drivers.has(user)) {
      const token = await signIn.driver(user);
      const { vehicle } = (await api.send(registerVehicle, { input: { plate: user } }, token))
        .registerVehicle;
      drivers.set(user, { token, vehicleId: vehicle.id });
    }
  }
  return { stationCount: ports.size, chargers, drivers };
}

async function createGarage(api: ApiClient, operator: string, name: string): Promise<string> {
  const { station } = (await api.send(createStation, { input: { name } }, operator)).createStation;
  const input = { stationId: station.id, label: "Garage" };
  return (await api.send(createPort, { input }, operator)).createPort.port.id;
}
