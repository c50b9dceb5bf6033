import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { Database } from "../database/database.ts";
import type { OperationContext } from "../graphql/context.ts";
import { parseOptionalId } from "../shared/ids.ts";
import type { SlotCountsView } from "../stations/station.queries.ts";
import { SlotCounts } from "../stations/station.types.ts";
import { countSlots, type DashboardView, readDashboard } from "./dashboard.queries.ts";
import { ReservationDashboard } from "./dashboard.types.ts";

@Resolver(() => ReservationDashboard)
export class DashboardResolver {
  readonly #db: Database;

  constructor({ db }: { db: Database }) {
    this.#db = db;
  }

  @Query(() => ReservationDashboard, {
    description:
      "Drivers see their own; operators and admins all that is at their stations, or at one of them. A station that does not exist, or is another organisation's, has nothing.",
  })
  reservationDashboard(
    @Arg("stationId", () => ID, { nullable: true }) stationId: string | null | undefined,
    @Ctx() { caller }: OperationContext,
  ): Promise<DashboardView> {
    return readDashboard(this.#db, caller, parseOptionalId("station", stationId, "stationId"));
  }

  @FieldResolver(() => SlotCounts)
  slotCounts(@Root() dashboard: DashboardView): Promise<SlotCountsView> {
    return countSlots(this.#db, dashboard);
  }
}
