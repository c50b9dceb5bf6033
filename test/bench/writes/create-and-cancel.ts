import type { HttpAnswer } from "../load/http-connection.ts";
import { graphqlRequest } from "../load/http-request.ts";
import type { Ask, Workload } from "../load/workloads.ts";

/** A driver with slots that no other client uses. */
export interface WritingClient {
  readonly token: string;
  readonly userId: string;
  readonly vehicleId: string;
  readonly slotIds: readonly string[];
}

const CREATE = `mutation Create($input: CreateReservationInput!) {
  createReservation(input: $input) { reservation { id code status reservedUntil } }
}`;
const CANCEL = `mutation Cancel($input: CancelReservationInput!) {
  cancelReservation(input: $input) { reservation { id code status } }
}`;

/** Creates a reservation of one slot and cancels it. */
export const createAndCancel: Workload<{ readonly clients: readonly WritingClient[] }> = (
  { clients },
  index,
) => {
  const client = clients[index];
  if (!client) throw new Error(`There is no driver for client ${index}`);
  let turn = 0;
  return async (ask) => {
    const slotId = client.slotIds[turn++ % client.slotIds.length] ?? "";
    const { id } = await create(ask, client, slotId);
    await cancel(ask, client, id);
  };
};

interface Answered {
  readonly id: string;
  readonly code: string;
  readonly status: string;
}

/** @throws Error if the answer is not an ACTIVE reservation. */
export async function create(
  ask: Ask,
  { token, vehicleId }: WritingClient,
  slotId: string,
): Promise<Answered> {
  const variables = { input: { vehicleId, items: [{ slotId }] } };
  return reservationIn(await ask(graphqlRequest({ query: CREATE, variables, token })), "ACTIVE");
}

/** Like `create`, but returns null if the slot is taken. */
export async function tryToCreate(
  ask: Ask,
  { token, vehicleId }: WritingClient,
  slotId: string,
): Promise<Answered | null> {
  const variables = { input: { vehicleId, items: [{ slotId }] } };
  const answer = await ask(graphqlRequest({ query: CREATE, variables, token }));
  return answer.body.includes('"SLOT_NOT_AVAILABLE"') ? null : reservationIn(answer, "ACTIVE");
}

/** @throws Error if the answer is not a CANCELLED reservation. */
export async function cancel(ask: Ask, { token }: WritingClient, reservationId: string): Promise<Answered> {
  const variables = { input: { reservationId } };
  return reservationIn(await ask(graphqlRequest({ query: CANCEL, variables, token })), "CANCELLED");
}

function reservationIn({ status, body }: HttpAnswer, expected: string): Answered {
  const { data } = JSON.parse(body) as { data?: Record<string, { reservation: Answered }> | null };
  const reservation = Object.values(data ?? {})[0]?.reservation;
  if (status !== 200 || reservation?.status !== expected) throw new Error(`${status}: ${body}`);
  return reservation;
}
