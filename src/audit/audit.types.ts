import { GraphQLJSONObject } from "graphql-scalars";
import { Field, ID, InputType, ObjectType } from "type-graphql";
import { connectionOf } from "../graphql/connection.types.ts";
import { DateTime } from "../graphql/date-time.ts";
import { ALL_MUST_HOLD } from "../graphql/descriptions.ts";
import { IdField, TextField } from "../graphql/input.ts";
import { Node } from "../graphql/node.types.ts";
import type { Facts } from "./audit.rules.ts";

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "Something that an operator or admin has changed. Nobody can change an entry; the server " +
    "may delete old ones. What drivers do with what is their own leaves no entry.",
})
export class AuditEntry extends Node {
  @Field(() => DateTime, { description: "When it was done." })
  occurredAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: "The name of the actor, as it was then; null where no token had said one.",
  })
  actorName!: string | null;

  @Field(() => String, { description: "The name of the mutation, such as `deactivateSlot`." })
  operation!: string;

  @Field(() => String, { description: "The type of the object that was changed, such as `Slot`." })
  thingType!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      "The id of the object that was changed; null where one call changed many (`expireReservations`).",
  })
  thingId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The organisation of the station or webhook that it concerns, as it was then; null where there is none.",
  })
  organisation!: string | null;

  @Field(() => String, {
    description: "The id of the request, as in the header `X-Request-Id` of its answer.",
  })
  requestId!: string;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      "The values that were changed, as they were before; null where nothing was there before. Secrets are left out.",
  })
  before!: Facts | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      "The values that were changed, as they were afterwards; null where the object was removed. Secrets are left out.",
  })
  after!: Facts | null;
}

export const AuditEntryConnection = connectionOf("AuditEntry", () => AuditEntry);

@InputType({ description: `Which entries a list has. ${ALL_MUST_HOLD}` })
export class AuditLogFilter {
  @IdField("user", { nullable: true, description: "Only what this user did." })
  actorId?: string | null;

  @Field(() => ID, { nullable: true, description: "Only what was done to this object, of whatever type." })
  thingId?: string | null;

  @TextField({ max: 200, nullable: true, description: "Only this mutation, such as `deactivateSlot`." })
  operation?: string | null;

  @Field(() => DateTime, { nullable: true, description: "Only what was done later than this." })
  occurredAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Only what was done earlier than this." })
  occurredBefore?: Date | null;
}
