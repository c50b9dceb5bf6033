import type { Page } from "playwright-core";

interface FeedEvent {
  readonly kind: "SNAPSHOT" | "CHANGE";
  readonly version: number;
  readonly slotId: string;
}

/** The live feed's events on all WebSockets of a page. Must be created before the page opens them. */
export class FeedFrames {
  readonly #events: FeedEvent[] = [];
  /** The number of connections so far. */
  connections = 0;

  constructor(page: Page) {
    page.on("websocket", (socket) => {
      this.connections++;
      socket.on("framereceived", ({ payload }) => this.#read(String(payload)));
    });
  }

  /** The versions of one slot in order of arrival. */
  versions(slotId: string): number[] {
    return this.#events.filter((event) => event.slotId === slotId).map(({ version }) => version);
  }

  #read(text: string): void {
    const { payload } = JSON.parse(text) as { payload?: { data?: Record<string, unknown> } };
    const event = payload?.data?.["slotStatusChanged"] as
      | { kind: FeedEvent["kind"]; version: number; slot: { id: string } }
      | undefined;
    if (event) this.#events.push({ kind: event.kind, version: event.version, slotId: event.slot.id });
  }
}
