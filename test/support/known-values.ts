import { dataOf, type Organisations } from "./organisations.ts";
import type { Known } from "./value-grammar.ts";

/** Ids of all kinds of objects, and cursors of all lists, but not the callers' own user ids: they could be disabled. */
export async function learn(world: Organisations): Promise<Known> {
  const cursors: string[] = [];
  const page = "(first: 3) { edges { cursor } }";
  const lists = [
    "stations",
    "slots",
    "reservations",
    "chargingSessions",
    "webhooks",
    "webhookDeliveries",
    "users",
    "vehicles",
  ];
  const data = await dataOf<Record<string, { edges: { cursor: string }[] }>>(
    world.admin,
    `{ ${[...lists, "auditLog"].map((list) => `${list}${page}`).join(" ")} }`,
  );
  for (const { edges } of Object.values(data)) cursors.push(...edges.map(({ cursor }) => cursor));
  const { slots } = await dataOf<{ slots: { feedCursor: string } }>(world.admin, "{ slots { feedCursor } }");
  cursors.push(slots.feedCursor);
  const tables = ["stations", "ports", "slots", "vehicles", "reservations", "charging_sessions", "webhooks"];
  const all = tables.map((table) => `select id from ${table}`).join(" union all ");
  const rows = await world.scene.database.query<{ id: string }>(all);
  const bystander = await world.scene.as("bystander", "DRIVER");
  const { me } = await dataOf<{ me: { id: string } }>(bystander, "{ me { id } }");
  const { acme, globex, nobody } = world;
  return {
    cursors,
    ids: [...rows.map(({ id }) => id), me.id, ...[acme, globex, nobody].map(({ things }) => things.delivery)],
    codes: [acme, globex, nobody].map(({ things }) => things.code),
  };
}
