import { graphqlRequest } from "../load/http-request.ts";
import type { Workload } from "../load/workloads.ts";

export interface ReadPort {
  readonly portIds: readonly string[];
  /** Assigned to the clients in turn. If empty, requests are anonymous. */
  readonly tokens: readonly string[];
}

const PORT_QUERY = `query Port($id: ID!) {
  port(id: $id) { id label slots { id label status version connectorType powerKw } }
}`;

export function portRequest({ tokens }: Pick<ReadPort, "tokens">, id: string, client: number): string {
  const token = tokens[client % tokens.length] ?? null;
  return graphqlRequest({ query: PORT_QUERY, variables: { id }, token });
}

/** Reads random ports, and checks that each answer is about the right one. */
export const readPort: Workload<ReadPort> = (parameters, client) => async (ask) => {
  const { portIds } = parameters;
  const id = portIds[Math.floor(Math.random() * portIds.length)] ?? "";
  const { status, body } = await ask(portRequest(parameters, id, client));
  if (status !== 200 || !body.startsWith(`{"data":{"port":{"id":"${id}"`)) {
    throw new Error(`${status} for port ${id}: ${body}`);
  }
};
