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
  /** A moment in the format of RFC 3339. An input may have any offset from UTC (`2030-05-10T12:00:00+07:00`); an output is always in UTC, with milliseconds (`2030-05-10T05:00:00.000Z`). */
  DateTime: { input: string; output: string; }
  /** The `JSONObject` scalar type represents JSON objects as specified by [ECMA-404](http://www.ecma-international.org/publications/files/ECMA-ST/ECMA-404.pdf). */
  JSONObject: { input: Record<string, unknown>; output: Record<string, unknown>; }
};

/** How long a bucket of analytics is, in UTC. */
export type AnalyticsBucket =
  /** From midnight to midnight. */
  | 'DAY'
  /** From one full hour to the next. */
  | 'HOUR'
  /** From the first of a month to the first of the next. */
  | 'MONTH'
  /** From Monday, at midnight, to the next Monday. */
  | 'WEEK';

/** Which entries a list has. A condition that is null or left out restricts nothing; all others must hold. */
export type AuditLogFilter = {
  /** Only what this user did. */
  actorId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was done later than this. */
  occurredAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only what was done earlier than this. */
  occurredBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only this mutation, such as `deactivateSlot`. From 1 to 200 characters, not blank. */
  operation?: InputMaybe<Scalars['String']['input']>;
  /** Only what was done to this object, of whatever type. */
  thingId?: InputMaybe<Scalars['ID']['input']>;
};

/** How the slots of a station are reserved. */
export type BookingMode =
  /** A slot takes any number of reservations whose windows of time do not overlap. Each holds the slot from shortly before its window begins (15 minutes by default). There is no waitlist. */
  | 'CALENDAR'
  /** One reservation holds a slot, from its creation until it ends. Others can wait in line for the slot. */
  | 'IMMEDIATE';

/** Which reservation to cancel, and why. */
export type CancelReservationInput = {
  /** Why; it becomes the `cancellationReason`. From 1 to 2,000 characters, not blank. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** The reservation to cancel. */
  reservationId: Scalars['ID']['input'];
};

/** Which charging sessions a list has. A condition that is null or left out restricts nothing; all others must hold. */
export type ChargingSessionFilter = {
  /** Only sessions on this slot. */
  slotId?: InputMaybe<Scalars['ID']['input']>;
  /** Only sessions at this station. */
  stationId?: InputMaybe<Scalars['ID']['input']>;
  /** Only sessions in one of these statuses. */
  statuses?: InputMaybe<Array<SessionStatus>>;
  /** Only sessions of this vehicle. */
  vehicleId?: InputMaybe<Scalars['ID']['input']>;
};

/** A new port. */
export type CreatePortInput = {
  /** The name of the port within its station. From 1 to 200 characters, not blank. */
  label: Scalars['String']['input'];
  /** The station that gets the port. */
  stationId: Scalars['ID']['input'];
};

/** A new reservation. */
export type CreateReservationInput = {
  /** A key of the client's choice for this request. For 24 hours the same user gets the first answer again, as it was, for the same mutation, key and input; another input is IDEMPOTENCY_KEY_REUSED. A refused request uses up no key. From 1 to 200 characters, not blank. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The slots to reserve, from 1 to 50, of one organisation. All of them are reserved, or none. */
  items: Array<ReservationItemInput>;
  /** Whether to wait in line (WAITLISTED) where the slot is BOOKED or IN_USE, rather than fail. It needs exactly one item, at an IMMEDIATE station. */
  joinWaitlist?: InputMaybe<Scalars['Boolean']['input']>;
  /** A text of the driver's or operator's own. From 1 to 2,000 characters, not blank. */
  notes?: InputMaybe<Scalars['String']['input']>;
  /** When the reservation expires, in the future and before the year 9999. Null: 30 minutes after the end of the last window, or without windows 30 minutes from now (defaults of the server). An earlier deadline cuts windows short. The server may limit how long drivers hold a slot. */
  reservedUntil?: InputMaybe<Scalars['DateTime']['input']>;
  /** In which status the reservation begins, unless it waits in line. Null: ACTIVE. */
  status?: InputMaybe<InitialReservationStatus>;
  /** The vehicle to charge. Its owner owns the reservation. Drivers name one of their own. */
  vehicleId: Scalars['ID']['input'];
};

/** A new slot. */
export type CreateSlotInput = {
  /** The type of the connector, such as `CCS2`. From 1 to 200 characters, not blank. */
  connectorType?: InputMaybe<Scalars['String']['input']>;
  /** The name of the slot within its port. From 1 to 200 characters, not blank. */
  label: Scalars['String']['input'];
  /** The port that gets the slot. */
  portId: Scalars['ID']['input'];
  /** The power in kW. More than 0, at most 10,000. */
  powerKw?: InputMaybe<Scalars['Float']['input']>;
};

/** A new station. */
export type CreateStationInput = {
  /** The postal address. From 1 to 500 characters, not blank. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** How the slots are reserved. Null: IMMEDIATE. */
  bookingMode?: InputMaybe<BookingMode>;
  /** What happens to the slots of a reservation whose time runs out. Null: KEEP_BOOKED. */
  expiryPolicy?: InputMaybe<ExpiryPolicy>;
  /** Degrees north of the equator (WGS 84). Given together with the other coordinate, or not at all. From -90 to 90. */
  latitude?: InputMaybe<Scalars['Float']['input']>;
  /** Degrees east of Greenwich (WGS 84). Given together with the other coordinate, or not at all. From -180 to 180. */
  longitude?: InputMaybe<Scalars['Float']['input']>;
  /** The name that drivers see. From 1 to 200 characters, not blank. */
  name: Scalars['String']['input'];
  /** The organisation that runs the station. Null: the caller's own, or none where the caller is of none. FORBIDDEN where the caller is an operator of another one. From 1 to 200 characters, not blank. */
  organisation?: InputMaybe<Scalars['String']['input']>;
};

/** Which slot to take out of service, and what becomes of its reservations. */
export type DeactivateSlotInput = {
  /** Whether to cancel the reservations that hold the slot, wait for it or have booked a window on it. They give back their other slots, too. */
  cancelReservations?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether to move the reservations that hold the slot, wait for it or have booked a window on it to equivalent free slots of the station: with the same `connectorType`, and at least the power. Where one cannot be moved, nothing changes. BAD_USER_INPUT together with `cancelReservations`. */
  moveReservations?: InputMaybe<Scalars['Boolean']['input']>;
  /** Why, for the audit log and as the `cancellationReason` of reservations that are cancelled. Null: these get a sentence of the server. From 1 to 2,000 characters, not blank. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** The slot to take out of service. */
  slotId: Scalars['ID']['input'];
};

/** Which user to disable, and why. */
export type DisableUserInput = {
  /** Why, for other admins: the `disabledReason`. From 1 to 500 characters, not blank. */
  reason: Scalars['String']['input'];
  /** The user to disable. */
  userId: Scalars['ID']['input'];
};

/** Every `extensions.code` of an error of this API, so that clients can generate the list. `extensions.status` has the HTTP status that fits; the answer itself is HTTP 200 where the operation was executed. The other names in backticks are those of further `extensions` of the error. */
export type ErrorCode =
  /** The request is not GraphQL over HTTP. The status may also be 405, 406, 408 or 415. Status 400. */
  | 'BAD_REQUEST'
  /** A value of the input is not allowed. `fields` lists each wrong field, with its `path` and a `message`. Status 400. */
  | 'BAD_USER_INPUT'
  /** The cursor is not of this feed, or the events since then are no longer kept. Status 410. */
  | 'CURSOR_EXPIRED'
  /** The caller may not do this: the role does not allow it, or the station is another organisation's. It is also answered to web pages of a foreign origin, and to documents that are not trusted. Status 403. */
  | 'FORBIDDEN'
  /** The document is not GraphQL. Status 400. */
  | 'GRAPHQL_PARSE_FAILED'
  /** The document does not fit this schema. Status 400. */
  | 'GRAPHQL_VALIDATION_FAILED'
  /** The `idempotencyKey` came with another input before. Status 422. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The server has a fault. Report the `requestId` if it lasts. Status 500. */
  | 'INTERNAL_SERVER_ERROR'
  /** The object's state does not allow the `step`. `currentStatus` and `allowedStatuses` say more, where there are such. Status 409. */
  | 'INVALID_STATE'
  /** The object with this `id` does not exist, or the caller may not see it. Status 404. */
  | 'NOT_FOUND'
  /** The request does not say which operation of the document to execute. Status 400. */
  | 'OPERATION_RESOLUTION_FAILURE'
  /** The body, the URL (status 414), the headers (431) or a message are too large. Status 413. */
  | 'PAYLOAD_TOO_LARGE'
  /** The server does not know a document with this hash. Send the document along. Status 400. */
  | 'PERSISTED_QUERY_NOT_FOUND'
  /** The server does not keep documents by their hashes. Status 400. */
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  /** The operation is too large, and is not executed. `measure` says by what, with its `value` and the `limit`. Status 400. */
  | 'QUERY_TOO_COMPLEX'
  /** The caller has spent too many points in a minute. Try again in `retryAfterSeconds`. Status 429. */
  | 'RATE_LIMITED'
  /** The database does not answer in time, or the operation took too long. Try again. Status 503. */
  | 'SERVICE_UNAVAILABLE'
  /** Reservations stand in the way of charging on the slot, or of taking it out of service. `slotId` and `currentStatus` say more. Status 409. */
  | 'SLOT_BOOKED'
  /** The slot cannot be charged on, because it is out of service. Status 400. */
  | 'SLOT_INACTIVE'
  /** A charging session is going on at the slot. `slotId` and `currentStatus` say more. Status 409. */
  | 'SLOT_IN_USE'
  /** The slot cannot be reserved: at an IMMEDIATE station it is not AVAILABLE, at a CALENDAR station it is INACTIVE. `slotId` and `currentStatus` say more. Status 409. */
  | 'SLOT_NOT_AVAILABLE'
  /** Too many connections are open, or too many operations on one connection. `limit` says how many may be. Status 429. */
  | 'SUBSCRIPTION_LIMIT'
  /** The operation needs a token, or the token is no good. Status 401. */
  | 'UNAUTHENTICATED'
  /** The vehicle has an ACTIVE charging session. `sessionId` is its id, where the caller may see it. Status 409. */
  | 'VEHICLE_ALREADY_CHARGING'
  /** The window overlaps others of the slot. `takenWindows` lists them as `slotId`, `startAt` and `endAt`. Status 409. */
  | 'WINDOW_TAKEN';

/** What happens to the slots of a reservation whose time runs out. It applies to IMMEDIATE stations only: a CALENDAR station always releases them. */
export type ExpiryPolicy =
  /** The slots stay BOOKED until the EXPIRED reservation is hidden. */
  | 'KEEP_BOOKED'
  /** The slots are given back at once. */
  | 'RELEASE';

/** In which status a reservation begins that need not wait in line. */
export type InitialReservationStatus =
  /** The reservation is confirmed. */
  | 'ACTIVE'
  /** The reservation is still to be confirmed, by `confirmReservation`. */
  | 'PENDING';

/** A circle on the map. */
export type NearInput = {
  /** Degrees north of the equator (WGS 84). From -90 to 90. */
  latitude: Scalars['Float']['input'];
  /** Degrees east of Greenwich (WGS 84). From -180 to 180. */
  longitude: Scalars['Float']['input'];
  /** The radius in kilometres. From 0 to 20,100. */
  radiusKm: Scalars['Float']['input'];
};

/** A new vehicle. */
export type RegisterVehicleInput = {
  /** The capacity of the battery in kWh. More than 0, at most 10,000. */
  batteryKwh?: InputMaybe<Scalars['Float']['input']>;
  /** The make and model. From 1 to 200 characters, not blank. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** The number plate. From 1 to 200 characters, not blank. */
  plate: Scalars['String']['input'];
};

