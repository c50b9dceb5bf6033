interface Waiting {
  readonly status: "PENDING" | "DELIVERED" | "FAILED";
  readonly nextAttemptAt?: string | null;
}

const SOON_MS = 30_000;

/** How long to wait before reading deliveries again: less if one is about to be attempted. */
export function refreshAfterMs(deliveries: readonly Waiting[], now: number): number {
  const isDue = ({ status, nextAttemptAt }: Waiting) =>
    status === "PENDING" && Date.parse(nextAttemptAt ?? "1970-01-01") - now < SOON_MS;
  return deliveries.some(isDue) ? 2_000 : 15_000;
}
