import { describe, expect, test } from "vitest";
import { FeedCursors } from "../../src/live/feed-cursor.ts";
import { FeedPlace } from "../../src/live/feed-place.ts";
import { TransactionSnapshot } from "../../src/live/transaction-snapshot.ts";
import { fingerprintOf, markOf, parseMark } from "../../src/outbox/feed-mark.ts";
import { slotEvent } from "../support/feed-events.ts";

const cursors = new FeedCursors("a feed");
const event = slotEvent(7, "station");
const { fingerprint } = markOf(event);
const snapshot = TransactionSnapshot.of("5:8:6,7");
const waiting = { id: 9, fingerprint: "waits" };

const keyOf = (cursor: string): unknown[] => JSON.parse(Buffer.from(cursor, "base64url").toString());
const [feed] = keyOf(cursors.ofEvent(event));
const cursorOf = (...key: unknown[]) => Buffer.from(JSON.stringify([feed, ...key])).toString("base64url");

describe("a cursor", () => {
  const seen = [
    { upTo: "slot_a", snapshot },
    { upTo: null, snapshot },
  ];
  const skipped = { from: 2, to: 5, upTo: 7 };
  const latest = { position: 7, fingerprint, waiting: null };
  test.each<[string, FeedPlace]>([
    ["of an event", new FeedPlace({ position: 7, latest })],
    [
      "of an empty feed",
      new FeedPlace({ position: 0, latest: { position: 0, fingerprint: null, waiting: null } }),
    ],
    ["of a read", new FeedPlace({ position: 7, latest, seen })],
    [
      "of a read that had seen events without a position",
      new FeedPlace({ position: 7, latest: { ...latest, waiting }, seen }),
    ],
    ["of a read that began earlier", new FeedPlace({ position: 3, latest, seen })],
    ["of a slow reader", new FeedPlace({ position: 5, latest, skipped })],
    [
      "of a slow reader, and of another event",
      new FeedPlace({ position: 5, latest: { ...latest, position: 6 }, skipped }),
    ],
    ["of an event, unmarked", new FeedPlace({ position: 7 })],
    ["of a read, unmarked", new FeedPlace({ position: 7, seen })],
    ["of a slow reader, unmarked", new FeedPlace({ position: 5, skipped })],
  ])("%s decodes to what was encoded", (_, place) => {
    expect(cursors.decode(cursors.ofPlace(place))).toEqual(place);
  });

  test("of an event in a history decodes to what was encoded, with or without a mark", () => {
    expect(cursors.decode(cursors.ofHistoryEvent(waiting))).toEqual({ eventId: 9, fingerprint: "waits" });
    expect(cursors.decode(cursorOf("event", 9))).toEqual({ eventId: 9, fingerprint: null });
  });

  test("of an event is short, and equals the cursor of its place", () => {
    expect(keyOf(cursors.ofEvent(event))).toEqual([feed, 7, fingerprint]);
    expect(cursors.ofEvent(event)).toBe(cursors.ofPlace(new FeedPlace({ position: 7, latest })));
  });

  const hostile: [string, unknown[]][] = [
    ["no position", []],
    ["a position that is text", ["7", fingerprint]],
    ["a fingerprint that is a number", [7, 7]],
    ["a fingerprint that is an object", [7, {}]],
    ["a fingerprint that is too long", [7, "x".repeat(100)]],
    ["an empty mark", [7, []]],
    ["a mark at a negative position", [7, [-1, fingerprint]]],
    ["a mark at a fractional position", [7, [7.5, fingerprint]]],
    ["a mark at a null position", [7, [null, fingerprint]]],
    ["a mark in a mark", [7, [7, [7, fingerprint]]]],
    ["a mark with half of a waiting event", [7, [7, fingerprint, 9]]],
    ["a mark with too many parts", [7, [7, fingerprint, 9, "waits", 10]]],
    ["a mark with an id that is text", [7, [7, fingerprint, "9", "waits"]]],
    ["a mark with a waiting event without a fingerprint", [7, [7, fingerprint, 9, null]]],
    ["a snapshot in the place of a mark", [7, "5:8:6,7"]],
    ["two marks", [7, fingerprint, fingerprint]],
    ["a slow reader with two marks", ["left-out", 5, 2, 5, 7, fingerprint, fingerprint]],
    ["a slow reader with a mark too early", ["left-out", 5, 2, 5, fingerprint, 7]],
    ["an event with a fingerprint that is a number", ["event", 9, 9]],
    ["an event with too many parts", ["event", 9, fingerprint, fingerprint]],
    ["an event without an id", ["event"]],
  ];
  test.each(hostile)("with %s is CURSOR_EXPIRED", (_, key) => {
    expect(() => cursors.decode(cursorOf(...key))).toThrow("This cursor is unknown");
  });
});

describe("a place in the feed", () => {
  const latest = { position: 7, fingerprint, waiting };

  test("keeps the latest known mark until it gets a later event", () => {
    const place = new FeedPlace({ position: 3, latest, seen: [{ upTo: null, snapshot }] });
    const early = place.after(slotEvent(5, "station"));
    expect([early.position, early.latest, early.reachesUpTo]).toEqual([5, latest, 7]);
    expect(early.after(event).latest).toEqual(latest);
    // The next event vouches for those that were waiting.
    const late = early.after(slotEvent(8, "station"));
    expect([late.position, late.latest]).toEqual([8, markOf(slotEvent(8, "station"))]);
  });

  test("without a mark takes the mark of the next event", () => {
    const told = new FeedPlace({ position: 3, seen: [{ upTo: null, snapshot }] }).after(event);
    expect(told.latest).toEqual(markOf(event));
  });
});

describe("a mark of an event", () => {
  test("is the same for an event from the bus and one from the database", () => {
    const { occurredAt } = event.payload;
    expect(parseMark(JSON.stringify([7, 7, occurredAt, 9, occurredAt]))).toEqual({
      ...markOf(event),
      waiting: { id: 9, fingerprint: fingerprintOf(9, occurredAt) },
    });
    expect(fingerprintOf(7, new Date(occurredAt))).toBe(fingerprint);
    expect(parseMark("[0,null,null,null,null]")).toEqual({ position: 0, fingerprint: null, waiting: null });
  });

  test("differs for each millisecond and each id, also for large ids", () => {
    const prints = [0, 1, 2 ** 40 + 1].flatMap((id) =>
      ["2026-05-10T10:00:00.000Z", "2026-05-10T10:00:00.001Z"].map((at) => fingerprintOf(id, at)),
    );
    expect(new Set(prints).size).toBe(prints.length);
  });
});
