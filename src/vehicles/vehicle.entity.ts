import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity({ name: "vehicles" })
export class VehicleRow {
  @PrimaryColumn({ type: "text" })
  id!: string;

  @Column({ name: "owner_id", type: "text" })
  ownerId!: string;

  @Column({ type: "text" })
  plate!: string;

  @Column({ type: "text", nullable: true })
  model!: string | null;

  @Column({ name: "battery_kwh", type: "double precision", nullable: true })
  batteryKwh!: number | null;

  /** Set when its owner removed it. Its reservations and sessions still refer to it. */
  @Column({ name: "removed_at", type: "timestamptz", precision: 3, nullable: true })
  removedAt!: Date | null;

  @Column({ name: "created_at", type: "timestamptz", precision: 3, default: () => "slotwire_now()" })
  createdAt!: Date;
}
