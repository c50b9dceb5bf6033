import { useEffect, useRef } from "react";

/** The headings of what there may be, those first that are more one's own. */
export const headings = { session: "slot-session", reservations: "slot-reservations", steps: "slot-steps" };

/** A dialog that is closing keeps the focus until it is gone, shortly after it has faded. */
const AFTER_MS = 50;

/** What had the focus may be gone, as the button of a step is once it is done: then its place is by what is there now. */
export function keepFocus(): void {
  focusWhatIsThere();
  setTimeout(focusWhatIsThere, AFTER_MS);
}

function focusWhatIsThere(): void {
  if (document.activeElement !== document.body) return;
  const [heading] = Object.values(headings).flatMap((id) => document.getElementById(id) ?? []);
  (heading ?? document.querySelector("h1"))?.focus();
}

/** For the element around all that can have the focus, and goes by itself. */
export function useKeptFocus() {
  const hasFocus = useRef(false);
  // After each rendering: any may have taken away what had the focus, and the browser tells of that by no event.
  useEffect(() => {
    if (hasFocus.current) keepFocus();
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
