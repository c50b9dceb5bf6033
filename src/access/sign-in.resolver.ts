import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { OperationContext } from "../graphql/context.ts";
import { withCodes } from "../graphql/descriptions.ts";
import type { SignedInAs, SignIn } from "./sign-in.service.ts";
import { SignInOptions, SignInPayload } from "./sign-in.types.ts";
import type { UserView } from "./users/user.queries.ts";
import { User } from "./users/user.types.ts";

@Resolver(() => SignInPayload)
export class SignInResolver {
  readonly #signIn: SignIn;

  constructor({ signIn }: { signIn: SignIn }) {
    this.#signIn = signIn;
  }

  @Query(() => SignInOptions, { description: "Tells how people can sign in at this server." })
  signInOptions(): Pick<SignIn, "demoUsers" | "openIdConnect"> {
    return this.#signIn;
  }

  @Mutation(() => SignInPayload, {
    description: withCodes("Makes a token for a demo user, which is good for 15 minutes.", {
      FORBIDDEN: "the server has no demo users.",
      NOT_FOUND: "no demo user has this `subject`.",
      UNAUTHENTICATED: "the demo user is disabled.",
    }),
  })
  signInAsDemoUser(
    @Arg("subject", () => ID, { description: "The `subject` of one of `signInOptions.demoUsers`." })
    subject: string,
  ): Promise<SignedInAs> {
    return this.#signIn.asDemoUser(subject);
  }

  @FieldResolver(() => User)
  user(@Root() { userId }: SignedInAs, @Ctx() { loaders }: OperationContext): Promise<UserView | null> {
    return loaders.user.load(userId);
  }
}
