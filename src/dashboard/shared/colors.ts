/** A text colour for a light shade of the same colour, with enough contrast in both colour schemes. */
export function readable(color: string): string {
  const dark = `color-mix(in srgb, var(--mantine-color-${color}-9) 55%, black)`;
  return `light-dark(${dark}, var(--mantine-color-${color}-1))`;
}
