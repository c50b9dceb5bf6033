import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import { ByKey } from "../graphql/by-key.ts";
import type { OperationContext } from "../graphql/context.ts";
import { DateTime } from "../graphql/date-time.ts";
import { InputArg } from "../graphql/input.ts";
import { present } from "../graphql/loaders.ts";
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
  @Query(() => Port, { nullable: true })
  port(
    @Arg("id", () => ID) id: string,
    @Ctx() { loaders }: OperationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PortView | null> {
    const ports = selects(info, ["slots"]) ? loaders.portWithSlots : loaders.port;
    return ports.load(parseId("port", id));
  }

  @ByKey()
  @FieldResolver(() => Station)
  async station(@Root() port: PortView, @Ctx() { loaders }: OperationContext): Promise<StationView> {
    return present(await loaders.station.load(port.stationId));
  }

  @ReadAhead()
  @FieldResolver(() => [Slot])
  slots(
    @Root() port: PortView,
    @Ctx() { loaders }: OperationContext,
  ): readonly SlotView[] | Promise<SlotView[]> {
    return port.slots ?? loaders.slotsOfPort.load(port.id);
  }

  @FieldResolver(() => DateTime, { nullable: true, description: "Null: it is there." })
  async removedAt(@Root() port: PortView, @Ctx() { loaders }: OperationContext): Promise<Date | null> {
    return present(await loaders.removal.load(port.id)).removedAt;
  }

  @Mutation(() => PortPayload)
  async createPort(
    @InputArg("input", () => CreatePortInput) { stationId, ...details }: CreatePortInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { port: await this.#stations.createPort(by, stationId, details) };
  }

  @Mutation(() => PortPayload)
  async updatePort(
    @InputArg("input", () => UpdatePortInput) { portId, ...change }: UpdatePortInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { port: await this.#stations.updatePort(by, portId, change) };
  }

  @Mutation(() => PortPayload, {
    description: "INVALID_STATE while it has slots. It is in no list any more; histories keep it.",
  })
  async removePort(@Arg("portId", () => ID) portId: string, @Ctx() by: OperationContext): Promise<Payload> {
    return { port: await this.#stations.removePort(by, parseId("port", portId, "portId")) };
  }
}
