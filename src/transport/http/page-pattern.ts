/** An address of a page, with a slash at its end or without. */
export interface PagePattern {
  readonly pattern: string;
  readonly expression: RegExp;
}

/** @param pattern `/slots/:id`, where `:id` stands for one segment. */
export function toPattern(pattern: string): PagePattern {
  const segments = pattern.split("/").filter((segment) => segment !== "");
  const parts = segments.map((segment) => (segment.startsWith(":") ? "/[^/]+" : `/${literal(segment)}`));
  return { pattern, expression: new RegExp(`^${parts.join("")}${parts.length === 0 ? "/" : "/?"}$`) };
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
