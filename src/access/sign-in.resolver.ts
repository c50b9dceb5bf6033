import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { OperationContext } from "../graphql/context.ts";
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

  @Query(() => SignInOptions)
  signInOptions(): Pick<SignIn, "demoUsers" | "openIdConnect"> {
    return this.#signIn;
  }

  @Mutation(() => SignInPayload, {
    description: "A token for one of `signInOptions.demoUsers`, good for a quarter of an hour.",
  })
  signInAsDemoUser(@Arg("subject", () => ID) subject: string): Promise<SignedInAs> {
    return this.#signIn.asDemoUser(subject);
  }

  @FieldResolver(() => User)
  user(@Root() { userId }: SignedInAs, @Ctx() { loaders }: OperationContext): Promise<UserView | null> {
    return loaders.user.load(userId);
  }
}
