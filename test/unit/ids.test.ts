import fc from "fast-check";
import { TypeID } from "typeid-js";
import { expect, test } from "vitest";
import { idPrefixes, idPrefixOf, isIdOf, newId } from "../../src/shared/ids.ts";

test.each(idPrefixes)(
  "new %s ids are well-formed TypeIDs that begin with their own prefix and sort in the order of their creation",
  (prefix) => {
    const ids = Array.from({ length: 100 }, () => newId(prefix));
    for (const id of ids) {
      expect(id).toMatch(new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`));
      expect(idPrefixOf(id)).toBe(prefix);
    }
    expect(new Set(ids).size).toBe(100);
    // New entries of an index on ids stay together, and so on few pages.
    expect(ids.toSorted()).toEqual(ids);
  },
);

test("idPrefixOf recognizes the same ids as the TypeID library", () => {
  const prefixes = fc.constantFrom(...idPrefixes, "", "Slot", "slots", "slot_port", "_slot");
  const digits = fc.string({
    unit: fc.constantFrom(..."0123456789abcdefghijklmnopqrstuvwxyzAZ-"),
    maxLength: 28,
  });
  const ids = fc.oneof(
    fc.tuple(prefixes, digits).map(([prefix, suffix]) => `${prefix}_${suffix}`),
    fc
      .tuple(fc.constantFrom(...idPrefixes), fc.nat({ max: 25 }), fc.constantFrom(..."07890azilouA \n_é"))
      .map(([prefix, at, digit]) => {
        const suffix = newId(prefix).slice(prefix.length + 1);
        return `${prefix}_${suffix.slice(0, at)}${digit}${suffix.slice(at + 1)}`;
      }),
  );
  const known: readonly string[] = idPrefixes;
  fc.assert(
    fc.property(ids, (id) => {
      let prefix: string | null = null;
      try {
        prefix = TypeID.fromString(id).getType();
      } catch {
        // Not a TypeID, so it has no prefix.
      }
      expect([id, idPrefixOf(id)]).toEqual([id, known.includes(prefix ?? "") ? prefix : null]);
    }),
    { numRuns: 2_000 },
  );
});

test("isIdOf rejects a malformed id and an id of another type", () => {
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
