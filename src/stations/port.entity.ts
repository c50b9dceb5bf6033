import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity({ name: "ports" })
export class PortRow {
  @PrimaryColumn({ type: "text" })
  id!: string;

  @Column({ name: "station_id", type: "text" })
  stationId!: string;

  @Column({ type: "text" })
  label!: string;

  @Column({ name: "removed_at", type: "timestamptz", precision: 3, nullable: true })
  removedAt!: Date | null;

  @Column({ name: "created_at", type: "timestamptz", precision: 3, default: () => "slotwire_now()" })
  createdAt!: Date;
}
