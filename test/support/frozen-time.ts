import { afterEach, beforeEach, vi } from "vitest";

/** Time stands still in the tests that follow, until they let it pass. */
export function freezeTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** Lets what has been asked for begin, or end. No time passes. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}
