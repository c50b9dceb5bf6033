import { Page } from "../shared/page.tsx";

export default function ReservationPage() {
  return <Page title="Reservation">{null}</Page>;
}
