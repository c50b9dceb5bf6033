import { expect, test } from "vitest";
import { idPrefixes, idPrefixOf, isIdOf, newId } from "../../src/shared/ids.ts";

test.each(idPrefixes)(
  "a new %s id is a TypeID of its own prefix, and sorts after the one before it",
  (prefix) => {
    const ids = Array.from({ length: 100 }, () => newId(prefix));
    for (const id of ids) {
      expect(id).toMatch(new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`));
      expect(idPrefixOf(id)).toBe(prefix);
    }
    expect(new Set(ids).size).toBe(100);
  },
);

test("what is malformed or of another type is not an id", () => {
  expect(isIdOf("slot", "slot_01h455vb4pex5vsknk084sn02q")).toBe(true);
  for (const wrong of [
    ...["", "slot", "slot_", "slot_01h455vb4pex5vsknk084sn02", "slot_01h455vb4pex5vsknk084sn02qq"],
    ...[
      "slot_81h455vb4pex5vsknk084sn02q",
      "slot_01h455vb4pex5vsknk084sn02l",
      "Slot_01h455vb4pex5vsknk084sn02q",
    ],
    ...[
      "port_01h455vb4pex5vsknk084sn02q",
      "slot-01h455vb4pex5vsknk084sn02q",
      " slot_01h455vb4pex5vsknk084sn02q",
    ],
    ...[5, null, undefined, {}],
  ]) {
    expect([wrong, isIdOf("slot", wrong)]).toEqual([wrong, false]);
  }
});
