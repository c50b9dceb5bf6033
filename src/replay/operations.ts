/** A GraphQL document, one of the trusted ones, with the types of its variables and its result. */
export interface Operation<Result, Variables> {
  readonly text: string;
  /** Never set: it only carries the types. */
  readonly types?: (variables: Variables) => Result;
}

interface WithId {
  readonly id: string;
}

/** A change of a slot's status, as in the feed and in the history. */
export interface SlotEventFields {
  readonly kind: "SNAPSHOT" | "CHANGE";
  readonly version: number;
  readonly status: string;
  readonly previousStatus: string | null;
  readonly cause: string | null;
}

export const createStation: Operation<
  { createStation: { station: WithId } },
  { input: { name: string; address?: string } }
> = {
  text: /* GraphQL */ `mutation CreateStation($input: CreateStationInput!) {
    createStation(input: $input) { station { id } }
  }`,
};

export const createPort: Operation<
  { createPort: { port: WithId } },
  { input: { stationId: string; label: string } }
> = {
  text: /* GraphQL */ `mutation CreatePort($input: CreatePortInput!) {
    createPort(input: $input) { port { id } }
  }`,
};

export const createSlot: Operation<
  { createSlot: { slot: WithId & { version: number } } },
  { input: { portId: string; label: string } }
> = {
  text: /* GraphQL */ `mutation CreateSlot($input: CreateSlotInput!) {
    createSlot(input: $input) { slot { id version } }
  }`,
};

export const registerVehicle: Operation<
  { registerVehicle: { vehicle: WithId } },
  { input: { plate: string } }
> = {
  text: /* GraphQL */ `mutation RegisterVehicle($input: RegisterVehicleInput!) {
    registerVehicle(input: $input) { vehicle { id } }
  }`,
};

export const startChargingSession: Operation<
  { startChargingSession: { session: WithId } },
  { input: { slotId: string; vehicleId: string; initialPercent: number; targetPercent: number } }
> = {
  text: /* GraphQL */ `mutation StartChargingSession($input: StartChargingSessionInput!) {
    startChargingSession(input: $input) { session { id } }
  }`,
};

export const stopChargingSession: Operation<
  { stopChargingSession: { session: WithId } },
  { input: { sessionId: string; energyKwh: number } }
> = {
  text: /* GraphQL */ `mutation StopChargingSession($input: StopChargingSessionInput!) {
    stopChargingSession(input: $input) { session { id } }
  }`,
};

export const watchSlots: Operation<
  { slotStatusChanged: SlotEventFields & { slot: WithId } },
  { slotIds: readonly string[] }
> = {
  text: /* GraphQL */ `subscription WatchSlots($slotIds: [ID!]!) {
    slotStatusChanged(filter: { slotIds: $slotIds }, snapshot: true) {
      kind version status previousStatus cause slot { id }
    }
  }`,
};

export interface SlotHistoryPage {
  readonly slot: {
    readonly version: number;
    readonly status: string;
    /** Newest first. */
    readonly history: {
      readonly edges: readonly { readonly node: SlotEventFields }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  } | null;
}

export const slotHistory: Operation<SlotHistoryPage, { slotId: string; after: string | null }> = {
  text: /* GraphQL */ `query SlotHistory($slotId: ID!, $after: String) {
    slot(id: $slotId) {
      version
      status
      history(first: 100, after: $after) {
        edges { node { kind version status previousStatus cause } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`,
};