/** A new webhook. */
export type RegisterWebhookInput = {
  /** A text for people. From 1 to 200 characters, not blank. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The events to tell, at least one of EXPIRING_SOON, EXPIRED, YOUR_TURN, MISSED, CANCELLED, HOLD_STARTED, SLOT_OVERRUN, RESCHEDULED, MOVED. Null: all of these. */
  events?: InputMaybe<Array<ReservationEventKind>>;
  /** Only reservations with a slot of this station are told; null: those of all stations of the caller. */
  stationId?: InputMaybe<Scalars['ID']['input']>;
  /** The URL that messages are sent to, without user name or password. In production it must begin with `https://`, and it must not be in a private network; a server can be set to allow these. From 1 to 2,000 characters, not blank. */
  url: Scalars['String']['input'];
};

/** A reading of the meter of a charging session. */
export type ReportChargingProgressInput = {
  /** The energy charged in the whole session, in kWh. It counts where it is more than the one before. From 0 to 1,000,000. */
  energyKwh?: InputMaybe<Scalars['Float']['input']>;
  /** When the meter was read; null, or in the future: now. Of two reports with the same percent, the one that was read earlier is ignored. */
  measuredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The charge of the battery, in percent. A report with less than the last one is ignored; one that reaches `targetPercent` completes the session. From 0 to 100. */
  percent: Scalars['Float']['input'];
  /** The power in kW; null: as last reported. From 0 to 1,000,000. */
  powerKw?: InputMaybe<Scalars['Float']['input']>;
  /** The session that was metered. */
  sessionId: Scalars['ID']['input'];
};

