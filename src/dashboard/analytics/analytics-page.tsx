import { Page } from "../shared/page.tsx";

export default function AnalyticsPage() {
  return <Page title="Analytics">{null}</Page>;
}
