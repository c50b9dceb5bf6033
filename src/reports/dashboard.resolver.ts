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
      "Sums up what is open, and what can be hidden: to drivers their own, to operators and admins all at their stations.",
  })
  reservationDashboard(
    @Arg("stationId", () => ID, {
      nullable: true,
      description:
        "Only this station; null: all. The lists are empty where the station does not exist or is another organisation's.",
    })
    stationId: string | null | undefined,
    @Ctx() { caller }: OperationContext,
  ): Promise<DashboardView> {
    return readDashboard(this.#db, caller, parseOptionalId("station", stationId, "stationId"));
  }

  @FieldResolver(() => SlotCounts, {
    description:
      "How many slots are in each status: of the station; without one, of the caller's organisation, or of all stations.",
  })
  slotCounts(@Root() dashboard: DashboardView): Promise<SlotCountsView> {
    return countSlots(this.#db, dashboard);
  }
}
