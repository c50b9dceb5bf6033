import { Column, Entity, PrimaryColumn } from "typeorm";
import type { SlotStatus } from "./slot.rules.ts";

@Entity({ name: "slots" })
export class SlotRow {
  @PrimaryColumn({ type: "text" })
  id!: string;

  @Column({ name: "port_id", type: "text" })
  portId!: string;

  @Column({ type: "text" })
  label!: string;

  @Column({ name: "connector_type", type: "text", nullable: true })
  connectorType!: string | null;

  @Column({ name: "power_kw", type: "double precision", nullable: true })
  powerKw!: number | null;

  /** Written by the slot ledger only. */
  @Column({ type: "text", default: "AVAILABLE" })
  status!: SlotStatus;

  /** Written by the slot ledger only. */
  @Column({ type: "integer", default: 1 })
  version!: number;

  @Column({ name: "deactivated_at", type: "timestamptz", precision: 3, nullable: true })
  deactivatedAt!: Date | null;

  /** Written by the slot ledger only. */
  @Column({ name: "removed_at", type: "timestamptz", precision: 3, nullable: true })
  removedAt!: Date | null;

  @Column({ name: "created_at", type: "timestamptz", precision: 3, default: () => "slotwire_now()" })
  createdAt!: Date;
}
