import { expect, test } from "vitest";
import type { SlotEvent } from "../../../src/dashboard/live/live-slot.ts";
import { LiveSlots } from "../../../src/dashboard/live/live-slots.ts";

interface Told {
  readonly kind?: SlotEvent["kind"];
  readonly cause?: SlotEvent["cause"];
  readonly status?: SlotEvent["status"];
  readonly version?: number;
  readonly station?: string;
  readonly name?: string;
  readonly port?: string;
  readonly label?: string;
}

/** A picture whose frames the test triggers. */
function newPicture() {
  const frames: (() => void)[] = [];
  const slots = new LiveSlots((flush) => frames.push(flush));
  let heard = 0;
  slots.subscribe(() => heard++);
  const tell = (id: string, { station = "s1", port = "P1", name = "North", ...told }: Told = {}) =>
    slots.apply({
      ...{ cursor: "", kind: "CHANGE", status: "AVAILABLE", version: 1, occurredAt: "2026-01-01T00:00:00Z" },
      ...told,
      slot: {
        ...{ id, label: told.label ?? id, connectorType: "CCS2", powerKw: 50 },
        port: {
          ...{ id: `${station}-${port}`, label: port },
          station: { id: station, name, address: null, bookingMode: "IMMEDIATE" },
        },
      },
    });
  const draw = () => {
    for (const frame of frames.splice(0)) frame();
  };
  return { slots, tell, draw, frames, heard: () => heard };
}

test("an older or equal version of a slot is ignored", () => {
  const { slots, tell, draw, frames } = newPicture();
  tell("a", { version: 3, status: "BOOKED" });
  draw();
  const shown = slots.slot("a");
  tell("a", { version: 2, status: "IN_USE" });
  tell("a", { version: 3, status: "AVAILABLE" });
  tell("a", { kind: "SNAPSHOT", version: 1, status: "AVAILABLE" });
  expect(frames).toHaveLength(0);
  expect(slots.slot("a")).toBe(shown);
  expect(shown).toMatchObject({ status: "BOOKED", version: 3 });
});

test("versions may skip, as in a snapshot after a long absence", () => {
  const { slots, tell, draw } = newPicture();
  tell("a", { kind: "SNAPSHOT", version: 2 });
  draw();
  expect(slots.slot("a")).toMatchObject({ receivedAt: null, changedAt: null });
  tell("a", { kind: "SNAPSHOT", version: 9, status: "IN_USE" });
  draw();
  expect(slots.station("s1")?.slots[0]).toMatchObject({ status: "IN_USE", version: 9, changedAt: null });
  expect(slots.slot("a")?.receivedAt).not.toBeNull();
});

test("listeners are notified once per frame", () => {
  const { slots, tell, draw, frames, heard } = newPicture();
  for (let version = 1; version <= 50; version++) tell("a", { version });
  expect(frames).toHaveLength(1);
  expect(slots.stations).toEqual([]);
  draw();
  expect(heard()).toBe(1);
  expect(slots.stations[0]?.slots[0]?.version).toBe(50);
  tell("a", { version: 51 });
  draw();
  expect(heard()).toBe(2);
});

test("unchanged slots and stations keep the same object", () => {
  const { slots, tell, draw } = newPicture();
  for (const id of ["a", "b"]) tell(id);
  tell("c", { station: "s2", name: "South" });
  draw();
  const [north, south] = slots.stations;
  tell("a", { version: 2, status: "BOOKED" });
  draw();
  expect(slots.stations[0]).not.toBe(north);
  expect(slots.stations[0]?.slots[1]).toBe(north?.slots[1]);
  expect(slots.stations[1]).toBe(south);
  expect(slots.station("s1")).toBe(slots.stations[0]);
  expect(slots.slot("a")).toBe(slots.stations[0]?.slots[0]);
});

test("each station counts its slots by status", () => {
  const { slots, tell, draw } = newPicture();
  tell("a");
  tell("b", { status: "BOOKED" });
  tell("c", { status: "IN_USE" });
  draw();
  expect(slots.stations[0]?.counts).toEqual({ AVAILABLE: 1, BOOKED: 1, IN_USE: 1, INACTIVE: 0 });
  tell("a", { version: 2, status: "INACTIVE" });
  draw();
  expect(slots.stations[0]?.counts).toEqual({ AVAILABLE: 0, BOOKED: 1, IN_USE: 1, INACTIVE: 1 });
});

