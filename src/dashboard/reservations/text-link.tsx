import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { routes } from "../routes.ts";
import { readable } from "../shared/status.tsx";

/** A link within a text, dark enough to be read. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Anchor component={Link} href={href} underline="always" fw={600} style={{ color: readable("teal") }}>
      {children}
    </Anchor>
  );
}

export function ReservationLink({ id, code }: { id: string; code: string }) {
  return <TextLink href={reservationPath(id)}>{code}</TextLink>;
}

export function reservationPath(id: string): string {
  return routes.reservation.replace(":id", id);
}

export function slotPath(id: string): string {
  return routes.slot.replace(":id", id);
}

export function historyPath(): string {
  return routes.reservationHistory;
}