/** Which reservation to change, and its new windows or slots. */
export type RescheduleReservationInput = {
  /** All slots and windows of the reservation from now on, from 1 to 50, of the same organisation as before. */
  items: Array<ReservationItemInput>;
  /** The reservation to change. */
  reservationId: Scalars['ID']['input'];
  /** When the reservation expires, in the future and before the year 9999. Null: 30 minutes after the end of the last window, or without windows 30 minutes from now (defaults of the server). An earlier deadline cuts windows short. The server may limit how long drivers hold a slot. */
  reservedUntil?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What has happened to a reservation. */
export type ReservationEventKind =
  /** The reservation was cancelled. */
  | 'CANCELLED'
  /** The reservation was completed, or charging has started with it. */
  | 'COMPLETED'
  /** The reservation was confirmed: from PENDING to ACTIVE. */
  | 'CONFIRMED'
  /** The reservation was created as PENDING or ACTIVE. */
  | 'CREATED'
  /** The reservation's time has run out. */
  | 'EXPIRED'
  /** The `reservedUntil` of a PENDING or ACTIVE reservation is near: 15 minutes away by default. It is told once for each deadline. */
  | 'EXPIRING_SOON'
  /** The reservation was hidden from dashboards. */
  | 'HIDDEN'
  /** CALENDAR: a slot is held for a window of the reservation from now on. */
  | 'HOLD_STARTED'
  /** The turn was not accepted in time: the slot goes to the next in line, or is free. */
  | 'MISSED'
  /** The reservation was moved to an equivalent slot, because its own was taken out of service. */
  | 'MOVED'
  /** The reservation has other windows or slots. */
  | 'RESCHEDULED'
  /** The hidden reservation is shown on dashboards again. */
  | 'RESTORED'
  /** CALENDAR: a slot should be held for a window of the reservation, but a charging session still occupies it. The slot goes to the reservation when the session ends. It is told once for each window. */
  | 'SLOT_OVERRUN'
  /** The turn was accepted: from YOUR_TURN to ACTIVE. */
  | 'TURN_ACCEPTED'
  /** The reservation was created, and waits in line. */
  | 'WAITLISTED'
  /** The reservation has got the slot that it waited for. The turn can be accepted until `turnUntil`. */
  | 'YOUR_TURN';

/** Which reservations a list has. A condition that is null or left out restricts nothing; all others must hold. */
export type ReservationFilter = {
  /** Only reservations that were created later than this. BAD_USER_INPUT with `orderBy: WINDOW`. */
  createdAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only reservations that were created earlier than this. BAD_USER_INPUT with `orderBy: WINDOW`. */
  createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** True: only hidden reservations. False: only those that are not hidden. Null: both, as for a history. */
  hidden?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only reservations of this driver. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** Only reservations whose `reservedUntil` is earlier than this. BAD_USER_INPUT with `orderBy: WINDOW`. */
  reservedUntilBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only reservations with this slot, also where they have given it back. */
  slotId?: InputMaybe<Scalars['ID']['input']>;
  /** Only reservations with a slot of this station, also where they have given it back. */
  stationId?: InputMaybe<Scalars['ID']['input']>;
  /** Only reservations in one of these statuses. */
  statuses?: InputMaybe<Array<ReservationStatus>>;
  /** Only reservations for this vehicle. */
  vehicleId?: InputMaybe<Scalars['ID']['input']>;
  /** Only reservations whose earliest window begins later than this. BAD_USER_INPUT without `orderBy: WINDOW`. */
  windowAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only reservations whose earliest window begins earlier than this. BAD_USER_INPUT without `orderBy: WINDOW`. */
  windowBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

/** One slot to reserve, and its window of time. */
export type ReservationItemInput = {
  /** When the window ends: after `startAt`, in the future, and before the year 9999. Given together with `startAt`, or not at all. The server may limit how far ahead drivers book. */
  endAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The slot to reserve. Each slot can be in one item only. */
  slotId: Scalars['ID']['input'];
  /** When the window begins; it may have begun already. Required at a CALENDAR station. At an IMMEDIATE one the slot is held at once, whatever the window. */
  startAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Whether a reservation has windows of time. */
export type ReservationKind =
  /** It has a window of time, from `startAt` to `endAt`. */
  | 'BOOKING'
  /** It has no window, only a deadline. */
  | 'HOLD';

/** In which order reservations are listed. */
export type ReservationOrder =
  /** The reservation that was created last comes first. */
  | 'NEWEST'
  /** By the start of the earliest window, soonest first. Reservations without a window are left out. */
  | 'WINDOW';

/** How far a reservation has got. PENDING, ACTIVE, WAITLISTED and YOUR_TURN are open; the others have ended. */
export type ReservationStatus =
  /** The reservation is confirmed: it holds its slots, or has its windows. */
  | 'ACTIVE'
  /** The reservation was cancelled by its driver or an operator, or with a slot that was taken out of service. */
  | 'CANCELLED'
  /** The reservation has served: charging has started, or it was completed by hand. */
  | 'COMPLETED'
  /** The reservation's time has run out: `reservedUntil` has passed; or, at a CALENDAR station, all its windows are over and others needed the slots. */
  | 'EXPIRED'
  /** The turn was not accepted in time. */
  | 'MISSED'
  /** The reservation has its slots like an ACTIVE one, but it is still to be confirmed. Charging cannot start with it. */
  | 'PENDING'
  /** The reservation waits in line for its slot. */
  | 'WAITLISTED'
  /** The reservation holds the slot that it waited for, until `turnUntil`. Accept the turn, or start charging with it. */
  | 'YOUR_TURN';

/** What a user may do, by the claim `roles` of its token. */
export type Role =
  /** May do all that an OPERATOR of all stations may, decides who may do what, and reads the audit log. */
  | 'ADMIN'
  /** Meters sessions, as a charge point, without being told whose they are: at the stations of the organisation in the token's claim `org`; without the claim, at all. */
  | 'CHARGER'
  /** Reserves and charges for vehicles of its own. */
  | 'DRIVER'
  /** Runs stations, and may act there for any driver: at those of the organisation in the token's claim `org`; without the claim, at all. */
  | 'OPERATOR';

/** How a charging session ends that is stopped. */
export type SessionOutcome =
  /** As a session that was broken off. */
  | 'CANCELLED'
  /** As a session that has served. */
  | 'COMPLETED';

/** How far a charging session has got. */
export type SessionStatus =
  /** The session is going on, and its slot is IN_USE. */
  | 'ACTIVE'
  /** The session was broken off. */
  | 'CANCELLED'
  /** The session has reached its target, or was stopped as complete. */
  | 'COMPLETED';

/** What an event of a slot tells. */
export type SlotEventKind =
  /** The slot's status has changed, or the slot was added or removed. */
  | 'CHANGE'
  /** How the slot is when the subscription begins. Nothing has happened to it. */
  | 'SNAPSHOT';

/** Which slots are in scope. A condition that is null or left out restricts nothing; all others must hold. Removed slots are in no list. */
export type SlotFilter = {
  /** Only slots with exactly this `connectorType`. From 1 to 200 characters, not blank. */
  connectorType?: InputMaybe<Scalars['String']['input']>;
  /** Only slots of this port. */
  portId?: InputMaybe<Scalars['ID']['input']>;
  /** Only these slots. At most 1,000 ids. */
  slotIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only slots of this station. */
  stationId?: InputMaybe<Scalars['ID']['input']>;
  /** Only slots in one of these statuses. In a subscription: only changes to one of them. */
  statuses?: InputMaybe<Array<SlotStatus>>;
};

/** What can be done with a slot now. It follows from who claims the slot, and is never set by hand. */
export type SlotStatus =
  /** The slot is free: nobody holds it or charges on it. CALENDAR: windows to come may be booked. */
  | 'AVAILABLE'
  /** A reservation holds the slot; only with that can charging start. */
  | 'BOOKED'
  /** The slot is out of service: it cannot be reserved or charged on. */
  | 'INACTIVE'
  /** A charging session is going on. */
  | 'IN_USE';

/** Why the status of a slot has changed. */
export type SlotStatusCause =
  /** The reservation that held the slot was cancelled. */
  | 'RESERVATION_CANCELLED'
  /** The reservation that held the slot was completed: by `completeReservation`, or because its driver charges on another one of its slots. */
  | 'RESERVATION_COMPLETED'
  /** A new reservation holds the slot. */
  | 'RESERVATION_CREATED'
  /** The time of the reservation that held the slot has run out, and the slot was released. */
  | 'RESERVATION_EXPIRED'
  /** The EXPIRED reservation that kept the slot BOOKED was hidden. */
  | 'RESERVATION_HIDDEN'
  /** CALENDAR: a reservation begins to hold the slot for its window. */
  | 'RESERVATION_HOLD_STARTED'
  /** A reservation was moved to the slot, because its own was taken out of service. */
  | 'RESERVATION_MOVED'
  /** A reservation was rescheduled to the slot, or away from it. */
  | 'RESERVATION_RESCHEDULED'
  /** A charging session has started on the slot. */
  | 'SESSION_STARTED'
  /** The charging session on the slot has ended. */
  | 'SESSION_STOPPED'
  /** The slot was put back into service. */
  | 'SLOT_ACTIVATED'
  /** The slot was created: version 1, AVAILABLE, without a previous status. */
  | 'SLOT_ADDED'
  /** The slot was taken out of service. */
  | 'SLOT_DEACTIVATED'
  /** The slot was removed: its last event. The status stays INACTIVE; take the slot off the screen. */
  | 'SLOT_REMOVED'
  /** The turn of a waitlisted reservation was not accepted in time, and nobody else waits. */
  | 'TURN_MISSED'
  /** The slot went to the first reservation in its waitlist. */
  | 'WAITLIST_PROMOTED';

/** Which vehicle to charge, where, and how far. */
export type StartChargingSessionInput = {
  /** A key of the client's choice for this request. For 24 hours the same user gets the first answer again, as it was, for the same mutation, key and input; another input is IDEMPOTENCY_KEY_REUSED. A refused request uses up no key. From 1 to 200 characters, not blank. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The charge of the battery now, in percent. From 0 to 100. */
  initialPercent: Scalars['Float']['input'];
  /** The ACTIVE or YOUR_TURN reservation of this vehicle that holds the slot. It is COMPLETED by the start, gives back its other slots, and the slot goes straight from BOOKED to IN_USE. Null: the slot must be AVAILABLE. */
  reservationId?: InputMaybe<Scalars['ID']['input']>;
  /** The slot to charge on. */
  slotId: Scalars['ID']['input'];
  /** The charge at which the session completes by itself, in percent; more than `initialPercent`. From 0 to 100. */
  targetPercent: Scalars['Float']['input'];
  /** The vehicle to charge. Drivers name one of their own. */
  vehicleId: Scalars['ID']['input'];
};

/** Which stations a list has. A condition that is null or left out restricts nothing; all others must hold. */
export type StationFilter = {
  /** True: only stations with an AVAILABLE slot. False: only those without. Null: both. It does not look at the windows of CALENDAR stations. */
  hasAvailable?: InputMaybe<Scalars['Boolean']['input']>;
  /** Part of the name, in upper or lower case. From 1 to 200 characters, not blank. */
  nameContains?: InputMaybe<Scalars['String']['input']>;
  /** Only stations in this circle, the nearest first; those without a position are in none. A cursor goes on around the same point only: around another one it is BAD_USER_INPUT. The radius may change. */
  near?: InputMaybe<NearInput>;
  /** Only the stations of the organisation with exactly this name. From 1 to 200 characters, not blank. */
  organisation?: InputMaybe<Scalars['String']['input']>;
};

/** Which charging session to stop, and its last reading. */
export type StopChargingSessionInput = {
  /** The energy charged in the whole session, in kWh. It counts where it is more than the one before. From 0 to 1,000,000. */
  energyKwh?: InputMaybe<Scalars['Float']['input']>;
  /** The last charge of the battery, in percent. It counts where it is more than the one before. From 0 to 100. */
  finalPercent?: InputMaybe<Scalars['Float']['input']>;
  /** How the session ends; null: COMPLETED. */
  outcome?: InputMaybe<SessionOutcome>;
  /** The session to stop. */
  sessionId: Scalars['ID']['input'];
};

/** What to change of a port. A field that is left out stays as it is. */
export type UpdatePortInput = {
  /** The name of the port within its station; not null. From 1 to 200 characters, not blank. */
  label?: InputMaybe<Scalars['String']['input']>;
  /** The port to change. */
  portId: Scalars['ID']['input'];
};

/** What to change of a slot. A field that is left out stays as it is. */
export type UpdateSlotInput = {
  /** The type of the connector, such as `CCS2`; null removes it. From 1 to 200 characters, not blank. */
  connectorType?: InputMaybe<Scalars['String']['input']>;
  /** The name of the slot within its port; not null. From 1 to 200 characters, not blank. */
  label?: InputMaybe<Scalars['String']['input']>;
  /** The power in kW; null removes it. More than 0, at most 10,000. */
  powerKw?: InputMaybe<Scalars['Float']['input']>;
  /** The slot to change. */
  slotId: Scalars['ID']['input'];
};

/** What to change of a station. A field that is left out stays as it is. */
export type UpdateStationInput = {
  /** The postal address; null removes it. From 1 to 500 characters, not blank. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** How the slots are reserved; not null. INVALID_STATE while reservations of the station are open. A change releases what EXPIRED reservations still keep BOOKED. */
  bookingMode?: InputMaybe<BookingMode>;
  /** What happens to the slots of a reservation whose time runs out; not null. Reservations that have expired before are not affected. */
  expiryPolicy?: InputMaybe<ExpiryPolicy>;
  /** Degrees north of the equator (WGS 84). Null, for both coordinates, removes the position. From -90 to 90. */
  latitude?: InputMaybe<Scalars['Float']['input']>;
  /** Degrees east of Greenwich (WGS 84). Null, for both coordinates, removes the position. From -180 to 180. */
  longitude?: InputMaybe<Scalars['Float']['input']>;
  /** The name that drivers see; not null. From 1 to 200 characters, not blank. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** The organisation that runs the station from now on; null: none. All reservations and sessions of the station go with it; a reservation that also has slots of another organisation is of none then. FORBIDDEN to an operator of an organisation. From 1 to 200 characters, not blank. */
  organisation?: InputMaybe<Scalars['String']['input']>;
  /** The station to change. */
  stationId: Scalars['ID']['input'];
};

/** What to change of a vehicle. A field that is left out stays as it is. */
export type UpdateVehicleInput = {
  /** The capacity of the battery in kWh; null removes it. More than 0, at most 10,000. */
  batteryKwh?: InputMaybe<Scalars['Float']['input']>;
  /** The make and model; null removes it. From 1 to 200 characters, not blank. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** The number plate; not null. From 1 to 200 characters, not blank. */
  plate?: InputMaybe<Scalars['String']['input']>;
  /** The vehicle to change. */
  vehicleId: Scalars['ID']['input'];
};

/** What to change of a webhook. A field that is left out stays as it is. */
export type UpdateWebhookInput = {
  /** False: the webhook is told nothing, and its PENDING deliveries become FAILED. True: it is told what happens from then on. Not null. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** A text for people; null removes it. From 1 to 200 characters, not blank. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The events to tell, at least one of EXPIRING_SOON, EXPIRED, YOUR_TURN, MISSED, CANCELLED, HOLD_STARTED, SLOT_OVERRUN, RESCHEDULED, MOVED; not null. */
  events?: InputMaybe<Array<ReservationEventKind>>;
  /** Only reservations with a slot of this station are told; null: those of all stations. */
  stationId?: InputMaybe<Scalars['ID']['input']>;
  /** The URL that messages are sent to, without user name or password. In production it must begin with `https://`, and it must not be in a private network; a server can be set to allow these. Not null. From 1 to 2,000 characters, not blank. */
  url?: InputMaybe<Scalars['String']['input']>;
  /** The webhook to change. */
  webhookId: Scalars['ID']['input'];
};

/** Which users a list has. A condition that is null or left out restricts nothing; all others must hold. */
export type UserFilter = {
  /** True: only disabled users. False: only users who are not disabled. Null: both. */
  disabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only users who have this role, and of whom it was not revoked. */
  role?: InputMaybe<Role>;
  /** Part of the name, the email address or the subject, in upper or lower case. From 1 to 200 characters, not blank. */
  text?: InputMaybe<Scalars['String']['input']>;
};

/** Which vehicles a list has. */
export type VehicleFilter = {
  /** Only vehicles whose plate begins so. Upper and lower case, spaces, dots and dashes do not matter. Null: all. From 1 to 200 characters, not blank. */
  plateStartsWith?: InputMaybe<Scalars['String']['input']>;
};

/** Which deliveries a list has. A condition that is null or left out restricts nothing; all others must hold. */
export type WebhookDeliveryFilter = {
  /** Only messages about one of these events, and no tests. */
  events?: InputMaybe<Array<ReservationEventKind>>;
  /** Only messages about this reservation. */
  reservationId?: InputMaybe<Scalars['ID']['input']>;
  /** Only deliveries in one of these statuses. */
  statuses?: InputMaybe<Array<WebhookDeliveryStatus>>;
  /** Only deliveries to this webhook. */
  webhookId?: InputMaybe<Scalars['ID']['input']>;
};

/** What has become of a delivery. */
export type WebhookDeliveryStatus =
  /** The receiver has answered with an HTTP status from 200 to 299. */
  | 'DELIVERED'
  /** The delivery was given up: after 24 hours of attempts, because the webhook was deactivated, because the receiver answered 410 Gone, or because it was a test, which is tried once. */
  | 'FAILED'
  /** The delivery waits for its first or next attempt. */
  | 'PENDING';

export type AnalyticsQueryVariables = Exact<{
  from: Scalars['DateTime']['input'];
  to: Scalars['DateTime']['input'];
  bucket: AnalyticsBucket;
  stationId?: InputMaybe<Scalars['ID']['input']>;
}>;


export type AnalyticsQuery = { __typename?: 'Query', reservationAnalytics: { __typename?: 'ReservationAnalytics', created: number, completed: number, cancelled: number, expired: number, missed: number, successRate?: number | null, expiryRate?: number | null, averageHoldMinutes?: number | null, buckets: Array<{ __typename?: 'ReservationAnalyticsBucket', start: string, created: number, completed: number, cancelled: number, expired: number, missed: number }> } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { __typename?: 'Query', me?: { __typename?: 'User', id: string, name?: string | null, email?: string | null, roles: Array<Role>, vehicles: Array<{ __typename?: 'Vehicle', id: string, plate: string, model?: string | null, batteryKwh?: number | null }> } | null };

export type AuditEntryFieldsFragment = { __typename?: 'AuditEntry', id: string, occurredAt: string, actorName?: string | null, operation: string, thingType: string, thingId?: string | null, organisation?: string | null, requestId: string, before?: Record<string, unknown> | null, after?: Record<string, unknown> | null, actor: { __typename?: 'User', id: string } };

export type AuditLogQueryVariables = Exact<{
  filter?: InputMaybe<AuditLogFilter>;
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type AuditLogQuery = { __typename?: 'Query', auditLog: { __typename?: 'AuditEntryConnection', totalCount: number, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, edges: Array<{ __typename?: 'AuditEntryEdge', node: { __typename?: 'AuditEntry', id: string, occurredAt: string, actorName?: string | null, operation: string, thingType: string, thingId?: string | null, organisation?: string | null, requestId: string, before?: Record<string, unknown> | null, after?: Record<string, unknown> | null, actor: { __typename?: 'User', id: string } } }> } };

export type FindUsersQueryVariables = Exact<{
  text?: InputMaybe<Scalars['String']['input']>;
}>;


export type FindUsersQuery = { __typename?: 'Query', users: { __typename?: 'UserConnection', edges: Array<{ __typename?: 'UserEdge', node: { __typename?: 'User', id: string, name?: string | null, email?: string | null } }> } };

export type ChosenUserQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ChosenUserQuery = { __typename?: 'Query', user?: { __typename?: 'User', id: string, name?: string | null, email?: string | null } | null };

export type WatchAllSlotsSubscriptionVariables = Exact<{
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type WatchAllSlotsSubscription = { __typename?: 'Subscription', slotStatusChanged: { __typename?: 'SlotStatusEvent', cursor: string, kind: SlotEventKind, cause?: SlotStatusCause | null, status: SlotStatus, version: number, occurredAt: string, slot: { __typename?: 'Slot', id: string, label: string, connectorType?: string | null, powerKw?: number | null, port: { __typename?: 'Port', id: string, label: string, station: { __typename?: 'Station', id: string, name: string, address?: string | null, bookingMode: BookingMode } } } } };

export type LookAtPictureQueryVariables = Exact<{
  isBegun: Scalars['Boolean']['input'];
  cursor: Scalars['String']['input'];
}>;


export type LookAtPictureQuery = { __typename?: 'Query', slotsChangedSince?: boolean, slots: { __typename?: 'SlotConnection', totalCount: number, feedCursor: string } };

export type FollowFromSubscriptionVariables = Exact<{
  after: Scalars['String']['input'];
}>;


export type FollowFromSubscription = { __typename?: 'Subscription', slotStatusChanged: { __typename?: 'SlotStatusEvent', version: number, slot: { __typename?: 'Slot', id: string } } };

export type ReservationFeedStartQueryVariables = Exact<{ [key: string]: never; }>;


export type ReservationFeedStartQuery = { __typename?: 'Query', slots: { __typename?: 'SlotConnection', feedCursor: string } };

export type ReservationEventsSubscriptionVariables = Exact<{
  stationId?: InputMaybe<Scalars['ID']['input']>;
  reservationId?: InputMaybe<Scalars['ID']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type ReservationEventsSubscription = { __typename?: 'Subscription', reservationChanged: { __typename?: 'ReservationEvent', cursor: string, kind: ReservationEventKind, occurredAt: string, reservation: { __typename?: 'Reservation', id: string, code: string, status: ReservationStatus, hiddenAt?: string | null, cancellationReason?: string | null, turnUntil?: string | null, reservedUntil: string, owner: { __typename?: 'User', id: string } } } };

export type ReservationConfirmMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ReservationConfirmMutation = { __typename?: 'Mutation', confirmReservation: { __typename?: 'ReservationPayload', reservation: { __typename?: 'Reservation', id: string, status: ReservationStatus } } };

export type ReservationAcceptTurnMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ReservationAcceptTurnMutation = { __typename?: 'Mutation', acceptTurn: { __typename?: 'ReservationPayload', reservation: { __typename?: 'Reservation', id: string, status: ReservationStatus } } };

export type ReservationCancelMutationVariables = Exact<{
  input: CancelReservationInput;
}>;


export type ReservationCancelMutation = { __typename?: 'Mutation', cancelReservation: { __typename?: 'ReservationPayload', reservation: { __typename?: 'Reservation', id: string, status: ReservationStatus } } };

export type ReservationCompleteMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ReservationCompleteMutation = { __typename?: 'Mutation', completeReservation: { __typename?: 'ReservationPayload', reservation: { __typename?: 'Reservation', id: string, status: ReservationStatus } } };

export type ReservationRescheduleMutationVariables = Exact<{
  input: RescheduleReservationInput;
}>;


export type ReservationRescheduleMutation = { __typename?: 'Mutation', rescheduleReservation: { __typename?: 'ReservationPayload', reservation: { __typename?: 'Reservation', id: string, items: Array<{ __typename?: 'ReservationItem', startAt?: string | null, endAt?: string | null }> } } };

export type ReservationHideMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ReservationHideMutation = { __typename?: 'Mutation', hideReservation: { __typename?: 'HideReservationPayload', reservation: { __typename?: 'Reservation', id: string, hiddenAt?: string | null } } };

export type ReservationHideManyMutationVariables = Exact<{
  ids: Array<Scalars['ID']['input']> | Scalars['ID']['input'];
}>;


export type ReservationHideManyMutation = { __typename?: 'Mutation', hideReservations: { __typename?: 'HideReservationsPayload', hidden: Array<{ __typename?: 'Reservation', id: string, code: string }>, failed: Array<{ __typename?: 'HideReservationFailure', reservationId: string, message: string }> } };

export type ReservationRestoreMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ReservationRestoreMutation = { __typename?: 'Mutation', restoreReservation: { __typename?: 'ReservationPayload', reservation: { __typename?: 'Reservation', id: string, hiddenAt?: string | null, items: Array<{ __typename?: 'ReservationItem', releasedAt?: string | null }> } } };

export type ReservationSummaryFragment = { __typename?: 'Reservation', id: string, code: string, status: ReservationStatus, kind: ReservationKind, reservedUntil: string, turnUntil?: string | null, waitlistPosition?: number | null, hiddenAt?: string | null, cancellationReason?: string | null, createdAt: string, owner: { __typename?: 'User', id: string, name?: string | null, email?: string | null }, vehicle: { __typename?: 'Vehicle', id: string, plate: string }, items: Array<{ __typename?: 'ReservationItem', startAt?: string | null, endAt?: string | null, holdFrom?: string | null, heldAt?: string | null, releasedAt?: string | null, slot: { __typename?: 'Slot', id: string, label: string, port: { __typename?: 'Port', id: string, label: string, station: { __typename?: 'Station', id: string, name: string, bookingMode: BookingMode } } } }> };

export type ReservationListsQueryVariables = Exact<{
  stationId?: InputMaybe<Scalars['ID']['input']>;
}>;


export type ReservationListsQuery = { __typename?: 'Query', reservationDashboard: { __typename?: 'ReservationDashboard', urgent: Array<{ __typename?: 'Reservation', id: string, code: string, status: ReservationStatus, kind: ReservationKind, reservedUntil: string, turnUntil?: string | null, waitlistPosition?: number | null, hiddenAt?: string | null, cancellationReason?: string | null, createdAt: string, owner: { __typename?: 'User', id: string, name?: string | null, email?: string | null }, vehicle: { __typename?: 'Vehicle', id: string, plate: string }, items: Array<{ __typename?: 'ReservationItem', startAt?: string | null, endAt?: string | null, holdFrom?: string | null, heldAt?: string | null, releasedAt?: string | null, slot: { __typename?: 'Slot', id: string, label: string, port: { __typename?: 'Port', id: string, label: string, station: { __typename?: 'Station', id: string, name: string, bookingMode: BookingMode } } } }> }>, current: Array<{ __typename?: 'Reservation', id: string, code: string, status: ReservationStatus, kind: ReservationKind, reservedUntil: string, turnUntil?: string | null, waitlistPosition?: number | null, hiddenAt?: string | null, cancellationReason?: string | null, createdAt: string, owner: { __typename?: 'User', id: string, name?: string | null, email?: string | null }, vehicle: { __typename?: 'Vehicle', id: string, plate: string }, items: Array<{ __typename?: 'ReservationItem', startAt?: string | null, endAt?: string | null, holdFrom?: string | null, heldAt?: string | null, releasedAt?: string | null, slot: { __typename?: 'Slot', id: string, label: string, port: { __typename?: 'Port', id: string, label: string, station: { __typename?: 'Station', id: string, name: string, bookingMode: BookingMode } } } }> }>, yourTurn: Array<{ __typename?: 'Reservation', id: string, code: string, status: ReservationStatus, kind: ReservationKind, reservedUntil: string, turnUntil?: string | null, waitlistPosition?: number | null, hiddenAt?: string | null, cancellationReason?: string | null, createdAt: string, owner: { __typename?: 'User', id: string, name?: string | null, email?: string | null }, vehicle: { __typename?: 'Vehicle', id: string, plate: string }, items: Array<{ __typename?: 'ReservationItem', startAt?: string | null, endAt?: string | null, holdFrom?: string | null, heldAt?: string | null, releasedAt?: string | null, slot: { __typename?: 'Slot', id: string, label: string, port: { __typename?: 'Port', id: string, label: string, station: { __typename?: 'Station', id: string, name: string, bookingMode: BookingMode } } } }> }>, waitlisted: Array<{ __typename?: 'Reservation', id: string, code: string, status: ReservationStatus, kind: ReservationKind, reservedUntil: string, turnUntil?: string | null, waitlistPosition?: number | null, hiddenAt?: string | null, cancellationReason?: string | null, createdAt: string, owner: { __typename?: 'User', id: string, name?: string | null, email?: string | null }, vehicle: { __typename?: 'Vehicle', id: string, plate: string }, items: Array<{ __typename?: 'ReservationItem', startAt?: string | null, endAt?: string | null, holdFrom?: string | null, heldAt?: string | null, releasedAt?: string | null, slot: { __typename?: 'Slot', id: string, label: string, port: { __typename?: 'Port', id: string, label: string, station: { __typename?: 'Station', id: string, name: string, bookingMode: BookingMode } } } }> }>, dismissible: Array<{ __typename?: 'Reservation', id: string, code: string, status: ReservationStatus, kind: ReservationKind, reservedUntil: string, turnUntil?: string | null, waitlistPosition?: number | null, hiddenAt?: string | null, cancellationReason?: string | null, createdAt: string, owner: { __typename?: 'User', id: string, name?: string | null, email?: string | null }, vehicle: { __typename?: 'Vehicle', id: string, plate: string }, items: Array<{ __typename?: 'ReservationItem', startAt?: string | null, endAt?: string | null, holdFrom?: string | null, heldAt?: string | null, releasedAt?: string | null, slot: { __typename?: 'Slot', id: string, label: string, port: { __typename?: 'Port', id: string, label: string, station: { __typename?: 'Station', id: string, name: string, bookingMode: BookingMode } } } }> }> } };

export type ReservationHistoryQueryVariables = Exact<{
  filter?: InputMaybe<ReservationFilter>;
  orderBy?: InputMaybe<ReservationOrder>;
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type ReservationHistoryQuery = { __typename?: 'Query', reservations: { __typename?: 'ReservationConnection', totalCount: number, edges: Array<{ __typename?: 'ReservationEdge', node: { __typename?: 'Reservation', id: string, code: string, status: ReservationStatus, kind: ReservationKind, reservedUntil: string, turnUntil?: string | null, waitlistPosition?: number | null, hiddenAt?: string | null, cancellationReason?: string | null, createdAt: string, owner: { __typename?: 'User', id: string, name?: string | null, email?: string | null }, vehicle: { __typename?: 'Vehicle', id: string, plate: string }, items: Array<{ __typename?: 'ReservationItem', startAt?: string | null, endAt?: string | null, holdFrom?: string | null, heldAt?: string | null, releasedAt?: string | null, slot: { __typename?: 'Slot', id: string, label: string, port: { __typename?: 'Port', id: string, label: string, station: { __typename?: 'Station', id: string, name: string, bookingMode: BookingMode } } } }> } }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } };

export type ReservationByCodeQueryVariables = Exact<{
  code: Scalars['String']['input'];
}>;


export type ReservationByCodeQuery = { __typename?: 'Query', reservationByCode?: { __typename?: 'Reservation', id: string } | null };

export type ReservationDetailsQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ReservationDetailsQuery = { __typename?: 'Query', reservation?: { __typename?: 'Reservation', notes?: string | null, id: string, code: string, status: ReservationStatus, kind: ReservationKind, reservedUntil: string, turnUntil?: string | null, waitlistPosition?: number | null, hiddenAt?: string | null, cancellationReason?: string | null, createdAt: string, history: Array<{ __typename?: 'ReservationHistoryEntry', status: ReservationStatus, event: ReservationEventKind, at: string, reason?: string | null }>, owner: { __typename?: 'User', id: string, name?: string | null, email?: string | null }, vehicle: { __typename?: 'Vehicle', id: string, plate: string }, items: Array<{ __typename?: 'ReservationItem', startAt?: string | null, endAt?: string | null, holdFrom?: string | null, heldAt?: string | null, releasedAt?: string | null, slot: { __typename?: 'Slot', id: string, label: string, port: { __typename?: 'Port', id: string, label: string, station: { __typename?: 'Station', id: string, name: string, bookingMode: BookingMode } } } }> } | null };

export type SignInOptionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SignInOptionsQuery = { __typename?: 'Query', signInOptions: { __typename?: 'SignInOptions', demoUsers: Array<{ __typename?: 'DemoUser', subject: string, name: string, roles: Array<Role> }>, openIdConnect?: { __typename?: 'OpenIdConnect', issuer: string, clientId: string, scope: string } | null } };

export type SignInAsDemoUserMutationVariables = Exact<{
  subject: Scalars['ID']['input'];
}>;


export type SignInAsDemoUserMutation = { __typename?: 'Mutation', signInAsDemoUser: { __typename?: 'SignInPayload', token: string } };

export type WhoseTokenQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoseTokenQuery = { __typename?: 'Query', me?: { __typename?: 'User', id: string } | null };

export type FindStationsQueryVariables = Exact<{
  text?: InputMaybe<Scalars['String']['input']>;
}>;


export type FindStationsQuery = { __typename?: 'Query', stations: { __typename?: 'StationConnection', totalCount: number, edges: Array<{ __typename?: 'StationEdge', node: { __typename?: 'Station', id: string, name: string, address?: string | null } }> } };

export type ChosenStationQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ChosenStationQuery = { __typename?: 'Query', station?: { __typename?: 'Station', id: string, name: string, address?: string | null } | null };

export type SiteDetailsFragment = { __typename?: 'Station', id: string, name: string, address?: string | null, latitude?: number | null, longitude?: number | null, bookingMode: BookingMode, expiryPolicy: ExpiryPolicy, organisation?: string | null };

export type SiteSlotFragment = { __typename?: 'Slot', id: string, label: string, connectorType?: string | null, powerKw?: number | null };

export type SitesQueryVariables = Exact<{
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<StationFilter>;
}>;


export type SitesQuery = { __typename?: 'Query', stations: { __typename?: 'StationConnection', totalCount: number, edges: Array<{ __typename?: 'StationEdge', node: { __typename?: 'Station', id: string, name: string, address?: string | null, latitude?: number | null, longitude?: number | null, bookingMode: BookingMode, expiryPolicy: ExpiryPolicy, organisation?: string | null } }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } };

export type SiteQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type SiteQuery = { __typename?: 'Query', station?: { __typename?: 'Station', removedAt?: string | null, id: string, name: string, address?: string | null, latitude?: number | null, longitude?: number | null, bookingMode: BookingMode, expiryPolicy: ExpiryPolicy, organisation?: string | null, ports: Array<{ __typename?: 'Port', id: string, label: string, slots: Array<{ __typename?: 'Slot', id: string, label: string, connectorType?: string | null, powerKw?: number | null }> }> } | null };

export type WhatSlotHasQueryVariables = Exact<{
  slotId: Scalars['ID']['input'];
}>;


export type WhatSlotHasQuery = { __typename?: 'Query', slot?: { __typename?: 'Slot', id: string, hold?: { __typename?: 'SlotHold', lapsed: boolean } | null } | null, reservations: { __typename?: 'ReservationConnection', totalCount: number, edges: Array<{ __typename?: 'ReservationEdge', node: { __typename?: 'Reservation', id: string, code: string, kind: ReservationKind, status: ReservationStatus, reservedUntil: string, turnUntil?: string | null, waitlistPosition?: number | null, owner: { __typename?: 'User', id: string, name?: string | null }, vehicle: { __typename?: 'Vehicle', id: string, plate: string }, items: Array<{ __typename?: 'ReservationItem', startAt?: string | null, endAt?: string | null, slot: { __typename?: 'Slot', id: string } }> } }> }, chargingSessions: { __typename?: 'ChargingSessionConnection', edges: Array<{ __typename?: 'ChargingSessionEdge', node: { __typename?: 'ChargingSession', id: string, startedAt: string, currentPercent: number, targetPercent: number, vehicle: { __typename?: 'Vehicle', id: string, plate: string, owner: { __typename?: 'User', id: string, name?: string | null } } } }> } };

export type WhatIsDueQueryVariables = Exact<{
  before: Scalars['DateTime']['input'];
}>;


export type WhatIsDueQuery = { __typename?: 'Query', reservations: { __typename?: 'ReservationConnection', totalCount: number, edges: Array<{ __typename?: 'ReservationEdge', node: { __typename?: 'Reservation', id: string, code: string } }> } };

export type OpenSiteMutationVariables = Exact<{
  input: CreateStationInput;
}>;


export type OpenSiteMutation = { __typename?: 'Mutation', createStation: { __typename?: 'StationPayload', station: { __typename?: 'Station', id: string, name: string, address?: string | null, latitude?: number | null, longitude?: number | null, bookingMode: BookingMode, expiryPolicy: ExpiryPolicy, organisation?: string | null } } };

export type ChangeSiteMutationVariables = Exact<{
  input: UpdateStationInput;
}>;


export type ChangeSiteMutation = { __typename?: 'Mutation', updateStation: { __typename?: 'StationPayload', station: { __typename?: 'Station', id: string, name: string, address?: string | null, latitude?: number | null, longitude?: number | null, bookingMode: BookingMode, expiryPolicy: ExpiryPolicy, organisation?: string | null } } };

export type AddPortMutationVariables = Exact<{
  input: CreatePortInput;
}>;


export type AddPortMutation = { __typename?: 'Mutation', createPort: { __typename?: 'PortPayload', port: { __typename?: 'Port', id: string, label: string } } };

export type RenamePortMutationVariables = Exact<{
  input: UpdatePortInput;
}>;


export type RenamePortMutation = { __typename?: 'Mutation', updatePort: { __typename?: 'PortPayload', port: { __typename?: 'Port', id: string, label: string } } };

export type AddSlotMutationVariables = Exact<{
  input: CreateSlotInput;
}>;


export type AddSlotMutation = { __typename?: 'Mutation', createSlot: { __typename?: 'SlotPayload', slot: { __typename?: 'Slot', id: string, label: string, connectorType?: string | null, powerKw?: number | null } } };

export type ChangeSlotMutationVariables = Exact<{
  input: UpdateSlotInput;
}>;


export type ChangeSlotMutation = { __typename?: 'Mutation', updateSlot: { __typename?: 'SlotPayload', slot: { __typename?: 'Slot', id: string, label: string, connectorType?: string | null, powerKw?: number | null } } };

export type TakeOutOfServiceMutationVariables = Exact<{
  input: DeactivateSlotInput;
}>;


export type TakeOutOfServiceMutation = { __typename?: 'Mutation', deactivateSlot: { __typename?: 'SlotPayload', slot: { __typename?: 'Slot', id: string, label: string, connectorType?: string | null, powerKw?: number | null } } };

export type PutBackMutationVariables = Exact<{
  slotId: Scalars['ID']['input'];
}>;


export type PutBackMutation = { __typename?: 'Mutation', activateSlot: { __typename?: 'SlotPayload', slot: { __typename?: 'Slot', id: string, label: string, connectorType?: string | null, powerKw?: number | null } } };

export type DropSlotMutationVariables = Exact<{
  slotId: Scalars['ID']['input'];
}>;


export type DropSlotMutation = { __typename?: 'Mutation', removeSlot: { __typename?: 'SlotPayload', slot: { __typename?: 'Slot', id: string, removedAt?: string | null } } };

export type DropPortMutationVariables = Exact<{
  portId: Scalars['ID']['input'];
}>;


export type DropPortMutation = { __typename?: 'Mutation', removePort: { __typename?: 'PortPayload', port: { __typename?: 'Port', id: string, removedAt?: string | null } } };

export type DropSiteMutationVariables = Exact<{
  stationId: Scalars['ID']['input'];
}>;


export type DropSiteMutation = { __typename?: 'Mutation', removeStation: { __typename?: 'StationPayload', station: { __typename?: 'Station', id: string, removedAt?: string | null } } };

export type ExpireWhatIsDueMutationVariables = Exact<{ [key: string]: never; }>;


export type ExpireWhatIsDueMutation = { __typename?: 'Mutation', expireReservations: { __typename?: 'ExpireReservationsPayload', expiredCount: number, expiredReservations: Array<string> } };

export type ClaimsOnSlotQueryVariables = Exact<{
  slotId: Scalars['ID']['input'];
  statuses?: InputMaybe<Array<ReservationStatus> | ReservationStatus>;
  orderBy?: InputMaybe<ReservationOrder>;
}>;


export type ClaimsOnSlotQuery = { __typename?: 'Query', reservations: { __typename?: 'ReservationConnection', totalCount: number, edges: Array<{ __typename?: 'ReservationEdge', node: { __typename?: 'Reservation', id: string, code: string, kind: ReservationKind, status: ReservationStatus, reservedUntil: string, turnUntil?: string | null, waitlistPosition?: number | null, vehicle: { __typename?: 'Vehicle', id: string, plate: string, owner: { __typename?: 'User', id: string, name?: string | null } }, items: Array<{ __typename?: 'ReservationItem', startAt?: string | null, endAt?: string | null, holdFrom?: string | null, heldAt?: string | null, releasedAt?: string | null, slot: { __typename?: 'Slot', id: string } }> } }> }, chargingSessions: { __typename?: 'ChargingSessionConnection', edges: Array<{ __typename?: 'ChargingSessionEdge', node: { __typename?: 'ChargingSession', id: string, status: SessionStatus, initialPercent: number, targetPercent: number, currentPercent: number, powerKw?: number | null, energyKwh: number, startedAt: string, endedAt?: string | null, mustEndBy?: string | null, slot: { __typename?: 'Slot', id: string }, vehicle: { __typename?: 'Vehicle', id: string, plate: string, owner: { __typename?: 'User', id: string, name?: string | null } } } }> } };

export type ClaimOnSlotFragment = { __typename?: 'Reservation', id: string, code: string, kind: ReservationKind, status: ReservationStatus, reservedUntil: string, turnUntil?: string | null, waitlistPosition?: number | null, vehicle: { __typename?: 'Vehicle', id: string, plate: string, owner: { __typename?: 'User', id: string, name?: string | null } }, items: Array<{ __typename?: 'ReservationItem', startAt?: string | null, endAt?: string | null, holdFrom?: string | null, heldAt?: string | null, releasedAt?: string | null, slot: { __typename?: 'Slot', id: string } }> };

export type SessionOnSlotFragment = { __typename?: 'ChargingSession', id: string, status: SessionStatus, initialPercent: number, targetPercent: number, currentPercent: number, powerKw?: number | null, energyKwh: number, startedAt: string, endedAt?: string | null, mustEndBy?: string | null, slot: { __typename?: 'Slot', id: string }, vehicle: { __typename?: 'Vehicle', id: string, plate: string, owner: { __typename?: 'User', id: string, name?: string | null } } };

export type ClaimsAtStationSubscriptionVariables = Exact<{
  stationId: Scalars['ID']['input'];
}>;


export type ClaimsAtStationSubscription = { __typename?: 'Subscription', reservationChanged: { __typename?: 'ReservationEvent', cursor: string, kind: ReservationEventKind } };

export type SessionsAtStationSubscriptionVariables = Exact<{
  stationId: Scalars['ID']['input'];
}>;


export type SessionsAtStationSubscription = { __typename?: 'Subscription', chargingSessionChanged: { __typename?: 'ChargingSessionEvent', cursor: string, session: { __typename?: 'ChargingSession', id: string, status: SessionStatus, initialPercent: number, targetPercent: number, currentPercent: number, powerKw?: number | null, energyKwh: number, startedAt: string, endedAt?: string | null, mustEndBy?: string | null, slot: { __typename?: 'Slot', id: string }, vehicle: { __typename?: 'Vehicle', id: string, plate: string, owner: { __typename?: 'User', id: string, name?: string | null } } } } };

export type BookSlotMutationVariables = Exact<{
  input: CreateReservationInput;
}>;


export type BookSlotMutation = { __typename?: 'Mutation', createReservation: { __typename?: 'ReservationPayload', reservation: { __typename?: 'Reservation', id: string, code: string, kind: ReservationKind, status: ReservationStatus, reservedUntil: string, turnUntil?: string | null, waitlistPosition?: number | null, vehicle: { __typename?: 'Vehicle', id: string, plate: string, owner: { __typename?: 'User', id: string, name?: string | null } }, items: Array<{ __typename?: 'ReservationItem', startAt?: string | null, endAt?: string | null, holdFrom?: string | null, heldAt?: string | null, releasedAt?: string | null, slot: { __typename?: 'Slot', id: string } }> } } };

export type StartChargingMutationVariables = Exact<{
  input: StartChargingSessionInput;
}>;


export type StartChargingMutation = { __typename?: 'Mutation', startChargingSession: { __typename?: 'ChargingSessionPayload', session: { __typename?: 'ChargingSession', id: string, status: SessionStatus, initialPercent: number, targetPercent: number, currentPercent: number, powerKw?: number | null, energyKwh: number, startedAt: string, endedAt?: string | null, mustEndBy?: string | null, slot: { __typename?: 'Slot', id: string }, vehicle: { __typename?: 'Vehicle', id: string, plate: string, owner: { __typename?: 'User', id: string, name?: string | null } } } } };

export type StopChargingMutationVariables = Exact<{
  input: StopChargingSessionInput;
}>;


export type StopChargingMutation = { __typename?: 'Mutation', stopChargingSession: { __typename?: 'ChargingSessionPayload', session: { __typename?: 'ChargingSession', id: string, status: SessionStatus, initialPercent: number, targetPercent: number, currentPercent: number, powerKw?: number | null, energyKwh: number, startedAt: string, endedAt?: string | null, mustEndBy?: string | null, slot: { __typename?: 'Slot', id: string }, vehicle: { __typename?: 'Vehicle', id: string, plate: string, owner: { __typename?: 'User', id: string, name?: string | null } } } } };

export type SlotDetailsQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type SlotDetailsQuery = { __typename?: 'Query', slot?: { __typename?: 'Slot', id: string, label: string, connectorType?: string | null, powerKw?: number | null, version: number, removedAt?: string | null, waitlistLength: number, hold?: { __typename?: 'SlotHold', kind: ReservationKind, until: string, lapsed: boolean } | null, port: { __typename?: 'Port', id: string, label: string, station: { __typename?: 'Station', id: string, name: string, address?: string | null, bookingMode: BookingMode } } } | null };

export type SlotChangesQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type SlotChangesQuery = { __typename?: 'Query', slot?: { __typename?: 'Slot', id: string, history: { __typename?: 'SlotEventConnection', edges: Array<{ __typename?: 'SlotEventEdge', cursor: string, node: { __typename?: 'SlotStatusEvent', version: number, cause?: SlotStatusCause | null, previousStatus?: SlotStatus | null, status: SlotStatus, occurredAt: string } }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean } } } | null };

export type SlotChangeFragment = { __typename?: 'SlotStatusEvent', version: number, cause?: SlotStatusCause | null, previousStatus?: SlotStatus | null, status: SlotStatus, occurredAt: string };

export type FreeWindowsQueryVariables = Exact<{
  slotId: Scalars['ID']['input'];
  from: Scalars['DateTime']['input'];
  to: Scalars['DateTime']['input'];
}>;


export type FreeWindowsQuery = { __typename?: 'Query', availability: Array<{ __typename?: 'AvailabilityWindow', startAt: string, endAt: string }> };

export type MyVehiclesQueryVariables = Exact<{ [key: string]: never; }>;


export type MyVehiclesQuery = { __typename?: 'Query', me?: { __typename?: 'User', id: string, vehicles: Array<{ __typename?: 'Vehicle', id: string, plate: string, model?: string | null, batteryKwh?: number | null }> } | null };

export type VehicleDetailsFragment = { __typename?: 'Vehicle', id: string, plate: string, model?: string | null, batteryKwh?: number | null };

export type AddVehicleMutationVariables = Exact<{
  input: RegisterVehicleInput;
}>;


export type AddVehicleMutation = { __typename?: 'Mutation', registerVehicle: { __typename?: 'VehiclePayload', vehicle: { __typename?: 'Vehicle', id: string, plate: string, model?: string | null, batteryKwh?: number | null } } };

export type EditVehicleMutationVariables = Exact<{
  input: UpdateVehicleInput;
}>;


export type EditVehicleMutation = { __typename?: 'Mutation', updateVehicle: { __typename?: 'VehiclePayload', vehicle: { __typename?: 'Vehicle', id: string, plate: string, model?: string | null, batteryKwh?: number | null } } };

export type DropVehicleMutationVariables = Exact<{
  vehicleId: Scalars['ID']['input'];
}>;


export type DropVehicleMutation = { __typename?: 'Mutation', removeVehicle: { __typename?: 'VehiclePayload', vehicle: { __typename?: 'Vehicle', id: string } } };

export type FindVehiclesQueryVariables = Exact<{
  plate: Scalars['String']['input'];
}>;


export type FindVehiclesQuery = { __typename?: 'Query', vehicles: { __typename?: 'VehicleConnection', edges: Array<{ __typename?: 'VehicleEdge', node: { __typename?: 'Vehicle', id: string, plate: string, model?: string | null, batteryKwh?: number | null, owner: { __typename?: 'User', id: string, name?: string | null } } }> } };

export type WebhookFieldsFragment = { __typename?: 'Webhook', id: string, url: string, description?: string | null, events: Array<ReservationEventKind>, active: boolean, disabledReason?: string | null, createdAt: string, organisation?: string | null, station?: { __typename?: 'Station', id: string, name: string } | null };

export type DeliveryFieldsFragment = { __typename?: 'WebhookDelivery', id: string, event?: ReservationEventKind | null, status: WebhookDeliveryStatus, attempts: number, responseStatus?: number | null, error?: string | null, createdAt: string, lastAttemptAt?: string | null, nextAttemptAt?: string | null, deliveredAt?: string | null, reservation?: { __typename?: 'Reservation', id: string, code: string } | null };

export type ListWebhooksQueryVariables = Exact<{
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type ListWebhooksQuery = { __typename?: 'Query', webhooks: { __typename?: 'WebhookConnection', totalCount: number, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, edges: Array<{ __typename?: 'WebhookEdge', node: { __typename?: 'Webhook', id: string, url: string, description?: string | null, events: Array<ReservationEventKind>, active: boolean, disabledReason?: string | null, createdAt: string, organisation?: string | null, station?: { __typename?: 'Station', id: string, name: string } | null } }> } };

export type OneWebhookQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type OneWebhookQuery = { __typename?: 'Query', webhook?: { __typename?: 'Webhook', id: string, url: string, description?: string | null, events: Array<ReservationEventKind>, active: boolean, disabledReason?: string | null, createdAt: string, organisation?: string | null, station?: { __typename?: 'Station', id: string, name: string } | null } | null };

export type WebhookDeliveriesQueryVariables = Exact<{
  webhookId: Scalars['ID']['input'];
  statuses?: InputMaybe<Array<WebhookDeliveryStatus> | WebhookDeliveryStatus>;
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type WebhookDeliveriesQuery = { __typename?: 'Query', webhookDeliveries: { __typename?: 'WebhookDeliveryConnection', totalCount: number, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, edges: Array<{ __typename?: 'WebhookDeliveryEdge', node: { __typename?: 'WebhookDelivery', id: string, event?: ReservationEventKind | null, status: WebhookDeliveryStatus, attempts: number, responseStatus?: number | null, error?: string | null, createdAt: string, lastAttemptAt?: string | null, nextAttemptAt?: string | null, deliveredAt?: string | null, reservation?: { __typename?: 'Reservation', id: string, code: string } | null } }> } };

export type DeliveryBodyQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type DeliveryBodyQuery = { __typename?: 'Query', node?:
    | { __typename?: 'AuditEntry' }
    | { __typename?: 'ChargingSession' }
    | { __typename?: 'Port' }
    | { __typename?: 'Reservation' }
    | { __typename?: 'Slot' }
    | { __typename?: 'Station' }
    | { __typename?: 'User' }
    | { __typename?: 'Vehicle' }
    | { __typename?: 'Webhook' }
    | { __typename?: 'WebhookDelivery', id: string, body: string }
   | null };

export type RegisterWebhookMutationVariables = Exact<{
  input: RegisterWebhookInput;
}>;


export type RegisterWebhookMutation = { __typename?: 'Mutation', registerWebhook: { __typename?: 'WebhookSecretPayload', secret: string, webhook: { __typename?: 'Webhook', id: string, url: string, description?: string | null, events: Array<ReservationEventKind>, active: boolean, disabledReason?: string | null, createdAt: string, organisation?: string | null, station?: { __typename?: 'Station', id: string, name: string } | null } } };

export type UpdateWebhookMutationVariables = Exact<{
  input: UpdateWebhookInput;
}>;


export type UpdateWebhookMutation = { __typename?: 'Mutation', updateWebhook: { __typename?: 'WebhookPayload', webhook: { __typename?: 'Webhook', id: string, url: string, description?: string | null, events: Array<ReservationEventKind>, active: boolean, disabledReason?: string | null, createdAt: string, organisation?: string | null, station?: { __typename?: 'Station', id: string, name: string } | null } } };

export type RotateWebhookSecretMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type RotateWebhookSecretMutation = { __typename?: 'Mutation', rotateWebhookSecret: { __typename?: 'WebhookSecretPayload', secret: string, webhook: { __typename?: 'Webhook', id: string } } };

export type RemoveWebhookMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type RemoveWebhookMutation = { __typename?: 'Mutation', removeWebhook: { __typename?: 'WebhookPayload', webhook: { __typename?: 'Webhook', id: string } } };

export type SendTestWebhookMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type SendTestWebhookMutation = { __typename?: 'Mutation', sendTestWebhook: { __typename?: 'WebhookDeliveryPayload', delivery: { __typename?: 'WebhookDelivery', id: string, event?: ReservationEventKind | null, status: WebhookDeliveryStatus, attempts: number, responseStatus?: number | null, error?: string | null, createdAt: string, lastAttemptAt?: string | null, nextAttemptAt?: string | null, deliveredAt?: string | null, reservation?: { __typename?: 'Reservation', id: string, code: string } | null } } };

export type RedeliverWebhookMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type RedeliverWebhookMutation = { __typename?: 'Mutation', redeliverWebhook: { __typename?: 'WebhookDeliveryPayload', delivery: { __typename?: 'WebhookDelivery', id: string, event?: ReservationEventKind | null, status: WebhookDeliveryStatus, attempts: number, responseStatus?: number | null, error?: string | null, createdAt: string, lastAttemptAt?: string | null, nextAttemptAt?: string | null, deliveredAt?: string | null, reservation?: { __typename?: 'Reservation', id: string, code: string } | null } } };

export const AuditEntryFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AuditEntryFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}},{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"thingType"}},{"kind":"Field","name":{"kind":"Name","value":"thingId"}},{"kind":"Field","name":{"kind":"Name","value":"organisation"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}}]} as unknown as DocumentNode<AuditEntryFieldsFragment, unknown>;
export const ReservationSummaryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReservationSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Reservation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"reservedUntil"}},{"kind":"Field","name":{"kind":"Name","value":"turnUntil"}},{"kind":"Field","name":{"kind":"Name","value":"waitlistPosition"}},{"kind":"Field","name":{"kind":"Name","value":"hiddenAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancellationReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}}]}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startAt"}},{"kind":"Field","name":{"kind":"Name","value":"endAt"}},{"kind":"Field","name":{"kind":"Name","value":"holdFrom"}},{"kind":"Field","name":{"kind":"Name","value":"heldAt"}},{"kind":"Field","name":{"kind":"Name","value":"releasedAt"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"port"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"bookingMode"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ReservationSummaryFragment, unknown>;
export const SiteDetailsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SiteDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Station"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}},{"kind":"Field","name":{"kind":"Name","value":"bookingMode"}},{"kind":"Field","name":{"kind":"Name","value":"expiryPolicy"}},{"kind":"Field","name":{"kind":"Name","value":"organisation"}}]}}]} as unknown as DocumentNode<SiteDetailsFragment, unknown>;
export const SiteSlotFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SiteSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Slot"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"connectorType"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}}]}}]} as unknown as DocumentNode<SiteSlotFragment, unknown>;
export const ClaimOnSlotFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClaimOnSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Reservation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reservedUntil"}},{"kind":"Field","name":{"kind":"Name","value":"turnUntil"}},{"kind":"Field","name":{"kind":"Name","value":"waitlistPosition"}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startAt"}},{"kind":"Field","name":{"kind":"Name","value":"endAt"}},{"kind":"Field","name":{"kind":"Name","value":"holdFrom"}},{"kind":"Field","name":{"kind":"Name","value":"heldAt"}},{"kind":"Field","name":{"kind":"Name","value":"releasedAt"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<ClaimOnSlotFragment, unknown>;
export const SessionOnSlotFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionOnSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChargingSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"initialPercent"}},{"kind":"Field","name":{"kind":"Name","value":"targetPercent"}},{"kind":"Field","name":{"kind":"Name","value":"currentPercent"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}},{"kind":"Field","name":{"kind":"Name","value":"energyKwh"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"mustEndBy"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<SessionOnSlotFragment, unknown>;
export const SlotChangeFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SlotChange"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SlotStatusEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}}]}}]} as unknown as DocumentNode<SlotChangeFragment, unknown>;
export const VehicleDetailsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"VehicleDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Vehicle"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"batteryKwh"}}]}}]} as unknown as DocumentNode<VehicleDetailsFragment, unknown>;
export const WebhookFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WebhookFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Webhook"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"events"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"disabledReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"organisation"}},{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<WebhookFieldsFragment, unknown>;
export const DeliveryFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeliveryFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookDelivery"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"responseStatus"}},{"kind":"Field","name":{"kind":"Name","value":"error"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"deliveredAt"}},{"kind":"Field","name":{"kind":"Name","value":"reservation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]} as unknown as DocumentNode<DeliveryFieldsFragment, unknown>;
export const AnalyticsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Analytics"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"bucket"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AnalyticsBucket"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"stationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservationAnalytics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}},{"kind":"Argument","name":{"kind":"Name","value":"bucket"},"value":{"kind":"Variable","name":{"kind":"Name","value":"bucket"}}},{"kind":"Argument","name":{"kind":"Name","value":"stationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"stationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"created"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"cancelled"}},{"kind":"Field","name":{"kind":"Name","value":"expired"}},{"kind":"Field","name":{"kind":"Name","value":"missed"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"expiryRate"}},{"kind":"Field","name":{"kind":"Name","value":"averageHoldMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"buckets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"created"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"cancelled"}},{"kind":"Field","name":{"kind":"Name","value":"expired"}},{"kind":"Field","name":{"kind":"Name","value":"missed"}}]}}]}}]}}]} as unknown as DocumentNode<AnalyticsQuery, AnalyticsQueryVariables>;
export const MeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"vehicles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"batteryKwh"}}]}}]}}]}}]} as unknown as DocumentNode<MeQuery, MeQueryVariables>;
export const AuditLogDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AuditLog"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"AuditLogFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditLog"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AuditEntryFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AuditEntryFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}},{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"thingType"}},{"kind":"Field","name":{"kind":"Name","value":"thingId"}},{"kind":"Field","name":{"kind":"Name","value":"organisation"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}}]} as unknown as DocumentNode<AuditLogQuery, AuditLogQueryVariables>;
export const FindUsersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FindUsers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"text"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"text"},"value":{"kind":"Variable","name":{"kind":"Name","value":"text"}}}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]}}]}}]} as unknown as DocumentNode<FindUsersQuery, FindUsersQueryVariables>;
export const ChosenUserDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ChosenUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<ChosenUserQuery, ChosenUserQueryVariables>;
export const WatchAllSlotsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchAllSlots"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slotStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"snapshot"},"value":{"kind":"BooleanValue","value":true}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"connectorType"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}},{"kind":"Field","name":{"kind":"Name","value":"port"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"bookingMode"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<WatchAllSlotsSubscription, WatchAllSlotsSubscriptionVariables>;
export const LookAtPictureDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LookAtPicture"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"isBegun"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cursor"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slotsChangedSince"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cursor"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cursor"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"isBegun"}}}]}]},{"kind":"Field","name":{"kind":"Name","value":"slots"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"feedCursor"}}]}}]}}]} as unknown as DocumentNode<LookAtPictureQuery, LookAtPictureQueryVariables>;
export const FollowFromDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FollowFrom"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slotStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<FollowFromSubscription, FollowFromSubscriptionVariables>;
export const ReservationFeedStartDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReservationFeedStart"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slots"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"feedCursor"}}]}}]}}]} as unknown as DocumentNode<ReservationFeedStartQuery, ReservationFeedStartQueryVariables>;
export const ReservationEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ReservationEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"stationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"reservationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservationChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"stationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"stationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"reservationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"reservationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"reservation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"hiddenAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancellationReason"}},{"kind":"Field","name":{"kind":"Name","value":"turnUntil"}},{"kind":"Field","name":{"kind":"Name","value":"reservedUntil"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ReservationEventsSubscription, ReservationEventsSubscriptionVariables>;
export const ReservationConfirmDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReservationConfirm"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmReservation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"reservationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<ReservationConfirmMutation, ReservationConfirmMutationVariables>;
export const ReservationAcceptTurnDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReservationAcceptTurn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptTurn"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"reservationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<ReservationAcceptTurnMutation, ReservationAcceptTurnMutationVariables>;
export const ReservationCancelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReservationCancel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelReservationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelReservation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<ReservationCancelMutation, ReservationCancelMutationVariables>;
export const ReservationCompleteDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReservationComplete"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completeReservation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"reservationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<ReservationCompleteMutation, ReservationCompleteMutationVariables>;
export const ReservationRescheduleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReservationReschedule"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RescheduleReservationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rescheduleReservation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startAt"}},{"kind":"Field","name":{"kind":"Name","value":"endAt"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ReservationRescheduleMutation, ReservationRescheduleMutationVariables>;
export const ReservationHideDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReservationHide"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hideReservation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"reservationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hiddenAt"}}]}}]}}]}}]} as unknown as DocumentNode<ReservationHideMutation, ReservationHideMutationVariables>;
export const ReservationHideManyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReservationHideMany"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ids"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hideReservations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"reservationIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ids"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hidden"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}},{"kind":"Field","name":{"kind":"Name","value":"failed"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservationId"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ReservationHideManyMutation, ReservationHideManyMutationVariables>;
export const ReservationRestoreDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReservationRestore"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"restoreReservation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"reservationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hiddenAt"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"releasedAt"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ReservationRestoreMutation, ReservationRestoreMutationVariables>;
export const ReservationListsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReservationLists"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"stationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservationDashboard"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"stationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"stationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"urgent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReservationSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"current"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReservationSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"yourTurn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReservationSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"waitlisted"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReservationSummary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dismissible"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReservationSummary"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReservationSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Reservation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"reservedUntil"}},{"kind":"Field","name":{"kind":"Name","value":"turnUntil"}},{"kind":"Field","name":{"kind":"Name","value":"waitlistPosition"}},{"kind":"Field","name":{"kind":"Name","value":"hiddenAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancellationReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}}]}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startAt"}},{"kind":"Field","name":{"kind":"Name","value":"endAt"}},{"kind":"Field","name":{"kind":"Name","value":"holdFrom"}},{"kind":"Field","name":{"kind":"Name","value":"heldAt"}},{"kind":"Field","name":{"kind":"Name","value":"releasedAt"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"port"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"bookingMode"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ReservationListsQuery, ReservationListsQueryVariables>;
export const ReservationHistoryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReservationHistory"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ReservationFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ReservationOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReservationSummary"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReservationSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Reservation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"reservedUntil"}},{"kind":"Field","name":{"kind":"Name","value":"turnUntil"}},{"kind":"Field","name":{"kind":"Name","value":"waitlistPosition"}},{"kind":"Field","name":{"kind":"Name","value":"hiddenAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancellationReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}}]}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startAt"}},{"kind":"Field","name":{"kind":"Name","value":"endAt"}},{"kind":"Field","name":{"kind":"Name","value":"holdFrom"}},{"kind":"Field","name":{"kind":"Name","value":"heldAt"}},{"kind":"Field","name":{"kind":"Name","value":"releasedAt"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"port"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"bookingMode"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ReservationHistoryQuery, ReservationHistoryQueryVariables>;
export const ReservationByCodeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReservationByCode"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"code"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservationByCode"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"code"},"value":{"kind":"Variable","name":{"kind":"Name","value":"code"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<ReservationByCodeQuery, ReservationByCodeQueryVariables>;
export const ReservationDetailsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReservationDetails"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReservationSummary"}},{"kind":"Field","name":{"kind":"Name","value":"notes"}},{"kind":"Field","name":{"kind":"Name","value":"history"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReservationSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Reservation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"reservedUntil"}},{"kind":"Field","name":{"kind":"Name","value":"turnUntil"}},{"kind":"Field","name":{"kind":"Name","value":"waitlistPosition"}},{"kind":"Field","name":{"kind":"Name","value":"hiddenAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancellationReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}}]}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startAt"}},{"kind":"Field","name":{"kind":"Name","value":"endAt"}},{"kind":"Field","name":{"kind":"Name","value":"holdFrom"}},{"kind":"Field","name":{"kind":"Name","value":"heldAt"}},{"kind":"Field","name":{"kind":"Name","value":"releasedAt"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"port"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"bookingMode"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ReservationDetailsQuery, ReservationDetailsQueryVariables>;
export const SignInOptionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SignInOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signInOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"demoUsers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"roles"}}]}},{"kind":"Field","name":{"kind":"Name","value":"openIdConnect"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issuer"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"scope"}}]}}]}}]}}]} as unknown as DocumentNode<SignInOptionsQuery, SignInOptionsQueryVariables>;
export const SignInAsDemoUserDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignInAsDemoUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subject"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signInAsDemoUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"subject"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subject"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}}]}}]}}]} as unknown as DocumentNode<SignInAsDemoUserMutation, SignInAsDemoUserMutationVariables>;
export const WhoseTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoseToken"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<WhoseTokenQuery, WhoseTokenQueryVariables>;
export const FindStationsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FindStations"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"text"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"nameContains"},"value":{"kind":"Variable","name":{"kind":"Name","value":"text"}}}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}}]}}]}}]}}]}}]} as unknown as DocumentNode<FindStationsQuery, FindStationsQueryVariables>;
export const ChosenStationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ChosenStation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"station"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}}]}}]}}]} as unknown as DocumentNode<ChosenStationQuery, ChosenStationQueryVariables>;
export const SitesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Sites"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"StationFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SiteDetails"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SiteDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Station"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}},{"kind":"Field","name":{"kind":"Name","value":"bookingMode"}},{"kind":"Field","name":{"kind":"Name","value":"expiryPolicy"}},{"kind":"Field","name":{"kind":"Name","value":"organisation"}}]}}]} as unknown as DocumentNode<SitesQuery, SitesQueryVariables>;
export const SiteDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Site"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"station"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SiteDetails"}},{"kind":"Field","name":{"kind":"Name","value":"removedAt"}},{"kind":"Field","name":{"kind":"Name","value":"ports"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"slots"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SiteSlot"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SiteDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Station"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}},{"kind":"Field","name":{"kind":"Name","value":"bookingMode"}},{"kind":"Field","name":{"kind":"Name","value":"expiryPolicy"}},{"kind":"Field","name":{"kind":"Name","value":"organisation"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SiteSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Slot"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"connectorType"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}}]}}]} as unknown as DocumentNode<SiteQuery, SiteQueryVariables>;
export const WhatSlotHasDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhatSlotHas"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"slotId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slot"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"slotId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hold"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lapsed"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"reservations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"slotId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"slotId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"statuses"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"PENDING"},{"kind":"EnumValue","value":"ACTIVE"},{"kind":"EnumValue","value":"WAITLISTED"},{"kind":"EnumValue","value":"YOUR_TURN"}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reservedUntil"}},{"kind":"Field","name":{"kind":"Name","value":"turnUntil"}},{"kind":"Field","name":{"kind":"Name","value":"waitlistPosition"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}}]}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"startAt"}},{"kind":"Field","name":{"kind":"Name","value":"endAt"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"chargingSessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"slotId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"slotId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"statuses"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"ACTIVE"}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"currentPercent"}},{"kind":"Field","name":{"kind":"Name","value":"targetPercent"}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<WhatSlotHasQuery, WhatSlotHasQueryVariables>;
export const WhatIsDueDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhatIsDue"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"statuses"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"PENDING"},{"kind":"EnumValue","value":"ACTIVE"}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"reservedUntilBefore"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WhatIsDueQuery, WhatIsDueQueryVariables>;
export const OpenSiteDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OpenSite"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateStationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createStation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SiteDetails"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SiteDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Station"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}},{"kind":"Field","name":{"kind":"Name","value":"bookingMode"}},{"kind":"Field","name":{"kind":"Name","value":"expiryPolicy"}},{"kind":"Field","name":{"kind":"Name","value":"organisation"}}]}}]} as unknown as DocumentNode<OpenSiteMutation, OpenSiteMutationVariables>;
export const ChangeSiteDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChangeSite"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateStationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateStation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SiteDetails"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SiteDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Station"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"latitude"}},{"kind":"Field","name":{"kind":"Name","value":"longitude"}},{"kind":"Field","name":{"kind":"Name","value":"bookingMode"}},{"kind":"Field","name":{"kind":"Name","value":"expiryPolicy"}},{"kind":"Field","name":{"kind":"Name","value":"organisation"}}]}}]} as unknown as DocumentNode<ChangeSiteMutation, ChangeSiteMutationVariables>;
export const AddPortDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddPort"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreatePortInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createPort"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"port"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}}]}}]}}]} as unknown as DocumentNode<AddPortMutation, AddPortMutationVariables>;
export const RenamePortDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RenamePort"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdatePortInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updatePort"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"port"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}}]}}]}}]} as unknown as DocumentNode<RenamePortMutation, RenamePortMutationVariables>;
export const AddSlotDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddSlot"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateSlotInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createSlot"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SiteSlot"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SiteSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Slot"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"connectorType"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}}]}}]} as unknown as DocumentNode<AddSlotMutation, AddSlotMutationVariables>;
export const ChangeSlotDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChangeSlot"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateSlotInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateSlot"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SiteSlot"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SiteSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Slot"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"connectorType"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}}]}}]} as unknown as DocumentNode<ChangeSlotMutation, ChangeSlotMutationVariables>;
export const TakeOutOfServiceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"TakeOutOfService"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeactivateSlotInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deactivateSlot"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SiteSlot"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SiteSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Slot"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"connectorType"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}}]}}]} as unknown as DocumentNode<TakeOutOfServiceMutation, TakeOutOfServiceMutationVariables>;
export const PutBackDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PutBack"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"slotId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activateSlot"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"slotId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"slotId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SiteSlot"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SiteSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Slot"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"connectorType"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}}]}}]} as unknown as DocumentNode<PutBackMutation, PutBackMutationVariables>;
export const DropSlotDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DropSlot"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"slotId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeSlot"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"slotId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"slotId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"removedAt"}}]}}]}}]}}]} as unknown as DocumentNode<DropSlotMutation, DropSlotMutationVariables>;
export const DropPortDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DropPort"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"portId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removePort"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"portId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"portId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"port"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"removedAt"}}]}}]}}]}}]} as unknown as DocumentNode<DropPortMutation, DropPortMutationVariables>;
export const DropSiteDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DropSite"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"stationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeStation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"stationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"stationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"removedAt"}}]}}]}}]}}]} as unknown as DocumentNode<DropSiteMutation, DropSiteMutationVariables>;
export const ExpireWhatIsDueDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ExpireWhatIsDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expireReservations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expiredCount"}},{"kind":"Field","name":{"kind":"Name","value":"expiredReservations"}}]}}]}}]} as unknown as DocumentNode<ExpireWhatIsDueMutation, ExpireWhatIsDueMutationVariables>;
export const ClaimsOnSlotDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ClaimsOnSlot"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"slotId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReservationStatus"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ReservationOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"slotId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"slotId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"hidden"},"value":{"kind":"BooleanValue","value":false}}]}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClaimOnSlot"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"chargingSessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"slotId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"slotId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"statuses"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"ACTIVE"}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionOnSlot"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClaimOnSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Reservation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reservedUntil"}},{"kind":"Field","name":{"kind":"Name","value":"turnUntil"}},{"kind":"Field","name":{"kind":"Name","value":"waitlistPosition"}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startAt"}},{"kind":"Field","name":{"kind":"Name","value":"endAt"}},{"kind":"Field","name":{"kind":"Name","value":"holdFrom"}},{"kind":"Field","name":{"kind":"Name","value":"heldAt"}},{"kind":"Field","name":{"kind":"Name","value":"releasedAt"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionOnSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChargingSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"initialPercent"}},{"kind":"Field","name":{"kind":"Name","value":"targetPercent"}},{"kind":"Field","name":{"kind":"Name","value":"currentPercent"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}},{"kind":"Field","name":{"kind":"Name","value":"energyKwh"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"mustEndBy"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<ClaimsOnSlotQuery, ClaimsOnSlotQueryVariables>;
export const ClaimsAtStationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ClaimsAtStation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"stationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservationChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"stationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"stationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}}]}}]}}]} as unknown as DocumentNode<ClaimsAtStationSubscription, ClaimsAtStationSubscriptionVariables>;
export const SessionsAtStationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"SessionsAtStation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"stationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"chargingSessionChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"stationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"stationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionOnSlot"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionOnSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChargingSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"initialPercent"}},{"kind":"Field","name":{"kind":"Name","value":"targetPercent"}},{"kind":"Field","name":{"kind":"Name","value":"currentPercent"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}},{"kind":"Field","name":{"kind":"Name","value":"energyKwh"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"mustEndBy"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<SessionsAtStationSubscription, SessionsAtStationSubscriptionVariables>;
export const BookSlotDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"BookSlot"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateReservationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createReservation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reservation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClaimOnSlot"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClaimOnSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Reservation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reservedUntil"}},{"kind":"Field","name":{"kind":"Name","value":"turnUntil"}},{"kind":"Field","name":{"kind":"Name","value":"waitlistPosition"}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startAt"}},{"kind":"Field","name":{"kind":"Name","value":"endAt"}},{"kind":"Field","name":{"kind":"Name","value":"holdFrom"}},{"kind":"Field","name":{"kind":"Name","value":"heldAt"}},{"kind":"Field","name":{"kind":"Name","value":"releasedAt"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<BookSlotMutation, BookSlotMutationVariables>;
export const StartChargingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartCharging"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartChargingSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startChargingSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionOnSlot"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionOnSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChargingSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"initialPercent"}},{"kind":"Field","name":{"kind":"Name","value":"targetPercent"}},{"kind":"Field","name":{"kind":"Name","value":"currentPercent"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}},{"kind":"Field","name":{"kind":"Name","value":"energyKwh"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"mustEndBy"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<StartChargingMutation, StartChargingMutationVariables>;
export const StopChargingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StopCharging"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StopChargingSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stopChargingSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionOnSlot"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionOnSlot"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChargingSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"initialPercent"}},{"kind":"Field","name":{"kind":"Name","value":"targetPercent"}},{"kind":"Field","name":{"kind":"Name","value":"currentPercent"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}},{"kind":"Field","name":{"kind":"Name","value":"energyKwh"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"mustEndBy"}},{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<StopChargingMutation, StopChargingMutationVariables>;
export const SlotDetailsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SlotDetails"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slot"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"connectorType"}},{"kind":"Field","name":{"kind":"Name","value":"powerKw"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"removedAt"}},{"kind":"Field","name":{"kind":"Name","value":"waitlistLength"}},{"kind":"Field","name":{"kind":"Name","value":"hold"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"until"}},{"kind":"Field","name":{"kind":"Name","value":"lapsed"}}]}},{"kind":"Field","name":{"kind":"Name","value":"port"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"bookingMode"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SlotDetailsQuery, SlotDetailsQueryVariables>;
export const SlotChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SlotChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slot"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"history"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SlotChange"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SlotChange"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SlotStatusEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}}]}}]} as unknown as DocumentNode<SlotChangesQuery, SlotChangesQueryVariables>;
export const FreeWindowsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FreeWindows"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"slotId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTime"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"availability"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"slotIds"},"value":{"kind":"ListValue","values":[{"kind":"Variable","name":{"kind":"Name","value":"slotId"}}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startAt"}},{"kind":"Field","name":{"kind":"Name","value":"endAt"}}]}}]}}]} as unknown as DocumentNode<FreeWindowsQuery, FreeWindowsQueryVariables>;
export const MyVehiclesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyVehicles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"vehicles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"VehicleDetails"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"VehicleDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Vehicle"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"batteryKwh"}}]}}]} as unknown as DocumentNode<MyVehiclesQuery, MyVehiclesQueryVariables>;
export const AddVehicleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddVehicle"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterVehicleInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"registerVehicle"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"VehicleDetails"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"VehicleDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Vehicle"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"batteryKwh"}}]}}]} as unknown as DocumentNode<AddVehicleMutation, AddVehicleMutationVariables>;
export const EditVehicleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EditVehicle"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateVehicleInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateVehicle"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"VehicleDetails"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"VehicleDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Vehicle"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"batteryKwh"}}]}}]} as unknown as DocumentNode<EditVehicleMutation, EditVehicleMutationVariables>;
export const DropVehicleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DropVehicle"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"vehicleId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeVehicle"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"vehicleId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"vehicleId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vehicle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<DropVehicleMutation, DropVehicleMutationVariables>;
export const FindVehiclesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FindVehicles"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"plate"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vehicles"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"plateStartsWith"},"value":{"kind":"Variable","name":{"kind":"Name","value":"plate"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"VehicleDetails"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"VehicleDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Vehicle"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"plate"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"batteryKwh"}}]}}]} as unknown as DocumentNode<FindVehiclesQuery, FindVehiclesQueryVariables>;
export const ListWebhooksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ListWebhooks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhooks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WebhookFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WebhookFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Webhook"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"events"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"disabledReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"organisation"}},{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<ListWebhooksQuery, ListWebhooksQueryVariables>;
export const OneWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OneWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WebhookFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WebhookFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Webhook"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"events"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"disabledReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"organisation"}},{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<OneWebhookQuery, OneWebhookQueryVariables>;
export const WebhookDeliveriesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WebhookDeliveries"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"webhookId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookDeliveryStatus"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhookDeliveries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"webhookId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"webhookId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"statuses"},"value":{"kind":"Variable","name":{"kind":"Name","value":"statuses"}}}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeliveryFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeliveryFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookDelivery"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"responseStatus"}},{"kind":"Field","name":{"kind":"Name","value":"error"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"deliveredAt"}},{"kind":"Field","name":{"kind":"Name","value":"reservation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]} as unknown as DocumentNode<WebhookDeliveriesQuery, WebhookDeliveriesQueryVariables>;
export const DeliveryBodyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DeliveryBody"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookDelivery"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"body"}}]}}]}}]}}]} as unknown as DocumentNode<DeliveryBodyQuery, DeliveryBodyQueryVariables>;
export const RegisterWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RegisterWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterWebhookInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"registerWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WebhookFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WebhookFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Webhook"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"events"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"disabledReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"organisation"}},{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<RegisterWebhookMutation, RegisterWebhookMutationVariables>;
export const UpdateWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateWebhookInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WebhookFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WebhookFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Webhook"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"events"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"disabledReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"organisation"}},{"kind":"Field","name":{"kind":"Name","value":"station"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<UpdateWebhookMutation, UpdateWebhookMutationVariables>;
export const RotateWebhookSecretDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateWebhookSecret"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotateWebhookSecret"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"webhookId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<RotateWebhookSecretMutation, RotateWebhookSecretMutationVariables>;
export const RemoveWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemoveWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"webhookId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<RemoveWebhookMutation, RemoveWebhookMutationVariables>;
export const SendTestWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendTestWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendTestWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"webhookId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeliveryFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeliveryFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookDelivery"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"responseStatus"}},{"kind":"Field","name":{"kind":"Name","value":"error"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"deliveredAt"}},{"kind":"Field","name":{"kind":"Name","value":"reservation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]} as unknown as DocumentNode<SendTestWebhookMutation, SendTestWebhookMutationVariables>;
export const RedeliverWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RedeliverWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"redeliverWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"deliveryId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DeliveryFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DeliveryFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookDelivery"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"responseStatus"}},{"kind":"Field","name":{"kind":"Name","value":"error"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"deliveredAt"}},{"kind":"Field","name":{"kind":"Name","value":"reservation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]} as unknown as DocumentNode<RedeliverWebhookMutation, RedeliverWebhookMutationVariables>;