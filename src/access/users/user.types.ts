import { Field, InputType, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../graphql/connection.types.ts";
import { IdField, TextField } from "../../graphql/input.ts";
import { Node } from "../../graphql/node.types.ts";
import { Role } from "../roles.ts";

registerEnumType(Role, { name: "Role" });

@ObjectType({ implements: Node, simpleResolvers: true })
export class User extends Node {
  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => String, { nullable: true })
  email!: string | null;

  @Field(() => [Role], { description: "As the latest token said, without those that were revoked." })
  roles!: Role[];
}

export const UserConnection = connectionOf("User", () => User);

@ObjectType({ simpleResolvers: true })
export class UserPayload {
  @Field(() => User)
  user!: User;
}

@InputType({ description: "All that is given must hold." })
export class UserFilter {
  @TextField({ max: 200, nullable: true })
  text?: string | null;

  @Field(() => Role, { nullable: true, description: "Who has it, and it was not revoked." })
  role?: Role | null;

  @Field(() => Boolean, { nullable: true })
  disabled?: boolean | null;
}

@InputType()
export class DisableUserInput {
  @IdField("user")
  userId!: string;

  @TextField({ max: 500 })
  reason!: string;
}
