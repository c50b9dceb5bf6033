import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Database } from "../database/database.ts";
import { ByKey } from "../graphql/by-key.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
import { DateTime } from "../graphql/date-time.ts";
import { InputArg } from "../graphql/input.ts";
import { present } from "../graphql/loaders.ts";
import { selects } from "../graphql/selection.ts";
import { parseId } from "../shared/ids.ts";
import type { PortView, SlotCountsView, StationView } from "./station.queries.ts";
import type { StationService } from "./station.service.ts";
import {
  CreateStationInput,
  Port,
  SlotCounts,
  Station,
  StationConnection,
  StationFilter,
  StationPayload,
  UpdateStationInput,
} from "./station.types.ts";
import { listStations } from "./station-list.queries.ts";

interface Payload {
  readonly station: StationView;
}

@Resolver(() => Station)
export class StationResolver {
  readonly #db: Database;
  readonly #stations: StationService;

  constructor({ db, stations }: { db: Database; stations: StationService }) {
    this.#db = db;
    this.#stations = stations;
  }

  @Query(() => StationConnection)
  stations(
    @InputArg("filter", () => StationFilter, { nullable: true }) filter: StationFilter | null,
    @First() first: number | null,
    @After() after: string | null,
    @Ctx() { loaders }: OperationContext,
  ) {
    const page = toPage(first ?? 20, after);
    return listStations(this.#db, { filter: filter ?? {}, page }, (key) => loaders.stationPage.load(key));
  }

  @ByKey()
  @Query(() => Station, { nullable: true })
  station(
    @Arg("id", () => ID) id: string,
    @Ctx() { loaders }: OperationContext,
  ): Promise<StationView | null> {
    return loaders.station.load(parseId("station", id));
  }

  @ByKey()
  @FieldResolver(() => [Port])
  ports(
    @Root() station: StationView,
    @Ctx() { loaders }: OperationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PortView[]> {
    const ports = selects(info, ["slots"]) ? loaders.portsWithSlotsOfStation : loaders.portsOfStation;
    return ports.load(station.id);
  }

  @ByKey()
  @FieldResolver(() => SlotCounts, { description: "How many of the station's slots are in each status." })
  async slotCounts(
    @Root() station: StationView,
    @Ctx() { loaders }: OperationContext,
  ): Promise<SlotCountsView> {
    return (await loaders.slotCounts.load(station.id)) ?? { available: 0, booked: 0, inUse: 0, inactive: 0 };
  }

  @FieldResolver(() => DateTime, { nullable: true, description: "Null: it is there." })
  async removedAt(@Root() station: StationView, @Ctx() { loaders }: OperationContext): Promise<Date | null> {
    return present(await loaders.removal.load(station.id)).removedAt;
  }

  @Mutation(() => StationPayload)
  async createStation(
    @InputArg("input", () => CreateStationInput) input: CreateStationInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    const { expiryPolicy, bookingMode, ...details } = input;
    const modes = { expiryPolicy: expiryPolicy ?? undefined, bookingMode: bookingMode ?? undefined };
    return { station: await this.#stations.createStation(by, { ...details, ...modes }) };
  }

  @Mutation(() => StationPayload)
  async updateStation(
    @InputArg("input", () => UpdateStationInput) { stationId, ...change }: UpdateStationInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { station: await this.#stations.updateStation(by, stationId, change) };
  }

  @Mutation(() => StationPayload, {
    description: "INVALID_STATE while it has ports. It is in no list any more; histories keep it.",
  })
  async removeStation(
    @Arg("stationId", () => ID) stationId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { station: await this.#stations.removeStation(by, parseId("station", stationId, "stationId")) };
  }
}
