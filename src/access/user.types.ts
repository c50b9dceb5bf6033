import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Node } from "../graphql/node.types.ts";
import { Role } from "./roles.ts";

registerEnumType(Role, { name: "Role" });

@ObjectType({ implements: Node, simpleResolvers: true })
export class User extends Node {
  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => String, { nullable: true })
  email!: string | null;

  @Field(() => [Role])
  roles!: Role[];
}
