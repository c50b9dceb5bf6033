import { expect, test } from "vitest";
import { refreshAfterMs } from "../../../src/dashboard/webhooks/refresh.ts";

const now = Date.parse("2026-11-22T12:00:00Z");
const waiting = (nextAttemptAt: string | null) => ({ status: "PENDING" as const, nextAttemptAt });

test("deliveries are refreshed often only while an attempt is about to happen", () => {
  expect(refreshAfterMs([], now)).toBe(15_000);
  expect(refreshAfterMs([{ status: "FAILED" }, { status: "DELIVERED" }], now)).toBe(15_000);
  expect(refreshAfterMs([waiting("2026-11-22T13:00:00Z")], now)).toBe(15_000);
  expect(refreshAfterMs([waiting("2026-11-22T13:00:00Z"), waiting("2026-11-22T12:00:05Z")], now)).toBe(2_000);
  expect(refreshAfterMs([waiting(null)], now)).toBe(2_000);
});
