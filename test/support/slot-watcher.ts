import { expect } from "vitest";
import type { ApiClient, Collected } from "./api-client.ts";
import { eventually } from "./eventually.ts";
import type { WatchSlotsSubscription } from "./gql/graphql.ts";
import { ReadSlotsInFeed, WatchSlots } from "./operations.ts";

interface Watching {
  readonly filter?: object;
  readonly snapshot?: boolean;
  readonly after?: string | null;
}

/** The slot subscriptions of a test. */
export class SlotWatchers {
  readonly #open: Collected<unknown>[] = [];

  watch(client: ApiClient, variables: Watching): SlotWatcher {
    const subscription = client.subscribe(WatchSlots, variables);
    this.#open.push(subscription);
    return new SlotWatcher(subscription);
  }

  closeAll(): void {
    for (const subscription of this.#open.splice(0)) subscription.close();
  }
}

/** The events of one subscription. */
export class SlotWatcher {
  readonly subscription: Collected<WatchSlotsSubscription>;

  constructor(subscription: Collected<WatchSlotsSubscription>) {
    this.subscription = subscription;
  }

  get events() {
    return this.subscription.results.map((result) => result.slotStatusChanged);
  }

  /** Kind, slot and version of each event: `CHANGE slot_… 2`. */
  get shown(): string[] {
    return this.events.map(({ kind, slot, version }) => `${kind} ${slot.id} ${version}`);
  }

  /** Waits until exactly these events have arrived. */
  async shows(...expected: readonly string[]): Promise<void> {
    await eventually(() => expect(this.shown).toEqual(expected));
  }

  /** The cursor of an event that has arrived. */
  cursor(index: number): string {
    const event = this.events.at(index);
    if (!event) throw new Error(`There is no event ${index}`);
    return event.cursor;
  }

  /** The code of the error that refused the subscription. */
  async refusal(): Promise<string | undefined> {
    await eventually(() => expect(this.subscription.errors).toHaveLength(1));
    return this.subscription.errors[0]?.extensions.code;
  }

  close(): void {
    this.subscription.close();
  }
}

export const snapshotOf = (slotId: string, version: number) => `SNAPSHOT ${slotId} ${version}`;
export const changeOf = (slotId: string, version: number) => `CHANGE ${slotId} ${version}`;

/** The slots that match a filter, and the cursor to follow the feed from there. */
export async function readInFeed(client: ApiClient, filter: object) {
  const { slots } = await client.request(ReadSlotsInFeed, { filter });
  return {
    feedCursor: slots.feedCursor,
    versions: Object.fromEntries(slots.edges.map(({ node }) => [node.id, node.version])),
  };
}
