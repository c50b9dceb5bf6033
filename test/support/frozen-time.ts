import { afterEach, beforeEach, vi } from "vitest";

/** Stops time in the tests that follow, until they advance it. */
export function freezeTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** Lets pending asynchronous work proceed, without advancing time. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}
