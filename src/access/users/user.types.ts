import { Field, InputType, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf, payloadOf } from "../../graphql/connection.types.ts";
import { ALL_MUST_HOLD } from "../../graphql/descriptions.ts";
import { IdField, TextField } from "../../graphql/input.ts";
import { Node } from "../../graphql/node.types.ts";
import { Role } from "../roles.ts";

registerEnumType(Role, {
  name: "Role",
  description: "What a user may do, by the claim `roles` of its token.",
  valuesConfig: {
    DRIVER: { description: "Reserves and charges for vehicles of its own." },
    OPERATOR: {
      description:
        "Runs stations, and may act there for any driver: at those of the organisation in the token's claim `org`; without the claim, at all.",
    },
    ADMIN: {
      description:
        "May do all that an OPERATOR of all stations may, decides who may do what, and reads the audit log.",
    },
    CHARGER: {
      description:
        "Meters sessions, as a charge point, without being told whose they are: at the stations of " +
        "the organisation in the token's claim `org`; without the claim, at all.",
    },
  },
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A person or machine that has signed in at least once. There is one for each `sub` of a token.",
})
export class User extends Node {
  @Field(() => String, {
    nullable: true,
    description: "The name, by the latest token that says one; null where none has.",
  })
  name!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The email address, by the latest token that says one; null where none has.",
  })
  email!: string | null;

  @Field(() => [Role], { description: "The roles, as the latest token said, without revoked ones." })
  roles!: Role[];
}

export const UserConnection = connectionOf("User", () => User);
export const UserPayload = payloadOf("user", () => User);

@InputType({ description: `Which users a list has. ${ALL_MUST_HOLD}` })
export class UserFilter {
  @TextField({
    max: 200,
    nullable: true,
    description: "Part of the name, the email address or the subject, in upper or lower case.",
  })
  text?: string | null;

  @Field(() => Role, {
    nullable: true,
    description: "Only users who have this role, and of whom it was not revoked.",
  })
  role?: Role | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "True: only disabled users. False: only users who are not disabled. Null: both.",
  })
  disabled?: boolean | null;
}

@InputType({ description: "Which user to disable, and why." })
export class DisableUserInput {
  @IdField("user", { description: "The user to disable." })
  userId!: string;

  @TextField({ max: 500, description: "Why, for other admins: the `disabledReason`." })
  reason!: string;
}
