import { useEffect, useRef } from "react";

/** The ids of the headings that may be on the page, most relevant to the user first. */
export const headings = { session: "slot-session", reservations: "slot-reservations", steps: "slot-steps" };

/** A closing dialog keeps the focus until it is removed, shortly after it has faded out. */
const AFTER_MS = 50;

/** If the focused element is gone, such as the button of a finished step, focuses the first heading that exists. */
export function focusFallback(): void {
  focusWhatIsThere();
  setTimeout(focusWhatIsThere, AFTER_MS);
}

function focusWhatIsThere(): void {
  if (document.activeElement !== document.body) return;
  const [heading] = Object.values(headings).flatMap((id) => document.getElementById(id) ?? []);
  (heading ?? document.querySelector("h1"))?.focus();
}

/** Props for an element with focusable content that may disappear. */
export function useFocusFallback() {
  const hasFocus = useRef(false);
  // Checked after each render: any may have removed the focused element, and browsers fire no event for that.
  useEffect(() => {
    if (hasFocus.current) focusFallback();
  });
  return {
    onFocus: () => {
      hasFocus.current = true;
    },
    onBlur: () => {
      hasFocus.current = false;
    },
  };
}
