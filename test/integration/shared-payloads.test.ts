import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { ActivateSlot, DeactivateSlot } from "../support/operations.ts";
import { payloadOf, RawSocket } from "../support/raw-socket.ts";
import { openScene, type Scene } from "../support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

interface Field {
  readonly name: string;
  readonly aliased: boolean;
  readonly wrapping: "none" | "inline" | "on type" | "included" | "skipped";
  readonly below: readonly Field[] | null;
  readonly type: string;
}

const leaves = {
  SlotStatusEvent: ["kind", "status", "previousStatus", "version", "conflated", "cause", "occurredAt"],
  Slot: ["id", "label", "status", "version", "connectorType", "powerKw", "waitlistLength"],
  Port: ["id", "label"],
  Station: ["id", "name", "expiryPolicy", "latitude"],
};
const objects: Partial<Record<string, [string, keyof typeof leaves]>> = {
  SlotStatusEvent: ["slot", "Slot"],
  Slot: ["port", "Port"],
  Port: ["station", "Station"],
};

function selectionOf(type: keyof typeof leaves): fc.Arbitrary<readonly Field[]> {
  const shape = {
    aliased: fc.boolean(),
    wrapping: fc.constantFrom("none", "inline", "on type", "included", "skipped"),
    type: fc.constant(type),
  } as const;
  const leaf = fc.record({
    ...shape,
    name: fc.constantFrom("__typename", ...leaves[type]),
    below: fc.constant(null),
  });
  const [object, below] = objects[type] ?? [];
  if (!object || !below) return fc.array(leaf, { minLength: 1, maxLength: 4 });
  const node = fc.record({ ...shape, name: fc.constant(object), below: selectionOf(below) });
  return fc.array(fc.oneof(leaf, node), { minLength: 1, maxLength: 4 });
}

/** With numbered aliases, so that no two fields conflict. */
function print(fields: readonly Field[], count = { aliases: 0 }): string {
  const printed = fields.map(({ name, aliased, wrapping, below, type }) => {
    const alias = aliased ? `a${++count.aliases}: ` : "";
    const field = `${alias}${name}${below ? ` { ${print(below, count)} }` : ""}`;
    switch (wrapping) {
      case "inline":
        return `... { ${field} }`;
      case "on type":
        return `... on ${type} { ${field} }`;
      case "included":
        return `... @include(if: true) { ${field} }`;
      case "skipped":
        return `... @skip(if: true) { ${field} }`;
      default:
        return field;
    }
  });
  return printed.join(" ");
}

test("a shared subscription payload equals the answer of a separate query, whatever it selects", async () => {
  const { slotIds } = await scene.newSite();
  const [slotId = ""] = slotIds;
  await scene.operator.sendText(
    `mutation { updateSlot(input: { slotId: "${slotId}", label: "Chỗ sạc 😀" }) { slot { id } } }`,
  );
  let active = true;
  const change = async () => {
    if (active) await scene.operator.request(DeactivateSlot, { input: { slotId } });
    else await scene.operator.request(ActivateSlot, { id: slotId });
    active = !active;
  };
  const property = fc.asyncProperty(
    fc.array(selectionOf("SlotStatusEvent"), { minLength: 1, maxLength: 12 }),
    async (trees) => {
      const selections = trees.map((tree) => `version ${print(tree)}`);
      // Each selection twice, on separate sockets: one executes it, and the other shares the result.
      const [first, second] = await Promise.all([0, 1].map(() => RawSocket.acknowledged(scene.url)));
      if (!first || !second) throw new Error("There are no sockets");
      try {
        await compare(first, second, selections);
      } finally {
        for (const raw of [first, second]) raw.socket.close();
        await eventually(() => expect(scene.app.subscriberCount()).toBe(0));
      }
    },
  );
  const compare = async (first: RawSocket, second: RawSocket, selections: readonly string[]) => {
    for (const raw of [first, second]) {
      for (const [index, selection] of selections.entries()) {
        raw.subscribe(
          String(index),
          `subscription { slotStatusChanged(filter: { slotIds: ["${slotId}"] }) { ${selection} } }`,
        );
      }
    }
    await eventually(() => expect(scene.app.subscriberCount()).toBe(2 * selections.length));
    await change();
    for (const raw of [first, second]) await raw.receives(selections.length + 1);
    for (const [index, selection] of selections.entries()) {
      const query = `{ slot(id: "${slotId}") { history(first: 1) { edges { node { ${selection} } } } } }`;
      const { data } = await scene.anonymous.sendText<{ slot: { history: { edges: { node: object }[] } } }>(
        query,
      );
      const expected = { data: { slotStatusChanged: data?.slot.history.edges[0]?.node } };
      for (const raw of [first, second]) {
        const message = raw.received.find(({ id }) => id === String(index));
        expect([selection, payloadOf(message)]).toEqual([selection, expected]);
      }
    }
  };
  await fc.assert(property, { numRuns: 15 });
});
