import type { Grant } from "./session.ts";

export async function renewGrant(): Promise<Grant | null> {
  return null;
}
