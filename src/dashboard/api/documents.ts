import type { TypedDocumentNode as DocumentNode } from 'urql';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A date-time string at UTC, such as 2007-12-03T10:15:30Z, compliant with the `date-time` format outlined in section 5.6 of the RFC 3339 profile of the ISO 8601 standard for representation of dates and times using the Gregorian calendar. */
  DateTime: { input: string; output: string; }
  /** The `JSONObject` scalar type represents JSON objects as specified by [ECMA-404](http://www.ecma-international.org/publications/files/ECMA-ST/ECMA-404.pdf). */
  JSONObject: { input: Record<string, unknown>; output: Record<string, unknown>; }
};

/** In UTC; a WEEK begins on Monday. */
export type AnalyticsBucket =
  | 'DAY'
  | 'HOUR'
  | 'MONTH'
  | 'WEEK';

/** All that is given must hold. */
export type AuditLogFilter = {
  actorId?: InputMaybe<Scalars['ID']['input']>;
  occurredAfter?: InputMaybe<Scalars['DateTime']['input']>;
  occurredBefore?: InputMaybe<Scalars['DateTime']['input']>;
  operation?: InputMaybe<Scalars['String']['input']>;
  /** The id of anything. */
  thingId?: InputMaybe<Scalars['ID']['input']>;
};

/** IMMEDIATE: one reservation holds a slot from its creation on. CALENDAR: many reservations with windows that do not overlap; each holds the slot from shortly before its startAt. */
export type BookingMode =
  | 'CALENDAR'
  | 'IMMEDIATE';

export type CancelReservationInput = {
  reason?: InputMaybe<Scalars['String']['input']>;
  reservationId: Scalars['ID']['input'];
};

export type ChargingSessionFilter = {
  slotId?: InputMaybe<Scalars['ID']['input']>;
  stationId?: InputMaybe<Scalars['ID']['input']>;
  statuses?: InputMaybe<Array<SessionStatus>>;
  vehicleId?: InputMaybe<Scalars['ID']['input']>;
};

export type CreatePortInput = {
  label: Scalars['String']['input'];
  stationId: Scalars['ID']['input'];
};

export type CreateReservationInput = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  items: Array<ReservationItemInput>;
  /** Where the (single) slot is BOOKED or IN_USE: wait for it instead of failing. */
  joinWaitlist?: InputMaybe<Scalars['Boolean']['input']>;
  notes?: InputMaybe<Scalars['String']['input']>;
  reservedUntil?: InputMaybe<Scalars['DateTime']['input']>;
  status?: InputMaybe<InitialReservationStatus>;
  vehicleId: Scalars['ID']['input'];
};

export type CreateSlotInput = {
  connectorType?: InputMaybe<Scalars['String']['input']>;
  label: Scalars['String']['input'];
  portId: Scalars['ID']['input'];
  powerKw?: InputMaybe<Scalars['Float']['input']>;
};

export type CreateStationInput = {
  address?: InputMaybe<Scalars['String']['input']>;
  bookingMode?: InputMaybe<BookingMode>;
  expiryPolicy?: InputMaybe<ExpiryPolicy>;
  latitude?: InputMaybe<Scalars['Float']['input']>;
  longitude?: InputMaybe<Scalars['Float']['input']>;
  name: Scalars['String']['input'];
  /** The caller's own where not given; FORBIDDEN where the caller is of another one. */
  organisation?: InputMaybe<Scalars['String']['input']>;
};

export type DeactivateSlotInput = {
  /** Cancel the reservations that hold it, wait for it or have it booked; otherwise they make this fail. */
  cancelReservations?: InputMaybe<Scalars['Boolean']['input']>;
  /** Move the reservations that hold it, wait for it or have it booked to equivalent free slots of the station (the same connector, at least the power); where one cannot be moved, nothing is changed. */
  moveReservations?: InputMaybe<Scalars['Boolean']['input']>;
  reason?: InputMaybe<Scalars['String']['input']>;
  slotId: Scalars['ID']['input'];
};

export type DisableUserInput = {
  reason: Scalars['String']['input'];
  userId: Scalars['ID']['input'];
};

/** Every `extensions.code` that this API raises, so that clients can generate it. */
export type ErrorCode =
  | 'BAD_REQUEST'
  | 'BAD_USER_INPUT'
  | 'CURSOR_EXPIRED'
  | 'FORBIDDEN'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'INTERNAL_SERVER_ERROR'
  | 'INVALID_STATE'
  | 'NOT_FOUND'
  | 'OPERATION_RESOLUTION_FAILURE'
  | 'PAYLOAD_TOO_LARGE'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  | 'QUERY_TOO_COMPLEX'
  | 'RATE_LIMITED'
  | 'SERVICE_UNAVAILABLE'
  | 'SLOT_BOOKED'
  | 'SLOT_INACTIVE'
  | 'SLOT_IN_USE'
  | 'SLOT_NOT_AVAILABLE'
  | 'SUBSCRIPTION_LIMIT'
  | 'UNAUTHENTICATED'
  | 'VEHICLE_ALREADY_CHARGING'
  | 'WINDOW_TAKEN';

