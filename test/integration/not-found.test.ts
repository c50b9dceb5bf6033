import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient, ApiError } from "../support/api-client.ts";
import { type Organisations, openOrganisations } from "../support/organisations.ts";
import { statementsOf } from "../support/plans.ts";
import { expectHealthy } from "../support/scene.ts";
import { registerVehicle } from "../support/site.ts";

let world: Organisations;
let stranger: ApiClient;
let ownVehicle: string;
beforeAll(async () => {
  world = await openOrganisations({ manualDeadlines: true });
  stranger = await world.scene.as("stranger", "DRIVER");
  ownVehicle = await registerVehicle(stranger);
});
afterAll(async () => {
  await expectHealthy(world.scene.database);
  await world.close();
});

type Kind = "reservation" | "session" | "vehicle" | "webhook" | "delivery" | "code";
type Row = [what: string, kind: Kind, write: (id: string) => string];

const mutation = (name: string, kind: Kind, rest = ""): Row => [
  name,
  kind,
  (id) => `mutation { ${name}(input: { ${kind}Id: "${id}" ${rest} }) { __typename } }`,
];
const bare = (name: string, kind: Kind): Row => [
  name,
  kind,
  (id) => `mutation { ${name}(${kind}Id: "${id}") { __typename } }`,
];
const node = (kind: Kind): Row => [`node of a ${kind}`, kind, (id) => `{ node(id: "${id}") { id } }`];

const ofReservationsAndSessions: Row[] = [
  ...["confirmReservation", "acceptTurn", "completeReservation", "hideReservation", "restoreReservation"].map(
    (name) => bare(name, "reservation"),
  ),
  mutation("cancelReservation", "reservation"),
  mutation("rescheduleReservation", "reservation", 'items: [{ slotId: "FREE" }]'),
  [
    "hideReservations",
    "reservation",
    (id) =>
      `mutation { hideReservations(reservationIds: ["${id}"]) { failed { reservationId code message } } }`,
  ],
  [
    "startChargingSession",
    "reservation",
    (id) =>
      `mutation { startChargingSession(input: { slotId: "FREE", vehicleId: "OWN", initialPercent: 1, targetPercent: 2, reservationId: "${id}" }) { __typename } }`,
  ],
  mutation("reportChargingProgress", "session", "percent: 50"),
  mutation("stopChargingSession", "session"),
  ["reservation", "reservation", (id) => `{ reservation(id: "${id}") { id } }`],
  ["reservationByCode", "code", (code) => `{ reservationByCode(code: "${code}") { id } }`],
  ["chargingSession", "session", (id) => `{ chargingSession(id: "${id}") { id } }`],
  node("reservation"),
  node("session"),
];
const byDriver: Row[] = [
  ...ofReservationsAndSessions,
  mutation("updateVehicle", "vehicle", 'plate: "P"'),
  bare("removeVehicle", "vehicle"),
  [
    "createReservation",
    "vehicle",
    (id) =>
      `mutation { createReservation(input: { vehicleId: "${id}", items: [{ slotId: "FREE" }] }) { __typename } }`,
  ],
  node("vehicle"),
];
const byOperator: Row[] = [
  ...ofReservationsAndSessions.filter(([what]) => what !== "startChargingSession"),
  mutation("updateWebhook", "webhook", "active: false"),
  bare("rotateWebhookSecret", "webhook"),
  bare("removeWebhook", "webhook"),
  bare("sendTestWebhook", "webhook"),
  bare("redeliverWebhook", "delivery"),
  ["webhook", "webhook", (id) => `{ webhook(id: "${id}") { id } }`],
  node("webhook"),
  node("delivery"),
];

const missing = (kind: Kind) => (kind === "code" ? "RS999999" : `${kind}_01h455vb4pex5vsknk084sn02q`);

/** What a caller learns about an id, and the statements that the server executes for it. */
async function asked(client: ApiClient, [, kind, write]: Row, id: string) {
  const text = write(id).replace("FREE", world.acme.freeSlotId).replace("OWN", ownVehicle);
  // Once before, so that the statements are already prepared in both cases.
  const answer = await client.sendText<object>(text);
  const statements = await statementsOf(() => client.sendText(text));
  const told = JSON.stringify({ data: answer.data, errors: answer.errors?.map(withoutPlace) });
  return {
    told: JSON.parse(told.replaceAll(id, missing(kind))),
    statements: statements
      .filter(({ name }) => !ofDispatcher.test(name))
      .map(({ name, text }) => [name, text]),
  };
}

// Statements that the server runs by itself at any time.
const ofDispatcher =
  /^webhooks\.(take_position|find_end|match|insert_deliveries|move_position)|^webhook_deliveries\.(delivered|failed|hand_back)/;

const withoutPlace = ({ message, extensions, path }: ApiError) => ({ message, extensions, path });

// The number and the texts of the statements stand for the response time. They differ if the server looks at an object
// before it knows whose it is and, unlike a clock, they show it every time, however busy the machine is.
describe.each([
  ["a driver", byDriver],
  ["an operator of another organisation", byOperator],
] as const)(
  "%s cannot tell a foreign object from a missing one, by the answer or by the server's statements",
  (who, rows) => {
    test.each([...rows])("in %s", async (...row) => {
      const client = who === "a driver" ? stranger : world.acme.operator;
      const foreign = { ...world.globex.things, vehicle: world.driver.vehicleId }[row[1]];
      const there = await asked(client, row, foreign);
      expect(there.statements.length).toBeGreaterThan(0);
      expect(there).toEqual(await asked(client, row, missing(row[1])));
      expect(JSON.stringify(there.told)).toMatch(/NOT_FOUND|null/);
    });
  },
);
