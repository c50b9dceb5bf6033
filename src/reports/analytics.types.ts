import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { DateTime } from "../graphql/date-time.ts";
import { AnalyticsBucket } from "./analytics.rules.ts";

registerEnumType(AnalyticsBucket, {
  name: "AnalyticsBucket",
  description: "In UTC; a WEEK begins on Monday.",
});

@ObjectType({ simpleResolvers: true })
export class ReservationAnalyticsBucket {
  @Field(() => DateTime, {
    description: "When the whole bucket begins, also where the range asked for begins within it.",
  })
  start!: Date;

  @Field(() => Int)
  created!: number;

  @Field(() => Int)
  completed!: number;

  @Field(() => Int)
  cancelled!: number;

  @Field(() => Int)
  expired!: number;

  @Field(() => Int)
  missed!: number;
}

@ObjectType({ simpleResolvers: true })
export class ReservationAnalytics {
  @Field(() => DateTime)
  from!: Date;

  @Field(() => DateTime)
  to!: Date;

  @Field(() => Int)
  created!: number;

  @Field(() => Int)
  completed!: number;

  @Field(() => Int)
  cancelled!: number;

  @Field(() => Int)
  expired!: number;

  @Field(() => Int)
  missed!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Share of ended reservations that were completed, 0 to 1; null where none ended.",
  })
  successRate!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Share of ended reservations that expired, 0 to 1; null where none ended.",
  })
  expiryRate!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "How long an item held its slot, over those that gave it back; null where none did.",
  })
  averageHoldMinutes!: number | null;

  @Field(() => [ReservationAnalyticsBucket], {
    description: "All buckets that touch the range, oldest first; only what lies in [from, to) is counted.",
  })
  buckets!: ReservationAnalyticsBucket[];
}
