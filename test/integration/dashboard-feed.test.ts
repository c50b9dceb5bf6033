import { setTimeout as delay } from "node:timers/promises";
import { type Client, createClient } from "graphql-ws";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { LiveSlots } from "../../src/dashboard/live/live-slots.ts";
import { type FeedState, SlotFeed } from "../../src/dashboard/live/slot-feed.ts";
import { eventually } from "../support/eventually.ts";
import { ActivateSlot, DeactivateSlot } from "../support/operations.ts";
import { openScene, readSlot, type Scene } from "../support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

/**
 * Delivers each message in a separate turn of the event loop, as browsers do. If the first of two in one turn makes the
 * client stop an operation that the second completes, graphql-ws counts it as ended twice, and never reconnects later.
 */
class TurnByTurn extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols, { allowSynchronousEvents: false });
  }
}

interface Followed {
  readonly slots: LiveSlots;
  readonly feed: SlotFeed;
  readonly client: Client;
  /** All states so far, in order. */
  readonly states: FeedState["kind"][];
}

/** The live feed of a page, without the page. */
function follow({ auditEveryMs = 30_000 } = {}): Followed {
  const client = createClient({
    url: `${scene.url.replace("http", "ws")}/graphql`,
    webSocketImpl: TurnByTurn,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: async () => {},
    shouldRetry: () => true,
  });
  const slots = new LiveSlots((flush) => setImmediate(flush));
  const feed = new SlotFeed({ client, slots, auditEveryMs });
  const states: FeedState["kind"][] = [];
  feed.subscribe(() => states.push(feed.state.kind));
  feed.start();
  onTestFinished(async () => {
    feed.close();
    await client.dispose();
  });
  return { slots, feed, client, states };
}

/** Changes slots continuously until it is stopped. */
function keepChanging(slotIds: readonly string[]): () => Promise<void> {
  let isOver = false;
  const changing = Promise.all(
    slotIds.map(async (slotId) => {
      while (!isOver) {
        await scene.operator.request(DeactivateSlot, { input: { slotId } });
        await scene.operator.request(ActivateSlot, { id: slotId });
        // The follower runs in this process, and has to keep up even on a busy machine.
        await delay(5);
      }
    }),
  );
  const stop = async () => {
    isOver = true;
    await changing;
  };
  onTestFinished(stop);
  return stop;
}

const isLive = ({ feed }: Followed) => eventually(() => expect(feed.state.kind).toBe("live"));

test("the live feed becomes live without any change, and shows slots that are added later", async () => {
  const followed = follow({ auditEveryMs: 20 });
  await isLive(followed);
  const { slotIds } = await scene.newSite(2);
  await eventually(() =>
    expect(followed.slots.slot(slotIds[1] ?? "")).toMatchObject({ status: "AVAILABLE" }),
  );
  // Audits that find nothing do not change the state.
  expect(followed.states).toEqual(["live"]);
});

test("the live feed loses no change while slots keep changing and the connection breaks", async () => {
  const { slotIds } = await scene.newSite(6);
  const stop = keepChanging(slotIds);
  const followed = follow();
  await isLive(followed);
  for (let round = 0; round < 3; round++) {
    followed.client.terminate();
    expect(followed.feed.state).toMatchObject({ kind: "lost", trueAt: expect.any(Number) });
    await isLive(followed);
  }
  await stop();
  for (const id of slotIds) {
    const { status, version } = await readSlot(scene.operator, id);
    await eventually(() => expect(followed.slots.slot(id)).toMatchObject({ status, version }));
  }
  expect(followed.states).toEqual(["live", "lost", "live", "lost", "live", "lost", "live"]);
});

test("the live feed is lost without a time before its snapshot, and becomes live again after doubt()", async () => {
  const followed = follow();
  followed.feed.suspectDisconnection();
  expect(followed.feed.state).toEqual({ kind: "lost", trueAt: null });
  await isLive(followed);
  followed.feed.suspectDisconnection();
  expect(followed.feed.state).toMatchObject({ kind: "lost", trueAt: expect.any(Number) });
  await isLive(followed);
});
