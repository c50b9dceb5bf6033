import { graphqlRequest } from "../load/http-request.ts";
import type { Workload } from "../load/workloads.ts";

export interface ReadStations {
  /** The stations that pages begin after. */
  readonly after: readonly string[];
}

const STATIONS_QUERY = `query Stations($after: String) {
  stations(first: 20, after: $after) {
    edges { node { id name ports { id label slots { id label status version connectorType powerKw } } } }
  }
}`;

export function stationsRequest(after: string): string {
  const cursor = Buffer.from(JSON.stringify(["stations", after])).toString("base64url");
  return graphqlRequest({ query: STATIONS_QUERY, variables: { after: cursor }, token: null });
}

/** Reads random pages. */
export const readStations: Workload<ReadStations> =
  ({ after }) =>
  async (ask) => {
    const from = after[Math.floor(Math.random() * after.length)] ?? "";
    const { status, body } = await ask(stationsRequest(from));
    if (status !== 200 || !body.startsWith('{"data":{"stations":{"edges":[{"node":{"id":"'))
      throw new Error(`${status} for stations after ${from}: ${body.slice(0, 200)}`);
  };
