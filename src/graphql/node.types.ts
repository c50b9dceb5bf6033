import { Field, ID, InterfaceType } from "type-graphql";
import { type IdPrefix, idPrefixOf } from "../shared/ids.ts";

const typeNames: Record<IdPrefix, string> = {
  station: "Station",
  port: "Port",
  slot: "Slot",
  user: "User",
  vehicle: "Vehicle",
  reservation: "Reservation",
  session: "ChargingSession",
  webhook: "Webhook",
  delivery: "WebhookDelivery",
  audit: "AuditEntry",
};

@InterfaceType("Node", {
  description:
    "An object with an id of its own, by which `node` finds it. An id is a TypeID: a prefix that names the type, and a " +
    "UUIDv7 in base32 (`slot_01h455vb4pex5vsknk084sn02q`). An id that is malformed or of another type is BAD_USER_INPUT.",
  resolveType: ({ id }: { id: string }) => typeNames[idPrefixOf(id) as IdPrefix],
})
export abstract class Node {
  @Field(() => ID, { description: "A TypeID, unique among all objects of the API. It never changes." })
  id!: string;
}
