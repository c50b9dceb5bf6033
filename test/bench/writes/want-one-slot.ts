import { jsonRequest } from "../load/http-request.ts";
import type { Workload } from "../load/workloads.ts";
import { cancel, tryToCreate, type WritingClient } from "./create-and-cancel.ts";

interface Wanted {
  readonly clients: readonly WritingClient[];
  readonly slotId: string;
  /** Whether the server is the bare handler. */
  readonly bare: boolean;
}

/** Requests a slot that all others request at the same time. The winner releases it afterwards. */
export const wantOneSlot: Workload<Wanted> = ({ clients, slotId, bare }, index) => {
  const client = clients[index % clients.length];
  if (!client) throw new Error("There are no drivers");
  if (!bare) {
    return async (timed, afterwards) => {
      const won = await tryToCreate(timed, client, slotId);
      if (won) afterwards((ask) => cancel(ask, client, won.id));
    };
  }
  const { vehicleId, userId } = client;
  return async (timed, afterwards) => {
    const { status, body } = await timed(jsonRequest("/create", { vehicleId, userId, slotId }));
    if (status === 409) return;
    if (status !== 200) throw new Error(`${status}: ${body}`);
    const { id } = JSON.parse(body) as { id: string };
    afterwards((ask) => ask(jsonRequest("/cancel", { id, userId })));
  };
};
