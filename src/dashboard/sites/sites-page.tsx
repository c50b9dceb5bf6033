import { Page } from "../shared/page.tsx";

export default function SitesPage() {
  return <Page title="Stations">{null}</Page>;
}