test("stations are sorted by name, slots by port and label, with numbers in numeric order", () => {
  const { slots, tell, draw } = newPicture();
  tell("x", { station: "s10", name: "Station 10" });
  tell("a10", { station: "s2", name: "Station 2", port: "P1" });
  tell("b1", { station: "s2", name: "Station 2", port: "P2" });
  tell("a9", { station: "s2", name: "Station 2", port: "P1" });
  draw();
  expect(slots.stations.map(({ name }) => name)).toEqual(["Station 2", "Station 10"]);
  expect(slots.stations[0]?.slots.map(({ id }) => id)).toEqual(["a9", "a10", "b1"]);
});

test("an added slot counts as a change; a renamed station or slot is shown, but does not count as one", () => {
  const { slots, tell, draw } = newPicture();
  tell("a", { kind: "SNAPSHOT", version: 4 });
  draw();
  tell("b", { version: 1, name: "Northern" });
  draw();
  expect(slots.stations[0]).toMatchObject({ name: "Northern" });
  expect(slots.slot("b")?.receivedAt).not.toBeNull();
  tell("a", { kind: "SNAPSHOT", version: 4, name: "Far north", label: "A" });
  draw();
  expect(slots.stations[0]).toMatchObject({ name: "Far north" });
  expect(slots.slot("a")).toMatchObject({ label: "A", receivedAt: null });
});

test("a replacing snapshot lowers versions and removes slots that it does not contain", () => {
  const { slots, tell, draw } = newPicture();
  tell("a", { version: 9, status: "BOOKED" });
  tell("gone", { version: 9 });
  tell("lost", { station: "s2", name: "Ghost town" });
  draw();
  slots.beginSnapshot();
  tell("a", { kind: "SNAPSHOT", version: 2, status: "AVAILABLE" });
  tell("a", { version: 1, status: "IN_USE" });
  expect(slots.slot("gone")).toBeDefined();
  slots.endSnapshot();
  draw();
  expect(slots.slot("a")).toMatchObject({ version: 2, status: "AVAILABLE" });
  expect(slots.stations.map(({ id, slots }) => [id, slots.map((slot) => slot.id)])).toEqual([["s1", ["a"]]]);
  expect(slots.slot("gone")).toBeUndefined();
});

test("a removed slot stays removed despite late events, and its station goes with its last slot", () => {
  const { slots, tell, draw } = newPicture();
  tell("a", { kind: "SNAPSHOT", version: 4 });
  tell("b", { kind: "SNAPSHOT", version: 1 });
  draw();
  tell("a", { cause: "SLOT_REMOVED", status: "INACTIVE", version: 6 });
  tell("a", { version: 5, status: "INACTIVE" });
  tell("a", { kind: "SNAPSHOT", version: 4 });
  draw();
  expect(slots.slot("a")).toBeUndefined();
  expect(slots.stations[0]).toMatchObject({ counts: { AVAILABLE: 1, INACTIVE: 0 }, slots: [{ id: "b" }] });
  tell("b", { cause: "SLOT_REMOVED", status: "INACTIVE", version: 3 });
  draw();
  expect(slots.stations).toEqual([]);
  // After a restore of the database, the slot may exist again.
  slots.beginSnapshot();
  tell("a", { kind: "SNAPSHOT", version: 2 });
  slots.endSnapshot();
  draw();
  expect(slots.slot("a")).toMatchObject({ version: 2 });
});

test("the cost of a station grows about linearly with its number of slots", () => {
  const cpuFor = (count: number) => {
    const { slots, tell, draw } = newPicture();
    const began = process.cpuUsage();
    for (let index = 0; index < count; index++) tell(`slot-${index}`, { kind: "SNAPSHOT" });
    draw();
    expect(slots.stations[0]?.counts.AVAILABLE).toBe(count);
    for (let version = 2; version < 22; version++) {
      tell("slot-7", { version, status: "BOOKED" });
      draw();
    }
    return process.cpuUsage(began).user;
  };
  // The best of several runs has the least garbage collection and compilation in it.
  const bestFor = (count: number) => Math.min(...Array.from({ length: 4 }, () => cpuFor(count)));
  // Quadratic cost would be 256 times as much.
  expect(bestFor(16_000) / bestFor(1_000)).toBeLessThan(64);
});
