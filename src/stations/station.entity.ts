import { Column, Entity, PrimaryColumn } from "typeorm";
import type { BookingMode, ExpiryPolicy } from "./station.rules.ts";

@Entity({ name: "stations" })
export class StationRow {
  @PrimaryColumn({ type: "text" })
  id!: string;

  @Column({ type: "text" })
  name!: string;

  @Column({ type: "text", nullable: true })
  address!: string | null;

  @Column({ type: "double precision", nullable: true })
  latitude!: number | null;

  @Column({ type: "double precision", nullable: true })
  longitude!: number | null;

  @Column({ name: "expiry_policy", type: "text", default: "KEEP_BOOKED" })
  expiryPolicy!: ExpiryPolicy;

  @Column({ name: "booking_mode", type: "text", default: "IMMEDIATE" })
  bookingMode!: BookingMode;

  /** Null: no organisation. */
  @Column({ type: "text", nullable: true })
  organisation!: string | null;

  @Column({ name: "removed_at", type: "timestamptz", precision: 3, nullable: true })
  removedAt!: Date | null;

  @Column({ name: "created_at", type: "timestamptz", precision: 3, default: () => "slotwire_now()" })
  createdAt!: Date;
}
