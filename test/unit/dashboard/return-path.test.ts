import { expect, test } from "vitest";
import { safeReturnPath, signInPath } from "../../../src/dashboard/session/return-path.ts";

const ORIGIN = "https://slots.example";

test.each([
  ["/reservations", "/reservations"],
  ["/reservations?page=2#last", "/reservations?page=2#last"],
  ["/slots/slot_1", "/slots/slot_1"],
  ["https://slots.example/vehicles", "/vehicles"],
  ["/a/../vehicles", "/vehicles"],
])("the return path %s leads to %s", (wanted, path) => {
  expect(safeReturnPath(wanted, ORIGIN)).toBe(path);
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "https://evil.example/",
  "https://slots.example@evil.example/",
  "https://slots.example//evil.example",
  "/a/..//evil.example",
  "javascript:alert(1)",
  "data:text/html,hello",
  "blob:https://slots.example/1",
  "http://slots.example/",
  "https://[",
  "/sign-in",
  "/sign-in?return=/sign-in",
  "/sign-in/callback?code=1",
  null,
  undefined,
  7,
])("the return path %s leads to the board", (wanted) => {
  expect(safeReturnPath(wanted, ORIGIN)).toBe("/");
});

test("the sign-in path contains the page that the user came from, but never the sign-in page itself", () => {
  expect(signInPath("/reservations?page=2")).toBe("/sign-in?return=%2Freservations%3Fpage%3D2");
  expect(signInPath("/sign-in?return=%2F")).toBe("/sign-in");
});
