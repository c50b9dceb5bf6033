import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Database } from "../database/database.ts";
import { ByKey } from "../graphql/by-key.ts";
import { After, First, toPage } from "../graphql/connection.types.ts";
import type { OperationContext } from "../graphql/context.ts";
import { DateTime } from "../graphql/date-time.ts";
import { REMOVED_AT, withCodes } from "../graphql/descriptions.ts";
import { InputArg } from "../graphql/input.ts";
import { requireRow } from "../graphql/loaders.ts";
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

  @Query(() => StationConnection, {
    description:
      "Lists the stations that were not removed, in the order in which they were created; with `near`, the nearest first.",
  })
  stations(
    @InputArg("filter", () => StationFilter, {
      nullable: true,
      description: "Which stations to list; null: all.",
    })
    filter: StationFilter | null,
    @First() first: number | null,
    @After() after: string | null,
    @Ctx() { loaders }: OperationContext,
  ) {
    const page = toPage(first ?? 20, after);
    return listStations(this.#db, { filter: filter ?? {}, page }, (key) => loaders.stationPage.load(key));
  }

  @ByKey()
  @Query(() => Station, {
    nullable: true,
    description: "Finds a station, also one that was removed; null where there is none.",
  })
  station(
    @Arg("id", () => ID, { description: "The station's id." }) id: string,
    @Ctx() { loaders }: OperationContext,
  ): Promise<StationView | null> {
    return loaders.station.load(parseId("station", id));
  }

  @ByKey()
  @FieldResolver(() => [Port], {
    description: "The station's ports in the order in which they were created, without removed ones.",
  })
  ports(
    @Root() station: StationView,
    @Ctx() { loaders }: OperationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PortView[]> {
    const ports = selects(info, ["slots"]) ? loaders.portsWithSlotsOfStation : loaders.portsOfStation;
    return ports.load(station.id);
  }

  @ByKey()
  @FieldResolver(() => SlotCounts, { description: "How many of the station's slots are in each status now." })
  async slotCounts(
    @Root() station: StationView,
    @Ctx() { loaders }: OperationContext,
  ): Promise<SlotCountsView> {
    return (await loaders.slotCounts.load(station.id)) ?? { available: 0, booked: 0, inUse: 0, inactive: 0 };
  }

  @FieldResolver(() => DateTime, { nullable: true, description: REMOVED_AT("station") })
  async removedAt(@Root() station: StationView, @Ctx() { loaders }: OperationContext): Promise<Date | null> {
    return requireRow(await loaders.removal.load(station.id)).removedAt;
  }

  @Mutation(() => StationPayload, {
    description: withCodes("Creates a station, without ports.", {
      BAD_USER_INPUT: "only one of `latitude` and `longitude` is given.",
      FORBIDDEN: "the caller is an operator of another organisation than `organisation`.",
    }),
  })
  async createStation(
    @InputArg("input", () => CreateStationInput, { description: "The new station." })
    input: CreateStationInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    const { expiryPolicy, bookingMode, ...details } = input;
    const modes = { expiryPolicy: expiryPolicy ?? undefined, bookingMode: bookingMode ?? undefined };
    return { station: await this.#stations.createStation(by, { ...details, ...modes }) };
  }

  @Mutation(() => StationPayload, {
    description: withCodes("Changes a station. Subscribers are not told.", {
      NOT_FOUND: "there is no such station, or it was removed.",
      FORBIDDEN:
        "the station is another organisation's; or an operator of an organisation changes `organisation`.",
      BAD_USER_INPUT: "one of `latitude` and `longitude` would be left without the other.",
      INVALID_STATE:
        "`bookingMode` changes while reservations of the station are open (`extensions.openReservations` says how many).",
    }),
  })
  async updateStation(
    @InputArg("input", () => UpdateStationInput, { description: "The station, and what to change of it." })
    { stationId, ...change }: UpdateStationInput,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { station: await this.#stations.updateStation(by, stationId, change) };
  }

  @Mutation(() => StationPayload, {
    description: withCodes(
      "Removes a station from all lists, for good. Histories keep it, with `removedAt`.",
      {
        NOT_FOUND: "there is no such station, or it was removed before.",
        FORBIDDEN: "the station is another organisation's.",
        INVALID_STATE: "the station has ports (`extensions.left` lists their ids); remove them first.",
      },
    ),
  })
  async removeStation(
    @Arg("stationId", () => ID, { description: "The station to remove." }) stationId: string,
    @Ctx() by: OperationContext,
  ): Promise<Payload> {
    return { station: await this.#stations.removeStation(by, parseId("station", stationId, "stationId")) };
  }
}