/** What happens to the slots of a reservation whose time runs out: they stay BOOKED until it is hidden, or are released at once. */
export type ExpiryPolicy =
  | 'KEEP_BOOKED'
  | 'RELEASE';

export type InitialReservationStatus =
  | 'ACTIVE'
  | 'PENDING';

export type NearInput = {
  latitude: Scalars['Float']['input'];
  longitude: Scalars['Float']['input'];
  radiusKm: Scalars['Float']['input'];
};

export type RegisterVehicleInput = {
  batteryKwh?: InputMaybe<Scalars['Float']['input']>;
  model?: InputMaybe<Scalars['String']['input']>;
  plate: Scalars['String']['input'];
};

export type RegisterWebhookInput = {
  description?: InputMaybe<Scalars['String']['input']>;
  /** Of EXPIRING_SOON, EXPIRED, YOUR_TURN, MISSED, CANCELLED, HOLD_STARTED, SLOT_OVERRUN, RESCHEDULED, MOVED; all of them where not given. */
  events?: InputMaybe<Array<ReservationEventKind>>;
  /** Only what concerns this station; everything where not given. */
  stationId?: InputMaybe<Scalars['ID']['input']>;
  url: Scalars['String']['input'];
};

export type ReportChargingProgressInput = {
  energyKwh?: InputMaybe<Scalars['Float']['input']>;
  measuredAt?: InputMaybe<Scalars['DateTime']['input']>;
  percent: Scalars['Float']['input'];
  powerKw?: InputMaybe<Scalars['Float']['input']>;
  sessionId: Scalars['ID']['input'];
};

export type RescheduleReservationInput = {
  /** They take the place of all that it has. */
  items: Array<ReservationItemInput>;
  reservationId: Scalars['ID']['input'];
  /** Where it is not given, it follows from the new windows, as for a new reservation. */
  reservedUntil?: InputMaybe<Scalars['DateTime']['input']>;
};

export type ReservationEventKind =
  | 'CANCELLED'
  | 'COMPLETED'
  | 'CONFIRMED'
  | 'CREATED'
  | 'EXPIRED'
  | 'EXPIRING_SOON'
  | 'HIDDEN'
  | 'HOLD_STARTED'
  | 'MISSED'
  | 'MOVED'
  | 'RESCHEDULED'
  | 'RESTORED'
  | 'SLOT_OVERRUN'
  | 'TURN_ACCEPTED'
  | 'WAITLISTED'
  | 'YOUR_TURN';

