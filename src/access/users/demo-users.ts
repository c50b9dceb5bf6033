import { Role } from "../roles.ts";

/** A user that anybody may sign in as: a token for it needs nothing but the secret. */
export interface DemoUser {
  readonly subject: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
}

export const demoUsers = {
  driver: { subject: "demo-driver", roles: [Role.DRIVER], name: "Dana Driver", email: "dana@example.com" },
  operator: {
    subject: "demo-operator",
    roles: [Role.OPERATOR],
    name: "Olu Operator",
    email: "olu@example.com",
  },
  admin: { subject: "demo-admin", roles: [Role.ADMIN], name: "Ada Admin", email: "ada@example.com" },
} satisfies Record<string, DemoUser>;
