/**
 * The assumed lengths of lists without pages, by the field that returns them. The server does not start if one is
 * missing.
 */
export const assumedListSizes: Readonly<Record<string, number>> = {
  "Query.availability": 200,
  "SignInOptions.demoUsers": 3,
  "User.vehicles": 3,
  "Station.ports": 3,
  "Port.slots": 2,
  "Reservation.items": 2,
  "Reservation.history": 6,
  "ReservationDashboard.urgent": 20,
  "ReservationDashboard.current": 100,
  "ReservationDashboard.yourTurn": 20,
  "ReservationDashboard.waitlisted": 50,
  "ReservationDashboard.dismissible": 100,
  "ReservationAnalytics.buckets": 100,
  "HideReservationsPayload.hidden": 50,
  "HideReservationsPayload.failed": 50,
};
