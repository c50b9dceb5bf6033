import { useEffect, useRef } from "react";

/**
 * Keeps the keyboard focus. If the focused button disappears, the focus moves to the content instead of the top of the
 * page. When a dialog closes, the focus returns to the element that opened it.
 *
 * @returns a function to call when a dialog opens.
 */
export function useFocusRestore(isAsking: boolean): () => void {
  const last = useRef<Element | null>(null);
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      last.current = content()?.contains(target as Node) ? (target as Element) : null;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  useEffect(() => {
    if (!isAsking && !last.current?.isConnected && last.current && isNowhere()) focus(content());
  });
  useEffect(() => {
    if (isAsking || !opener.current) return;
    const from = opener.current;
    opener.current = null;
    // A closing dialog keeps the focus until it is removed.
    const timer = setTimeout(() => focus(from.isConnected ? from : content()), AFTER_MS);
    return () => clearTimeout(timer);
  }, [isAsking]);
  return () => {
    opener.current = document.activeElement;
  };
}

const AFTER_MS = 10;

function content(): HTMLElement | null {
  return document.getElementById("content");
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function focus(element: Element | null): void {
  if (element instanceof HTMLElement) element.focus({ preventScroll: true });
}
