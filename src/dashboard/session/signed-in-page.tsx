import { Page } from "../shared/page.tsx";

export default function SignedInPage() {
  return <Page title="Signing in">{null}</Page>;
}
