import { Page } from "../shared/page.tsx";

export default function HistoryPage() {
  return <Page title="History">{null}</Page>;
}
