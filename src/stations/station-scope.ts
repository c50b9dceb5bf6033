import { notFound } from "../shared/domain-error.ts";
import { parseOptionalId } from "../shared/ids.ts";

/**
 * The station to which a subscription is restricted; null if there is none.
 *
 * @throws DomainError BAD_USER_INPUT, or NOT_FOUND if the station does not exist.
 */
export async function stationInScope(
  stationId: string | null | undefined,
  { station }: { readonly station: { load(id: string): Promise<unknown> } },
): Promise<string | null> {
  const id = parseOptionalId("station", stationId, "stationId");
  if (id !== null && !(await station.load(id))) throw notFound("Station", id);
  return id;
}
