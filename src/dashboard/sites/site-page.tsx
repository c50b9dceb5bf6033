import { Page } from "../shared/page.tsx";

export default function SitePage() {
  return <Page title="Station">{null}</Page>;
}
