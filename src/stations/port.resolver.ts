import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import { ByKey } from "../graphql/by-key.ts";
import type { OperationContext } from "../graphql/context.ts";
import { DateTime } from "../graphql/date-time.ts";
import { REMOVED_AT, withCodes } from "../graphql/descriptions.ts";
import { InputArg } from "../graphql/input.ts";
import { requireRow } from "../graphql/loaders.ts";
import { ReadAhead } from "../graphql/read-ahead.ts";
import { selects } from "../graphql/selection.ts";
import { parseId } from "../shared/ids.ts";
import type { SlotView } from "../slots/slot.queries.ts";
import { Slot } from "../slots/slot.types.ts";
import type { PortView, StationView } from "./station.queries.ts";
import type { StationService } from "./station.service.ts";
import { CreatePortInput, Port, PortPayload, Station, UpdatePortInput } from "./station.types.ts";

interface Payload {
  readonly port: PortView;
}

@Resolver(() => Port)
export class PortResolver {
  readonly #stations: StationService;

  constructor({ stations }: { stations: StationService }) {
    this.#stations = stations;
  }

  @ByKey()
  @Query(() => Port, {
    nullable: true,
    description: "Finds a port, also one that was removed; null where there is none.",
  })
  port(
    @Arg("id", () => ID, { description: "The port's id." }) id: string,
    @Ctx() { loaders }: OperationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PortView | null> {
    const ports = selects(info, ["slots"]) ? loaders.portWithSlots : loaders.port;
    return ports.load(parseId("port", id));
  }

  @ByKey()
  @FieldResolver(() => Station, { description: "The station that the port is part of." })
  async station(@Root() port: PortView, @Ctx() { loaders }: OperationContext): Promise<StationView> {
    return requireRow(await loaders.station.load(port.stationId));
  }

  @ReadAhead()
  @FieldResolver(() => [Slot], {
    description: "The port's slots in the order in which they were created, without removed ones.",
  })
  slots(
    @Root() port: PortView,
    @Ctx() { loaders }: OperationContext,
  ): readonly SlotView[] | Promise<SlotView[]> {
    return port.slots ?? loaders.slotsOfPort.load(port.id);
  }

  @FieldResolver(() => DateTime, { nullable: true, description: REMOVED_AT("port") })
  async removedAt(@Root() port: PortView, @Ctx() { loaders }: OperationContext): Promise<Date | null> {
    return requireRow(await loaders.removal.load(port.id)).removedAt;
  }

  @Mutation(() => PortPayload, {
    description: withCodes("Adds a port to a station, without slots.", {
      NOT_FOUND: "there is no such station, or it was removed.",
      FORBIDDEN: "the station is another organisation's.",
    }),
  })
  async createPort(
    @InputArg("input", () => CreatePortInput, { description: "The new port." }) {
      stationId,
      ...details
    }: CreatePortInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { port: await this.#stations.createPort(by, stationId, details) };
  }

  @Mutation(() => PortPayload, {
    description: withCodes("Changes a port. Subscribers are not told.", {
      NOT_FOUND: "there is no such port, or it was removed.",
      FORBIDDEN: "the station is another organisation's.",
    }),
  })
  async updatePort(
    @InputArg("input", () => UpdatePortInput, { description: "The port, and what to change of it." }) {
      portId,
      ...change
    }: UpdatePortInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { port: await this.#stations.updatePort(by, portId, change) };
  }

  @Mutation(() => PortPayload, {
    description: withCodes("Removes a port from all lists, for good. Histories keep it, with `removedAt`.", {
      NOT_FOUND: "there is no such port, or it was removed before.",
      FORBIDDEN: "the station is another organisation's.",
      INVALID_STATE: "the port has slots (`extensions.left` lists their ids); remove them first.",
    }),
  })
  async removePort(
    @Arg("portId", () => ID, { description: "The port to remove." }) portId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { port: await this.#stations.removePort(by, parseId("port", portId, "portId")) };
  }
}
