import { Page } from "../shared/page.tsx";

export default function VehiclesPage() {
  return <Page title="Vehicles">{null}</Page>;
}
