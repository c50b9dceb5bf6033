import { type Queryable, type Statement, statement } from "../database/statement.ts";
import {
  type AnalyticsCounts,
  type AnalyticsRange,
  refuseRange,
  shareOfEnded,
  totals,
} from "./analytics.rules.ts";

interface AnalyticsBucketView extends AnalyticsCounts {
  /** The start of the whole bucket, in UTC. */
  readonly start: Date;
}

/** What happened to reservations in [from, to). */
export interface AnalyticsView extends AnalyticsCounts {
  readonly from: Date;
  readonly to: Date;
  /** 0 to 1; null if none ended. */
  readonly successRate: number | null;
  /** 0 to 1; null if none ended. */
  readonly expiryRate: number | null;
  readonly averageHoldMinutes: number | null;
  readonly buckets: readonly AnalyticsBucketView[];
}

type AnalyticsRow = AnalyticsBucketView & { readonly averageHoldMinutes: number | null };

/**
 * Conditions, each beginning with `and`, that limit `created` (reservations r), `ended` (reservation_history h) and
 * `item` (reservation_items i) to a scope.
 */
interface ScopeConditions {
  readonly created: string;
  readonly ended: string;
  readonly item: string;
}

/**
 * One statement over three ranges of time, each with an index of its own, so that it reads only what happened in the
 * range. Buckets are truncated as `timestamp` in UTC: with `timestamptz`, days and months would be those of the
 * session's time zone, and an hour longer or shorter when its clocks change.
 */
function analyticsOf(name: string, scope: ScopeConditions): Statement<AnalyticsRow> {
  return statement<AnalyticsRow>(
    `analytics.${name}`,
    `with happened as (
       select r.created_at as at, 'CREATED' as what from reservations r
         where r.created_at >= $1 and r.created_at < $2 ${scope.created}
       union all
       select h.at, h.status from reservation_history h
         where h.at >= $1 and h.at < $2 and h.status in ('COMPLETED', 'CANCELLED', 'EXPIRED', 'MISSED')
           ${scope.ended}
     ), counted as (
       select date_trunc($3, at at time zone 'UTC') as start,
           count(*) filter (where what = 'CREATED')::int as created,
           count(*) filter (where what = 'COMPLETED')::int as completed,
           count(*) filter (where what = 'CANCELLED')::int as cancelled,
           count(*) filter (where what = 'EXPIRED')::int as expired,
           count(*) filter (where what = 'MISSED')::int as missed
         from happened group by 1
     ), hold as (
       select (avg(extract(epoch from i.released_at - i.held_at)) / 60)::double precision as minutes from reservation_items i
         where i.released_at >= $1 and i.released_at < $2 and i.held_at is not null ${scope.item}
     ), bucket as (
       select generate_series(
         date_trunc($3, $1::timestamptz at time zone 'UTC'),
         ($2::timestamptz at time zone 'UTC') - interval '1 millisecond',
         ('1 ' || $3)::interval) as start
     )
     select b.start at time zone 'UTC' as start, coalesce(created, 0) as created, coalesce(completed, 0) as completed,
         coalesce(cancelled, 0) as cancelled, coalesce(expired, 0) as expired, coalesce(missed, 0) as missed,
         (select minutes from hold) as "averageHoldMinutes"
       from bucket b left join counted using (start) order by b.start`,
  );
}

const EVERYWHERE = analyticsOf("everywhere", { created: "", ended: "", item: "" });
const ofOrganisation = (placeholder: string): ScopeConditions => ({
  created: `and r.organisation = ${placeholder}`,
  // Looked up for each row in the range: a join would read all that the organisation ever had, and all its slots.
  ended: `and (select own.organisation from reservations own where own.id = h.reservation_id) = ${placeholder}`,
  item: `and (select t.organisation from slots s join ports p on p.id = s.port_id join stations t on t.id = p.station_id
    where s.id = i.slot_id) = ${placeholder}`,
});
const OF_ORGANISATION = analyticsOf("organisation", ofOrganisation("$4"));
const ofStation = (
  reservation: string,
) => `and exists (select from reservation_items i join slots s on s.id = i.slot_id join ports p on p.id = s.port_id
    where i.reservation_id = ${reservation} and p.station_id = $4)`;
const atStation: ScopeConditions = {
  created: ofStation("r.id"),
  ended: ofStation("h.reservation_id"),
  item: `and exists (select from slots s join ports p on p.id = s.port_id where s.id = i.slot_id and p.station_id = $4)`,
};
const AT_STATION = analyticsOf("at_station", atStation);
const OF_ORGANISATION_AT_STATION = analyticsOf("organisation_at_station", {
  created: `${atStation.created} ${ofOrganisation("$5").created}`,
  ended: `${atStation.ended} ${ofOrganisation("$5").ended}`,
  item: `${atStation.item} ${ofOrganisation("$5").item}`,
});

/**
 * The numbers of all reservations, or of those of an organisation, a station, or both.
 *
 * @throws DomainError BAD_USER_INPUT if the range is empty or has too many buckets.
 */
export async function reservationAnalytics(
  db: Queryable,
  range: AnalyticsRange,
  { stationId, organisation }: { stationId: string | null; organisation: string | null },
): Promise<AnalyticsView> {
  const refusal = refuseRange(range);
  if (refusal) throw refusal;
  const { from, to, bucket } = range;
  const values = [from, to, bucket.toLowerCase()];
  const places = [stationId, organisation].filter((place) => place !== null);
  const atOne = organisation === null ? AT_STATION : OF_ORGANISATION_AT_STATION;
  const atAll = organisation === null ? EVERYWHERE : OF_ORGANISATION;
  const buckets = await db.query(stationId === null ? atAll : atOne, [...values, ...places]);
  const counts = totals(buckets);
  return {
    from,
    to,
    ...counts,
    successRate: shareOfEnded(counts, "completed"),
    expiryRate: shareOfEnded(counts, "expired"),
    averageHoldMinutes: buckets[0]?.averageHoldMinutes ?? null,
    buckets,
  };
}
