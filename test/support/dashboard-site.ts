import type { ApiClient } from "./api-client.ts";
import { graphql } from "./gql/gql.ts";
import type { BookingMode } from "./gql/graphql.ts";
import { createSlot } from "./site.ts";

const OpenStation = graphql(`
  mutation OpenStation($input: CreateStationInput!) {
    createStation(input: $input) { station { id } }
  }
`);
const OpenPort = graphql(`
  mutation OpenPort($input: CreatePortInput!) {
    createPort(input: $input) { port { id } }
  }
`);

export interface StationPlan {
  readonly name: string;
  readonly bookingMode?: BookingMode;
  /** Labelled P1, P2 and so on. */
  readonly ports?: number;
  /** Labelled A1, A2 and so on at the first port, B1 and so on at the second. */
  readonly slotsPerPort?: number;
}

export interface ShownStation {
  readonly id: string;
  readonly name: string;
  readonly ports: readonly { readonly id: string; readonly label: string }[];
  /** Of all ports, in order. */
  readonly slots: readonly { readonly id: string; readonly label: string; readonly port: string }[];
}

/** A station whose ports and slots have distinct labels. */
export async function openStation(operator: ApiClient, plan: StationPlan): Promise<ShownStation> {
  const { name, bookingMode = "IMMEDIATE", ports: portCount = 2, slotsPerPort = 2 } = plan;
  const { createStation } = await operator.request(OpenStation, { input: { name, bookingMode } });
  const { id } = createStation.station;
  const ports: ShownStation["ports"][number][] = [];
  const slots: ShownStation["slots"][number][] = [];
  for (let index = 0; index < portCount; index++) {
    const port = `P${index + 1}`;
    const { createPort } = await operator.request(OpenPort, { input: { stationId: id, label: port } });
    ports.push({ id: createPort.port.id, label: port });
    for (let number = 1; number <= slotsPerPort; number++) {
      const label = `${String.fromCharCode(65 + index)}${number}`;
      slots.push({ id: await createSlot(operator, createPort.port.id, label), label, port });
    }
  }
  return { id, name, ports, slots };
}
