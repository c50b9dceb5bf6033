import { Role } from "../access/roles.ts";
import { type Issuer, Tokens } from "../access/tokens/tokens.ts";

/** Longer than any run takes. */
const TOKEN_LIFETIME = "30d";

/** Tokens for the users of one run. `run` distinguishes them from those of other runs. */
export class SignIn {
  readonly #tokens: Tokens;
  readonly #run: string;

  constructor({ secret, run, issuer, audience }: Issuer & { secret: string; run: string }) {
    this.#tokens = new Tokens(secret, { issuer, audience });
    this.#run = run;
  }

  operator(): Promise<string> {
    return this.#sign("operator", Role.OPERATOR, "Replay");
  }

  driver(user: string): Promise<string> {
    return this.#sign(`driver-${user}`, Role.DRIVER, user);
  }

  #sign(who: string, role: Role, name: string): Promise<string> {
    return this.#tokens.sign({ subject: `replay-${this.#run}-${who}`, roles: [role], name }, TOKEN_LIFETIME);
  }
}
