import type { ApiClient } from "./api-client.ts";
import { graphql } from "./gql/gql.ts";

const CreateStation = graphql(`
  mutation CreateStation($input: CreateStationInput!) {
    createStation(input: $input) { station { id name } }
  }
`);
const CreatePort = graphql(`
  mutation CreatePort($input: CreatePortInput!) {
    createPort(input: $input) { port { id label } }
  }
`);
const CreateSlot = graphql(`
  mutation CreateSlot($input: CreateSlotInput!) {
    createSlot(input: $input) { slot { id label status version } }
  }
`);
const RegisterVehicle = graphql(`
  mutation RegisterVehicle($input: RegisterVehicleInput!) {
    registerVehicle(input: $input) { vehicle { id plate } }
  }
`);

export interface Site {
  readonly stationId: string;
  readonly portId: string;
  readonly slotIds: readonly string[];
}

/** A station with one port and that many slots, created by an operator through the API. */
export async function createSite(
  operator: ApiClient,
  slotCount: number,
  expiryPolicy: "KEEP_BOOKED" | "RELEASE",
): Promise<Site> {
  const { createStation } = await operator.request(CreateStation, {
    input: { name: "Test station", expiryPolicy },
  });
  const stationId = createStation.station.id;
  const { createPort } = await operator.request(CreatePort, { input: { stationId, label: "P1" } });
  const portId = createPort.port.id;
  const slotIds: string[] = [];
  for (let index = 0; index < slotCount; index++)
    slotIds.push(await createSlot(operator, portId, `S${index + 1}`));
  return { stationId, portId, slotIds };
}

export async function createSlot(operator: ApiClient, portId: string, label = "S"): Promise<string> {
  const input = { portId, label, connectorType: "CCS2", powerKw: 50 };
  const { createSlot } = await operator.request(CreateSlot, { input });
  return createSlot.slot.id;
}

export async function registerVehicle(driver: ApiClient, plate = "EL 1"): Promise<string> {
  const { registerVehicle } = await driver.request(RegisterVehicle, { input: { plate } });
  return registerVehicle.vehicle.id;
}
