import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { confinedTo } from "../access/caller.ts";
import type { Database } from "../database/database.ts";
import type { OperationContext } from "../graphql/context.ts";
import { DateTime } from "../graphql/date-time.ts";
import { parseOptionalId } from "../shared/ids.ts";
import { type AnalyticsView, reservationAnalytics } from "./analytics.queries.ts";
import { AnalyticsBucket } from "./analytics.rules.ts";
import { ReservationAnalytics } from "./analytics.types.ts";

@Resolver()
export class AnalyticsResolver {
  readonly #db: Database;

  constructor({ db }: { db: Database }) {
    this.#db = db;
  }

  @Query(() => ReservationAnalytics, {
    description:
      "What happened in [from, to), in at most 400 buckets of UTC; at one station or at all of the caller's.",
  })
  reservationAnalytics(
    @Arg("from", () => DateTime) from: Date,
    @Arg("to", () => DateTime) to: Date,
    @Arg("bucket", () => AnalyticsBucket, { nullable: true, defaultValue: AnalyticsBucket.DAY })
    bucket: AnalyticsBucket | null,
    @Arg("stationId", () => ID, { nullable: true }) stationId: string | null | undefined,
    @Ctx() { caller }: OperationContext,
  ): Promise<AnalyticsView> {
    const range = { from, to, bucket: bucket ?? AnalyticsBucket.DAY };
    const station = parseOptionalId("station", stationId, "stationId");
    return reservationAnalytics(this.#db, range, { stationId: station, organisation: confinedTo(caller) });
  }
}
