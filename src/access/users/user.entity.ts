import { Column, Entity, PrimaryColumn } from "typeorm";
import type { Role } from "../roles.ts";

/** A person or machine that has called, made from the claims of the first token with its `sub`. */
@Entity({ name: "users" })
export class UserRow {
  @PrimaryColumn({ type: "text" })
  id!: string;

  @Column({ type: "text" })
  subject!: string;

  @Column({ type: "text", nullable: true })
  name!: string | null;

  @Column({ type: "text", nullable: true })
  email!: string | null;

  /** According to the latest token. */
  @Column({ type: "text", array: true, default: () => "'{}'" })
  roles!: Role[];

  /** Roles that do not count, whatever a token says. */
  @Column({ name: "revoked_roles", type: "text", array: true, default: () => "'{}'" })
  revokedRoles!: Role[];

  @Column({ name: "disabled_at", type: "timestamptz", precision: 3, nullable: true })
  disabledAt!: Date | null;

  @Column({ name: "disabled_reason", type: "text", nullable: true })
  disabledReason!: string | null;

  @Column({ name: "created_at", type: "timestamptz", precision: 3, default: () => "slotwire_now()" })
  createdAt!: Date;
}
