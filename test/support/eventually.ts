import { setTimeout as delay } from "node:timers/promises";

/** Retries until `attempt` does not throw. At the timeout, rethrows the last error. */
export async function eventually<Value>(
  attempt: () => Value | Promise<Value>,
  withinMs = 60_000,
): Promise<Value> {
  const deadline = Date.now() + withinMs;
  for (let waitMs = 20; ; waitMs = Math.min(waitMs * 1.3, 100)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(waitMs);
    }
  }
}
