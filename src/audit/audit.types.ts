import { GraphQLJSONObject } from "graphql-scalars";
import { Field, ID, InputType, ObjectType } from "type-graphql";
import { connectionOf } from "../graphql/connection.types.ts";
import { DateTime } from "../graphql/date-time.ts";
import { IdField, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";
import type { Facts } from "./audit.rules.ts";

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "One thing that an operator or admin did. It is never changed.",
})
export class AuditEntry extends Node {
  @Field(() => DateTime)
  occurredAt!: Date;

  @Field(() => String, { nullable: true, description: "The actor's name, as it was then." })
  actorName!: string | null;

  @Field(() => String, { description: "The mutation: `deactivateSlot`." })
  operation!: string;

  @Field(() => String, { description: "The type of the thing it was done to: `Slot`." })
  thingType!: string;

  @Field(() => ID, { nullable: true, description: "Null: it was done to many at once." })
  thingId!: string | null;

  @Field(() => String, { nullable: true, description: "Whose station it was done at." })
  organisation!: string | null;

  @Field(() => String, { description: "As in the answer's `X-Request-Id`." })
  requestId!: string;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: "What changed, as it was before; null where the thing was made.",
  })
  before!: Facts | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: "What changed, as it was afterwards; null where the thing was removed.",
  })
  after!: Facts | null;
}

export const AuditEntryConnection = connectionOf("AuditEntry", () => AuditEntry);

@InputType({ description: "All that is given must hold." })
export class AuditLogFilter {
  @IdField("user", { nullable: true })
  actorId?: string | null;

  @Field(() => ID, { nullable: true, description: "The id of anything." })
  thingId?: string | null;

  @TextField({ max: 200, nullable: true })
  operation?: string | null;

  @Field(() => DateTime, { nullable: true })
  occurredAfter?: Date | null;

  @Field(() => DateTime, { nullable: true })
  occurredBefore?: Date | null;
}
