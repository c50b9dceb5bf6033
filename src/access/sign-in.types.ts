import { Field, ID, ObjectType } from "type-graphql";
import { DateTime } from "../graphql/date-time.ts";
import { Role } from "./roles.ts";
import { User } from "./users/user.types.ts";

@ObjectType({
  simpleResolvers: true,
  description: "A user as whom everybody may sign in, on a server for trying things out.",
})
export class DemoUser {
  @Field(() => ID, { description: "What `signInAsDemoUser` takes: the `sub` of the user's tokens." })
  subject!: string;

  @Field(() => String, { description: "The user's name." })
  name!: string;

  @Field(() => [Role], { description: "The roles that the user's tokens have." })
  roles!: Role[];
}

@ObjectType({
  simpleResolvers: true,
  description:
    "Where and as which client people sign in with OpenID Connect: by the authorization code flow with PKCE, without a client secret.",
})
export class OpenIdConnect {
  @Field(() => String, {
    description:
      "The URL of the issuer. Its metadata is at `/.well-known/openid-configuration` below this address.",
  })
  issuer!: string;

  @Field(() => String, { description: "The `client_id` to sign in with." })
  clientId!: string;

  @Field(() => String, { description: "The scopes to ask for, separated by spaces." })
  scope!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: "The ways in which a page can sign people in at this server.",
})
export class SignInOptions {
  @Field(() => [DemoUser], {
    description: "The users for `signInAsDemoUser`; empty in production, and where there is no demo data.",
  })
  demoUsers!: DemoUser[];

  @Field(() => OpenIdConnect, {
    nullable: true,
    description: "How to sign in with OpenID Connect; null where the server is not set up for it.",
  })
  openIdConnect!: OpenIdConnect | null;
}

@ObjectType({ simpleResolvers: true, description: "A token, and the user to whom it belongs." })
export class SignInPayload {
  @Field(() => String, { description: "The token for the header `Authorization: Bearer …`." })
  token!: string;

  @Field(() => DateTime, { description: "When the token expires. Sign in again before then." })
  expiresAt!: Date;

  @Field(() => User, {
    description:
      "The user whose token it is. Its `vehicles` are empty here, and shown to requests with the token.",
  })
  user!: User;
}
