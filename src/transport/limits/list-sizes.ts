/**
 * How long the lists without pages are taken to be, by the field they are the value of. A list that is missing here
 * stops the start.
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
