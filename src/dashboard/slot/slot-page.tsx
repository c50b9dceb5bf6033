import { Page } from "../shared/page.tsx";

export default function SlotPage() {
  return <Page title="Slot">{null}</Page>;
}
