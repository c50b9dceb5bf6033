import type { Queryable } from "../../database/statement.ts";
import { badInput, type FieldError } from "../../shared/domain-error.ts";
import { say } from "../../shared/message.ts";
import { yearErrors } from "../../shared/years.ts";
import { type SlotFilter, slotConditions } from "../../slots/slot.queries.ts";

export interface AvailabilityRequest {
  readonly filter: SlotFilter;
  readonly from: Date;
  readonly to: Date;
  readonly minMinutes: number;
}

/** A half-open range of time, [startAt, endAt), in which a slot can be booked. */
export interface AvailabilityView {
  readonly slotId: string;
  readonly startAt: Date;
  readonly endAt: Date;
}

const DAY_MS = 24 * 3600 * 1000;
export const MAX_DAYS = 31;
export const MAX_SLOTS = 1_000;
export const MAX_MINUTES = MAX_DAYS * 24 * 60;

/**
 * The free windows of CALENDAR slots in service, by slot, then time. Buffers are already subtracted, and the past is
 * left out.
 *
 * @throws DomainError BAD_USER_INPUT for an invalid range or `minMinutes`, and if more slots match than one answer may
 * contain.
 */
export async function findAvailability(
  db: Queryable,
  request: AvailabilityRequest,
  bufferSeconds: number,
): Promise<AvailabilityView[]> {
  const [first, ...rest] = requestErrors(request);
  if (first) throw badInput(first, ...rest);
  const { text, values } = freeWindows(request, bufferSeconds);
  const rows = await db.query<AvailabilityView | { slotId: null }>({ text }, values);
  if (rows[0]?.slotId === null) {
    throw badInput({
      path: "filter",
      message: say`matches more than ${MAX_SLOTS} slots: narrow it to a station, a port or some slots`,
    });
  }
  return rows as AvailabilityView[];
}

// One statement: it subtracts each slot's windows from the range, each extended by the buffer that a new window needs
// before it. It uses the index of the exclusion constraint and so reads only windows in the range. A row without a slot
// id means that too many slots match.
function freeWindows({ filter, from, to, minMinutes }: AvailabilityRequest, bufferSeconds: number) {
  const matching = slotConditions(filter)
    .addText("stations.booking_mode = 'CALENDAR'")
    .addText("slots.deactivated_at is null");
  const [start, end] = [matching.placeholder(from), matching.placeholder(to)];
  const [buffer, minutes] = [matching.placeholder(bufferSeconds), matching.placeholder(minMinutes)];
  const text = `with wanted as materialized (
      select slots.id from slots join ports on ports.id = slots.port_id join stations on stations.id = ports.station_id
        ${matching.where}
        order by slots.id limit ${MAX_SLOTS + 1}
    ), moment as materialized (
      select now, greatest(now, ${start}::timestamptz) as start, ${end}::timestamptz as until,
          ${buffer}::integer * interval '1 second' as buffer
        from (select slotwire_now() as now) as clock
    )
    select null as "slotId", null as "startAt", null as "endAt" from wanted having count(*) > ${MAX_SLOTS}
    union all
    (select w.id, lower(free.range), upper(free.range)
      from wanted w cross join moment m cross join lateral (
        select unnest(tstzmultirange(tstzrange(m.start, m.until)) - coalesce(range_agg(taken.range), '{}')) as range
          from (
            select tstzrange(lower(i.claimed) - m.buffer, upper(i.claimed)) as range
              from reservation_items i join reservations r on r.id = i.reservation_id
              where i.slot_id = w.id and i.claimed && tstzrange(m.start, m.until + m.buffer)
                and (i.released_at is not null or r.reserved_until > m.now)
          ) as taken
      ) as free
      where m.start < m.until and upper(free.range) - lower(free.range) >= ${minutes}::integer * interval '1 minute'
        and (select count(*) from wanted) <= ${MAX_SLOTS}
      order by w.id, lower(free.range))`;
  return { text, values: matching.values };
}

function requestErrors(request: AvailabilityRequest): FieldError[] {
  const { minMinutes } = request;
  const errors = rangeErrors(request);
  if (minMinutes < 1 || minMinutes > MAX_MINUTES)
    errors.push({ path: "minMinutes", message: say`must be at least ${1} and at most ${MAX_MINUTES}` });
  return errors;
}

function rangeErrors({ from, to }: AvailabilityRequest): FieldError[] {
  const beyond = [...yearErrors(from, "from"), ...yearErrors(to, "to")];
  if (beyond.length > 0) return beyond;
  if (to <= from) return [{ path: "to", message: "must be after `from`" }];
  if (to.getTime() - from.getTime() <= MAX_DAYS * DAY_MS) return [];
  return [{ path: "to", message: say`must be at most ${MAX_DAYS} days after "from"` }];
}
