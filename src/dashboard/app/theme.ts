import { type CSSVariablesResolver, createTheme } from "@mantine/core";

export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: { light: 9, dark: 9 },
  autoContrast: true,
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  // The header of a dialog must not count as a banner of the page.
  components: { Modal: { defaultProps: { attributes: { header: { role: "presentation" } } } } },
});

/** By default, a hovered filled button gets lighter, which makes its label harder to read. */
const hover = "color-mix(in srgb, var(--mantine-color-teal-9) 85%, black)";
const filled = {
  "--mantine-color-teal-filled-hover": hover,
  "--mantine-primary-color-filled-hover": hover,
};

/** Some of Mantine's default colours have too little contrast. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...filled,
    "--mantine-color-error": "var(--mantine-color-red-9)",
    "--mantine-color-dimmed": "var(--mantine-color-gray-7)",
    "--mantine-color-placeholder": "var(--mantine-color-gray-7)",
  },
  dark: {
    ...filled,
    "--mantine-color-error": "var(--mantine-color-red-4)",
    "--mantine-color-dimmed": "var(--mantine-color-dark-1)",
    // Darker than entered text, which is hardly lighter than dimmed text.
    "--mantine-color-placeholder":
      "color-mix(in srgb, var(--mantine-color-dark-1), var(--mantine-color-dark-2))",
  },
});
