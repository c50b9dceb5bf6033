import { routes } from "../routes.ts";

export function sitePath(id: string): string {
  return routes.site.replace(":id", id);
}
