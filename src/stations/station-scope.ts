import { notFound } from "../shared/domain-error.ts";
import { parseOptionalId } from "../shared/ids.ts";

/**
 * The station that a subscription is narrowed to; null where it is to none.
 *
 * @throws DomainError BAD_USER_INPUT, or NOT_FOUND where there is no such station.
 */
export async function stationInScope(
  stationId: string | null | undefined,
  { station }: { readonly station: { load(id: string): Promise<unknown> } },
): Promise<string | null> {
  const id = parseOptionalId("station", stationId, "stationId");
  if (id !== null && !(await station.load(id))) throw notFound("Station", id);
  return id;
}
