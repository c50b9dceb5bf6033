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
    "Ids are TypeIDs: a type prefix and a UUIDv7 in base32 (`slot_01h455vb4pex5vsknk084sn02q`). A malformed or wrong-typed id is BAD_USER_INPUT.",
  resolveType: ({ id }: { id: string }) => typeNames[idPrefixOf(id) as IdPrefix],
})
export abstract class Node {
  @Field(() => ID)
  id!: string;
}
