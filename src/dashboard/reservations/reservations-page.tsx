import { Page } from "../shared/page.tsx";

export default function ReservationsPage() {
  return <Page title="Reservations">{null}</Page>;
}
