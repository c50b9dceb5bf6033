import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { operatorOrganisationOf } from "../access/caller.ts";
import type { Database } from "../database/database.ts";
import type { OperationContext } from "../graphql/context.ts";
import { DateTime } from "../graphql/date-time.ts";
import { withCodes } from "../graphql/descriptions.ts";
import { parseOptionalId } from "../shared/ids.ts";
import { type AnalyticsView, reservationAnalytics } from "./analytics.queries.ts";
import { AnalyticsBucket, MAX_BUCKETS } from "./analytics.rules.ts";
import { ReservationAnalytics } from "./analytics.types.ts";

@Resolver()
export class AnalyticsResolver {
  readonly #db: Database;

  constructor({ db }: { db: Database }) {
    this.#db = db;
  }

  @Query(() => ReservationAnalytics, {
    description: withCodes(
      "Counts what happened to reservations from `from` up to, but not including, `to`, at one station or at all of the caller's.",
      { BAD_USER_INPUT: `the range is empty, or has more than ${MAX_BUCKETS} buckets.` },
    ),
  })
  reservationAnalytics(
    @Arg("from", () => DateTime, { description: "The beginning of the range." }) from: Date,
    @Arg("to", () => DateTime, { description: "The end of the range, which is not part of it." }) to: Date,
    @Arg("bucket", () => AnalyticsBucket, {
      nullable: true,
      defaultValue: AnalyticsBucket.DAY,
      description: "How long a bucket is; null: DAY.",
    })
    bucket: AnalyticsBucket | null,
    @Arg("stationId", () => ID, {
      nullable: true,
      description:
        "Only this station; null: all of the caller's. At a station that is another organisation's, or does not exist, nothing happened.",
    })
    stationId: string | null | undefined,
    @Ctx() { caller }: OperationContext,
  ): Promise<AnalyticsView> {
    const range = { from, to, bucket: bucket ?? AnalyticsBucket.DAY };
    const station = parseOptionalId("station", stationId, "stationId");
    return reservationAnalytics(this.#db, range, {
      stationId: station,
      organisation: operatorOrganisationOf(caller),
    });
  }
}