export type ReservationFilter = {
  createdAfter?: InputMaybe<Scalars['DateTime']['input']>;
  createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Null: hidden and visible ones alike (the history). */
  hidden?: InputMaybe<Scalars['Boolean']['input']>;
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  reservedUntilBefore?: InputMaybe<Scalars['DateTime']['input']>;
  slotId?: InputMaybe<Scalars['ID']['input']>;
  stationId?: InputMaybe<Scalars['ID']['input']>;
  statuses?: InputMaybe<Array<ReservationStatus>>;
  vehicleId?: InputMaybe<Scalars['ID']['input']>;
  /** By the start of its earliest window, as windowBefore; both need `orderBy: WINDOW`. */
  windowAfter?: InputMaybe<Scalars['DateTime']['input']>;
  windowBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

export type ReservationItemInput = {
  endAt?: InputMaybe<Scalars['DateTime']['input']>;
  slotId: Scalars['ID']['input'];
  startAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** HOLD: it has a deadline only. BOOKING: its items have windows of time. */
export type ReservationKind =
  | 'BOOKING'
  | 'HOLD';

/** NEWEST: created last first. WINDOW: by the start of their earliest window, soonest first, and only those that have a window. */
export type ReservationOrder =
  | 'NEWEST'
  | 'WINDOW';

export type ReservationStatus =
  | 'ACTIVE'
  | 'CANCELLED'
  | 'COMPLETED'
  | 'EXPIRED'
  | 'MISSED'
  | 'PENDING'
  | 'WAITLISTED'
  | 'YOUR_TURN';

export type Role =
  | 'ADMIN'
  | 'CHARGER'
  | 'DRIVER'
  | 'OPERATOR';

export type SessionOutcome =
  | 'CANCELLED'
  | 'COMPLETED';

export type SessionStatus =
  | 'ACTIVE'
  | 'CANCELLED'
  | 'COMPLETED';

export type SlotEventKind =
  | 'CHANGE'
  | 'SNAPSHOT';

/** All that is given must hold; nothing given means every slot. */
export type SlotFilter = {
  connectorType?: InputMaybe<Scalars['String']['input']>;
  portId?: InputMaybe<Scalars['ID']['input']>;
  slotIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  stationId?: InputMaybe<Scalars['ID']['input']>;
  statuses?: InputMaybe<Array<SlotStatus>>;
};

export type SlotStatus =
  | 'AVAILABLE'
  | 'BOOKED'
  | 'INACTIVE'
  | 'IN_USE';

export type SlotStatusCause =
  | 'RESERVATION_CANCELLED'
  | 'RESERVATION_COMPLETED'
  | 'RESERVATION_CREATED'
  | 'RESERVATION_EXPIRED'
  | 'RESERVATION_HIDDEN'
  | 'RESERVATION_HOLD_STARTED'
  | 'RESERVATION_MOVED'
  | 'RESERVATION_RESCHEDULED'
  | 'SESSION_STARTED'
  | 'SESSION_STOPPED'
  | 'SLOT_ACTIVATED'
  | 'SLOT_ADDED'
  | 'SLOT_DEACTIVATED'
  | 'TURN_MISSED'
  | 'WAITLIST_PROMOTED';

export type StartChargingSessionInput = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  initialPercent: Scalars['Float']['input'];
  /** The caller's own ACTIVE or YOUR_TURN reservation that holds the slot: it is completed and the slot goes straight from BOOKED to IN_USE. */
  reservationId?: InputMaybe<Scalars['ID']['input']>;
  slotId: Scalars['ID']['input'];
  targetPercent: Scalars['Float']['input'];
  vehicleId: Scalars['ID']['input'];
};

export type StationFilter = {
  hasAvailable?: InputMaybe<Scalars['Boolean']['input']>;
  nameContains?: InputMaybe<Scalars['String']['input']>;
  near?: InputMaybe<NearInput>;
  /** Only those of this organisation. */
  organisation?: InputMaybe<Scalars['String']['input']>;
};

export type StopChargingSessionInput = {
  energyKwh?: InputMaybe<Scalars['Float']['input']>;
  finalPercent?: InputMaybe<Scalars['Float']['input']>;
  outcome?: InputMaybe<SessionOutcome>;
  sessionId: Scalars['ID']['input'];
};

/** What is not given stays as it is. */
export type UpdatePortInput = {
  label?: InputMaybe<Scalars['String']['input']>;
  portId: Scalars['ID']['input'];
};

/** What is not given stays as it is. */
export type UpdateSlotInput = {
  connectorType?: InputMaybe<Scalars['String']['input']>;
  label?: InputMaybe<Scalars['String']['input']>;
  powerKw?: InputMaybe<Scalars['Float']['input']>;
  slotId: Scalars['ID']['input'];
};

/** What is not given stays as it is. */
export type UpdateStationInput = {
  address?: InputMaybe<Scalars['String']['input']>;
  /** Refused while reservations of the station are open. */
  bookingMode?: InputMaybe<BookingMode>;
  expiryPolicy?: InputMaybe<ExpiryPolicy>;
  latitude?: InputMaybe<Scalars['Float']['input']>;
  longitude?: InputMaybe<Scalars['Float']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
  /** Null: of none. What is inside of the station goes with it. FORBIDDEN to an operator of an organisation. */
  organisation?: InputMaybe<Scalars['String']['input']>;
  stationId: Scalars['ID']['input'];
};

/** What is not given stays as it is. */
export type UpdateVehicleInput = {
  batteryKwh?: InputMaybe<Scalars['Float']['input']>;
  model?: InputMaybe<Scalars['String']['input']>;
  plate?: InputMaybe<Scalars['String']['input']>;
  vehicleId: Scalars['ID']['input'];
};

/** What is not given stays as it is. */
export type UpdateWebhookInput = {
  /** False: it is told nothing, and what waits for it fails. True: it is told of what happens from then on. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  description?: InputMaybe<Scalars['String']['input']>;
  /** Of EXPIRING_SOON, EXPIRED, YOUR_TURN, MISSED, CANCELLED, HOLD_STARTED, SLOT_OVERRUN, RESCHEDULED, MOVED. */
  events?: InputMaybe<Array<ReservationEventKind>>;
  /** Null: of every station. */
  stationId?: InputMaybe<Scalars['ID']['input']>;
  url?: InputMaybe<Scalars['String']['input']>;
  webhookId: Scalars['ID']['input'];
};

/** All that is given must hold. */
export type UserFilter = {
  disabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Who has it, and it was not revoked. */
  role?: InputMaybe<Role>;
  text?: InputMaybe<Scalars['String']['input']>;
};

/** All that is given must hold. */
export type WebhookDeliveryFilter = {
  events?: InputMaybe<Array<ReservationEventKind>>;
  reservationId?: InputMaybe<Scalars['ID']['input']>;
  statuses?: InputMaybe<Array<WebhookDeliveryStatus>>;
  webhookId?: InputMaybe<Scalars['ID']['input']>;
};

/** PENDING: it waits for its first or next attempt. DELIVERED: the receiver answered 2xx. FAILED: it was given up, a day after the event or because the webhook was deactivated. */
export type WebhookDeliveryStatus =
  | 'DELIVERED'
  | 'FAILED'
  | 'PENDING';

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { __typename?: 'Query', me?: { __typename?: 'User', id: string, name?: string | null, email?: string | null, roles: Array<Role>, vehicles: Array<{ __typename?: 'Vehicle', id: string, plate: string, model?: string | null, batteryKwh?: number | null }> } | null };

export type WatchAllSlotsSubscriptionVariables = Exact<{
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type WatchAllSlotsSubscription = { __typename?: 'Subscription', slotStatusChanged: { __typename?: 'SlotStatusEvent', cursor: string, kind: SlotEventKind, status: SlotStatus, version: number, occurredAt: string, slot: { __typename?: 'Slot', id: string, label: string, connectorType?: string | null, powerKw?: number | null, port: { __typename?: 'Port', id: string, label: string, station: { __typename?: 'Station', id: string, name: string, address?: string | null, bookingMode: BookingMode } } } } };

export type LookAtPictureQueryVariables = Exact<{
  isBegun: Scalars['Boolean']['input'];
  cursor: Scalars['String']['input'];
}>;


export type LookAtPictureQuery = { __typename?: 'Query', slotsChangedSince?: boolean, slots: { __typename?: 'SlotConnection', totalCount: number, feedCursor: string } };

export type FollowFromSubscriptionVariables = Exact<{
  after: Scalars['String']['input'];
}>;


export type FollowFromSubscription = { __typename?: 'Subscription', slotStatusChanged: { __typename?: 'SlotStatusEvent', version: number, slot: { __typename?: 'Slot', id: string } } };

export type SignInOptionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SignInOptionsQuery = { __typename?: 'Query', signInOptions: { __typename?: 'SignInOptions', demoUsers: Array<{ __typename?: 'DemoUser', subject: string, name: string, roles: Array<Role> }>, openIdConnect?: { __typename?: 'OpenIdConnect', issuer: string, clientId: string, scope: string } | null } };

export type SignInAsDemoUserMutationVariables = Exact<{
  subject: Scalars['ID']['input'];
}>;


export type SignInAsDemoUserMutation = { __typename?: 'Mutation', signInAsDemoUser: { __typename?: 'SignInPayload', token: string, expiresAt: string } };


export const MeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"vehicles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"batteryKwh"}}]}}]}}]}}]} as unknown as DocumentNode<MeQuery, MeQueryVariables>;
export const WatchAllSlotsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchAllSlots"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slotStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"snapshot"},"value":{"kind":"BooleanValue","value":true}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"connectorType"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}},{"kind":"Field","name":{"kind":"Name","value":"port"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"bookingMode"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<WatchAllSlotsSubscription, WatchAllSlotsSubscriptionVariables>;
export const LookAtPictureDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LookAtPicture"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"isBegun"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cursor"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slotsChangedSince"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cursor"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cursor"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"isBegun"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"slots"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"feedCursor"}}]}}]}}]} as unknown as DocumentNode<LookAtPictureQuery, LookAtPictureQueryVariables>;
export const FollowFromDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FollowFrom"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slotStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<FollowFromSubscription, FollowFromSubscriptionVariables>;
export const SignInOptionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SignInOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signInOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"demoUsers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"roles"}}]}},{"kind":"Field","name":{"kind":"Name","value":"openIdConnect"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issuer"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"scope"}}]}}]}}]}}]} as unknown as DocumentNode<SignInOptionsQuery, SignInOptionsQueryVariables>;
export const SignInAsDemoUserDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignInAsDemoUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subject"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signInAsDemoUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"subject"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subject"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}}]} as unknown as DocumentNode<SignInAsDemoUserMutation, SignInAsDemoUserMutationVariables>;