import { Page } from "../shared/page.tsx";

export default function SignInPage() {
  return <Page title="Sign in">{null}</Page>;
}
