import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { statementsOf } from "../support/plans.ts";
import { openScene, type Scene } from "../support/scene.ts";

const HERD = 100;
/** The extensions that Apollo Client sends with every operation. */
const APOLLO_CLIENT = { clientLibrary: { name: "@apollo/client", version: "4.3.8" } };

let scene: Scene;
let ids: { stationId: string; slotIds: readonly string[] };
beforeAll(async () => {
  scene = await openScene();
  ids = await scene.newSite(4);
});
afterAll(() => scene.close());

test.each([
  "{ slots(first: 5) { totalCount edges { node { id } } } }",
  "{ slots(first: 1) { feedCursor } }",
  "{ reservations(first: 5) { totalCount edges { node { id } } } }",
  "query ($stationId: ID!) { station(id: $stationId) { __typename name ports { slots { id status } } slotCounts { available } } }",
  "query ($slotId: ID!) { slot(id: $slotId) { status hold { kind } port { label station { name } } } }",
  "query ($slotId: ID!) { slot(id: $slotId) { history(first: 1) { totalCount } } }",
])(
  "100 identical concurrent requests need few more reads than one, however small the answer is: %s",
  async (query) => {
    const variables = { stationId: ids.stationId, slotId: ids.slotIds[0] };
    const asked = Object.fromEntries(
      Object.entries(variables).filter(([name]) => query.includes(`$${name}`)),
    );
    const begun = () => scene.logged.filter(({ msg }) => msg === "executing").length;
    const documentId = createHash("sha256").update(query).digest("hex");
    const hash = { persistedQuery: { version: 1, sha256Hash: documentId } };
    await scene.operator.post({ query, variables: asked, extensions: hash });
    const before = begun();
    const sent = await statementsOf(async () => {
      let herd: Promise<unknown> = Promise.resolve();
      // The lock keeps the first query waiting until all have been sent.
      await scene.database.whileLocked(
        "lock table slots, stations, reservations, slot_events",
        [],
        async () => {
          const bodies = [
            { query },
            { query, extensions: APOLLO_CLIENT },
            { documentId },
            { extensions: hash },
          ];
          const bodyOf = (index: number) => ({ ...bodies[index % bodies.length], variables: asked });
          herd = Promise.all(Array.from({ length: HERD }, (_, index) => scene.operator.post(bodyOf(index))));
          await eventually(() => expect(begun()).toBe(before + HERD));
        },
      );
      await herd;
    });
    const reads = sent.filter(({ name }) => !name.startsWith("expiry."));
    expect(reads.length).toBeLessThanOrEqual(12);
  },
);
