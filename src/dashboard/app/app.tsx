import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { type ComponentType, lazy, Suspense, useMemo } from "react";
import { Provider } from "urql";
import { Route, Switch } from "wouter";
import { createQueries } from "../api/queries.ts";
import { untilReached } from "../api/until-reached.ts";
import { Board } from "../board/board.tsx";
import { FeedAnnouncer } from "../live/feed-status.tsx";
import { routes } from "../routes.ts";
import { Loading, NotFound } from "../shared/page.tsx";
import { PageContext, type PageParts, usePage, useSession } from "./context.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { currentLanguage, LanguageProvider, useLanguage } from "./language.tsx";
import { Shell } from "./shell.tsx";
import { cssVariables, theme } from "./theme.ts";

/** A page whose code is fetched when it is first visited, once the server can be reached. */
function page(load: () => Promise<{ default: ComponentType }>) {
  return lazy(() => untilReached(load));
}

const pages = {
  [routes.slot]: page(() => import("../slot/slot-page.tsx")),
  [routes.reservations]: page(() => import("../reservations/reservations-page.tsx")),
  [routes.reservationHistory]: page(() => import("../reservations/history-page.tsx")),
  [routes.reservation]: page(() => import("../reservations/reservation-page.tsx")),
  [routes.vehicles]: page(() => import("../vehicles/vehicles-page.tsx")),
  [routes.signIn]: page(() => import("../session/sign-in-page.tsx")),
  [routes.signedIn]: page(() => import("../session/signed-in-page.tsx")),
  [routes.sites]: page(() => import("../sites/sites-page.tsx")),
  [routes.site]: page(() => import("../sites/site-page.tsx")),
  [routes.analytics]: page(() => import("../analytics/analytics-page.tsx")),
  [routes.webhooks]: page(() => import("../webhooks/webhooks-page.tsx")),
  [routes.webhook]: page(() => import("../webhooks/webhook-page.tsx")),
  [routes.auditLog]: page(() => import("../audit/audit-page.tsx")),
};

export function App({ parts, nonce }: { parts: PageParts; nonce: string }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <LanguageProvider>
        <PageContext value={parts}>
          <Notifications position="bottom-right" />
          <FeedAnnouncer />
          <Pages />
        </PageContext>
      </LanguageProvider>
    </MantineProvider>
  );
}

function Pages() {
  const { sessions, clock, socket } = usePage();
  const { language } = useLanguage();
  const session = useSession();
  const user = session.kind === "signed-in" ? session.grant.user : null;
  // The cache of one user, in one language, must not serve another.
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are what a new client is for
  const queries = useMemo(
    () =>
      createQueries(
        {
          ...{ clock, language: currentLanguage, token: () => sessions.token },
          replaceToken: (refused) => sessions.replace(refused),
        },
        socket,
      ),
    [user, language],
  );
  return (
    <Provider value={queries} key={`${user} ${language}`}>
      <Shell>
        <ErrorBoundary>
          <Suspense fallback={<Loading />}>
            <Switch>
              <Route path={routes.board} component={Board} />
              {Object.entries(pages).map(([path, component]) => (
                <Route key={path} path={path} component={component} />
              ))}
              <Route component={NotFound} />
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </Shell>
    </Provider>
  );
}
