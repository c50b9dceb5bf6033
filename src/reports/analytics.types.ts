import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { DateTime } from "../graphql/date-time.ts";
import { AnalyticsBucket } from "./analytics.rules.ts";

registerEnumType(AnalyticsBucket, {
  name: "AnalyticsBucket",
  description: "How long a bucket of analytics is, in UTC.",
  valuesConfig: {
    HOUR: { description: "From one full hour to the next." },
    DAY: { description: "From midnight to midnight." },
    WEEK: { description: "From Monday, at midnight, to the next Monday." },
    MONTH: { description: "From the first of a month to the first of the next." },
  },
});

const CREATED = "How many reservations were created";
const COMPLETED = "How many reservations became COMPLETED";
const CANCELLED = "How many reservations became CANCELLED";
const EXPIRED = "How many reservations became EXPIRED";
const MISSED = "How many reservations became MISSED";

@ObjectType({
  simpleResolvers: true,
  description: "What happened to reservations within one bucket, as far as that lies in the range.",
})
export class ReservationAnalyticsBucket {
  @Field(() => DateTime, {
    description: "When the whole bucket begins, also where the range begins within the bucket.",
  })
  start!: Date;

  @Field(() => Int, { description: `${CREATED}.` })
  created!: number;

  @Field(() => Int, { description: `${COMPLETED}.` })
  completed!: number;

  @Field(() => Int, { description: `${CANCELLED}.` })
  cancelled!: number;

  @Field(() => Int, { description: `${EXPIRED}.` })
  expired!: number;

  @Field(() => Int, { description: `${MISSED}.` })
  missed!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "What happened to reservations in a range of time. Each is counted when it happened, whenever it was created.",
})
export class ReservationAnalytics {
  @Field(() => DateTime, { description: "The beginning of the range, as asked for." })
  from!: Date;

  @Field(() => DateTime, { description: "The end of the range, as asked for. It is not part of the range." })
  to!: Date;

  @Field(() => Int, { description: `${CREATED} in the range.` })
  created!: number;

  @Field(() => Int, { description: `${COMPLETED} in the range.` })
  completed!: number;

  @Field(() => Int, { description: `${CANCELLED} in the range.` })
  cancelled!: number;

  @Field(() => Int, { description: `${EXPIRED} in the range.` })
  expired!: number;

  @Field(() => Int, { description: `${MISSED} in the range.` })
  missed!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      "The share of COMPLETED ones among the reservations that ended in the range, from 0 to 1; null where none ended.",
  })
  successRate!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "The share of EXPIRED ones among the reservations that ended in the range, from 0 to 1; null where none ended.",
  })
  expiryRate!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "How many minutes reservations held a slot, on average over all slots that were given back in the range; null where none was.",
  })
  averageHoldMinutes!: number | null;

  @Field(() => [ReservationAnalyticsBucket], {
    description: "All buckets that touch the range, also empty ones, oldest first.",
  })
  buckets!: ReservationAnalyticsBucket[];
}
