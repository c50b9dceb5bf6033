import { graphql } from "./gql/gql.ts";

// Operations that many tests share.

export const ReadSlot = graphql(`
  query ReadSlot($id: ID!) {
    slot(id: $id) {
      id status version
      hold { kind until lapsed }
      history(first: 100) { totalCount edges { node { version status previousStatus cause kind } } }
    }
  }
`);

export const CreateReservation = graphql(`
  mutation CreateReservation($input: CreateReservationInput!) {
    createReservation(input: $input) {
      reservation {
        id code kind status reservedUntil notes
        vehicle { id }
        owner { id name }
        items { slot { id status version } startAt endAt releasedAt }
        history { status event reason }
      }
    }
  }
`);

export const ConfirmReservation = graphql(`
  mutation ConfirmReservation($id: ID!) {
    confirmReservation(reservationId: $id) { reservation { id status history { status event } } }
  }
`);

export const CancelReservation = graphql(`
  mutation CancelReservation($input: CancelReservationInput!) {
    cancelReservation(input: $input) {
      reservation { id status cancellationReason items { releasedAt slot { id status } } history { status event reason } }
    }
  }
`);

export const CompleteReservation = graphql(`
  mutation CompleteReservation($id: ID!) {
    completeReservation(reservationId: $id) { reservation { id status items { releasedAt slot { status } } } }
  }
`);

export const StartSession = graphql(`
  mutation StartSession($input: StartChargingSessionInput!) {
    startChargingSession(input: $input) {
      session {
        id status initialPercent targetPercent currentPercent energyKwh powerKw startedAt endedAt
        slot { id status }
        vehicle { id }
        reservation { id code status }
      }
    }
  }
`);

export const ReportProgress = graphql(`
  mutation ReportProgress($input: ReportChargingProgressInput!) {
    reportChargingProgress(input: $input) { session { id status currentPercent powerKw energyKwh slot { status } } }
  }
`);

export const StopSession = graphql(`
  mutation StopSession($input: StopChargingSessionInput!) {
    stopChargingSession(input: $input) { session { id status currentPercent energyKwh endedAt slot { status } } }
  }
`);

export const ActivateSlot = graphql(`
  mutation ActivateSlot($id: ID!) {
    activateSlot(slotId: $id) { slot { id status version } }
  }
`);

export const DeactivateSlot = graphql(`
  mutation DeactivateSlot($input: DeactivateSlotInput!) {
    deactivateSlot(input: $input) { slot { id status version } }
  }
`);

export const ListReservations = graphql(`
  query ListReservations($filter: ReservationFilter, $first: Int, $after: String) {
    reservations(filter: $filter, first: $first, after: $after) {
      totalCount
      edges { cursor node { id code status } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

export const WatchSlots = graphql(`
  subscription WatchSlots($filter: SlotFilter, $snapshot: Boolean, $after: String) {
    slotStatusChanged(filter: $filter, snapshot: $snapshot, after: $after) {
      cursor kind status previousStatus version cause occurredAt
      slot { id label status version hold { kind until } port { station { name } } }
    }
  }
`);

export const SlotsChangedSince = graphql(`
  query SlotsChangedSince($cursor: String!, $filter: SlotFilter) { slotsChangedSince(cursor: $cursor, filter: $filter) }
`);

export const ReadSlotsInFeed = graphql(`
  query ReadSlotsInFeed($filter: SlotFilter) {
    slots(filter: $filter, first: 100) { feedCursor edges { cursor node { id status version } } }
  }
`);

export const ReadReservation = graphql(`
  query ReadReservation($id: ID!) {
    reservation(id: $id) {
      id code status reservedUntil turnUntil waitlistPosition hiddenAt notes cancellationReason
      items { holdFrom heldAt releasedAt slot { id status } }
      history { status event reason }
    }
  }
`);

export const AcceptTurn = graphql(`
  mutation AcceptTurn($id: ID!) {
    acceptTurn(reservationId: $id) { reservation { id status reservedUntil turnUntil } }
  }
`);

export const HideReservation = graphql(`
  mutation HideReservation($id: ID!) {
    hideReservation(reservationId: $id) { success message reservation { id status hiddenAt notes } }
  }
`);

export const HideReservations = graphql(`
  mutation HideReservations($ids: [ID!]!) {
    hideReservations(reservationIds: $ids) { hidden { id } failed { reservationId code message } }
  }
`);

export const RestoreReservation = graphql(`
  mutation RestoreReservation($id: ID!) {
    restoreReservation(reservationId: $id) { reservation { id status hiddenAt notes items { releasedAt } } }
  }
`);

export const ExpireReservations = graphql(`
  mutation ExpireReservations {
    expireReservations { success expiredCount expiredReservations }
  }
`);

export const WatchReservations = graphql(`
  subscription WatchReservations($reservationId: ID, $stationId: ID, $after: String) {
    reservationChanged(reservationId: $reservationId, stationId: $stationId, after: $after) {
      kind cursor occurredAt reservation { id code status }
    }
  }
`);

export const WatchSessions = graphql(`
  subscription WatchSessions($sessionId: ID, $stationId: ID, $after: String) {
    chargingSessionChanged(sessionId: $sessionId, stationId: $stationId, after: $after) {
      cursor occurredAt session { id status currentPercent }
    }
  }
`);
