import type { Role } from "../../src/access/roles.ts";
import type { ApiClient } from "./api-client.ts";
import { type Driver, openScene, type Scene } from "./scene.ts";
import { createSite, registerVehicle } from "./site.ts";
import type { TestAppOptions } from "./test-app.ts";

/** A station, of an organisation or of none, with one object of each kind. */
interface Inside {
  /** Confined to the organisation, or to none if there is no organisation. */
  readonly operator: ApiClient;
  readonly stationId: string;
  readonly portId: string;
  readonly freeSlotId: string;
  readonly heldSlotId: string;
  readonly chargingVehicleId: string;
  readonly things: Record<"station" | "reservation" | "code" | "session" | "webhook" | "delivery", string>;
}

/** Two organisations and a station without one, with the same driver at each. */
export interface Organisations {
  readonly scene: Scene;
  readonly admin: ApiClient;
  readonly driver: Driver & { readonly subject: string; readonly userId: string };
  readonly acme: Inside;
  readonly globex: Inside;
  readonly nobody: Inside;
  close(): Promise<void>;
}

export async function openOrganisations(options: TestAppOptions = {}): Promise<Organisations> {
  const scene = await openScene({ ...options, config: { ...options.config, webhookAllowPrivate: true } });
  const driver = await scene.newDriver();
  const { data } = await driver.client.sendText<{ me: { id: string; name: string } }>("{ me { id name } }");
  const { id: userId = "", name: subject = "" } = data?.me ?? {};
  const operatorOf = (organisation: string) =>
    scene.asMember(organisation, `operator-of-${organisation}`, "OPERATOR" satisfies Role);
  return {
    scene,
    // Its organisation has no effect, because only operators are confined to one.
    admin: await scene.asMember("acme", "admin", "ADMIN"),
    driver: { ...driver, subject, userId },
    acme: await furnish(await operatorOf("acme"), driver),
    globex: await furnish(await operatorOf("globex"), driver),
    nobody: await furnish(scene.operator, driver),
    close: () => scene.close(),
  };
}

/** A token for each kind of caller, by name. Null for the anonymous one. */
export async function tokensOf({ scene, driver }: Organisations): Promise<Record<string, string | null>> {
  const sign = (subject: string, role: Role, organisation?: string) =>
    scene.app.tokens.sign({ subject, roles: [role], name: subject, organisation }, "1h");
  return {
    anonymous: null,
    driver: await sign(driver.subject, "DRIVER"),
    charger: await sign("charger", "CHARGER"),
    operator: await sign("operator", "OPERATOR"),
    "operator of acme": await sign("operator-of-acme", "OPERATOR", "acme"),
    admin: await sign("admin", "ADMIN"),
  };
}

async function furnish(operator: ApiClient, driver: Driver): Promise<Inside> {
  const { stationId, portId, slotIds } = await createSite(operator, 3, "KEEP_BOOKED");
  const [heldSlotId = "", busySlotId = "", freeSlotId = ""] = slotIds;
  const { id: reservation, code } = await driver.book([heldSlotId]);
  const chargingVehicleId = await registerVehicle(driver.client);
  const { id: session } = await driver.charge(busySlotId, { vehicleId: chargingVehicleId });
  // Nothing listens there, so deliveries fail and remain to be read.
  const register = 'mutation { registerWebhook(input: { url: "http://127.0.0.1:9/" }) { webhook { id } } }';
  const { registerWebhook } = await dataOf<{ registerWebhook: { webhook: { id: string } } }>(
    operator,
    register,
  );
  const webhook = registerWebhook.webhook.id;
  const test = `mutation { sendTestWebhook(webhookId: "${webhook}") { delivery { id } } }`;
  const { sendTestWebhook } = await dataOf<{ sendTestWebhook: { delivery: { id: string } } }>(operator, test);
  const delivery = sendTestWebhook.delivery.id;
  const things = { station: stationId, reservation, code, session, webhook, delivery };
  return { operator, stationId, portId, freeSlotId, heldSlotId, chargingVehicleId, things };
}

/** The data of an operation that must succeed. */
export async function dataOf<Data>(client: ApiClient, query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await client.sendText<Data>(query, variables);
  if (errors || !data) throw new Error(`${query} failed: ${JSON.stringify(errors)}`);
  return data;
}
