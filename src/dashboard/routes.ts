/**
 * The addresses of the dashboard's pages, as patterns of its router (`:id` stands for one segment). The server serves
 * the page at these addresses only, so that any other remains a 404.
 */
export const routes = {
  board: "/",
  slot: "/slots/:id",
  reservations: "/reservations",
  reservationHistory: "/reservations/history",
  reservation: "/reservations/:id",
  vehicles: "/vehicles",
  signIn: "/sign-in",
  signedIn: "/sign-in/callback",
  sites: "/operator/stations",
  site: "/operator/stations/:id",
  analytics: "/operator/analytics",
  webhooks: "/operator/webhooks",
  webhook: "/operator/webhooks/:id",
  auditLog: "/operator/audit-log",
} as const;

/** The address of one object's page, such as `pathOf(routes.slot, slot.id)`. */
export function pathOf(route: string, id: string): string {
  return route.replace(":id", id);
}
