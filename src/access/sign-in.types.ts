import { Field, ID, ObjectType } from "type-graphql";
import { DateTime } from "../graphql/date-time.ts";
import { Role } from "./roles.ts";
import { User } from "./users/user.types.ts";

@ObjectType({
  simpleResolvers: true,
  description: "Somebody whom everybody may sign in as, on a server to try things out with.",
})
export class DemoUser {
  @Field(() => ID, { description: "What `signInAsDemoUser` takes; the `sub` of the user's tokens." })
  subject!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [Role])
  roles!: Role[];
}

@ObjectType({
  simpleResolvers: true,
  description: "For the authorization code flow with PKCE, without a client secret.",
})
export class OpenIdConnect {
  @Field(() => String, {
    description: "Its metadata is at `/.well-known/openid-configuration` below this address.",
  })
  issuer!: string;

  @Field(() => String)
  clientId!: string;

  @Field(() => String, { description: "The scopes to ask for, parted by spaces." })
  scope!: string;
}

@ObjectType({ simpleResolvers: true, description: "How a page can sign people in at this server." })
export class SignInOptions {
  @Field(() => [DemoUser], { description: "Empty in production, and wherever there is no demo data." })
  demoUsers!: DemoUser[];

  @Field(() => OpenIdConnect, {
    nullable: true,
    description: "Null where the server does not say which client to sign in as.",
  })
  openIdConnect!: OpenIdConnect | null;
}

@ObjectType({ simpleResolvers: true })
export class SignInPayload {
  @Field(() => String, { description: "For the header `Authorization: Bearer …`." })
  token!: string;

  @Field(() => DateTime, { description: "When the token ends. Sign in again before." })
  expiresAt!: Date;

  @Field(() => User, { description: "Whose vehicles are shown once the token is used." })
  user!: User;
}
