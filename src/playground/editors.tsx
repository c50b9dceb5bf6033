import { pick, useGraphiQL } from "@graphiql/react";
import { useEffect, useRef } from "react";

/**
 * Keeps the Headers tab the same in every tab. GraphiQL gives each tab its own, so a token would have to be
 * pasted, and pasted again when it expires, into each of them.
 */
export function SharedHeaders(): null {
  const editor = useGraphiQL((state) => state.headerEditor);
  const tabId = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id);
  const shared = useRef<string>(undefined);

  useEffect(() => {
    if (!editor) return;
    shared.current ??= editor.getValue();
    // A flush is GraphiQL loading a tab, anything else is the user.
    const listener = editor.onDidChangeModelContent((change) => {
      if (!change.isFlush) shared.current = editor.getValue();
    });
    return () => listener.dispose();
  }, [editor]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another tab has been loaded
  useEffect(() => {
    if (editor && shared.current !== undefined && editor.getValue() !== shared.current)
      editor.setValue(shared.current);
  }, [editor, tabId]);

  return null;
}

/** Wraps long lines in all four editors, because messages and comments do not fit beside each other otherwise. */
export function WrappedLines(): null {
  const editors = useGraphiQL(pick("queryEditor", "variableEditor", "headerEditor", "responseEditor"));

  useEffect(() => {
    for (const editor of Object.values(editors)) editor?.updateOptions({ wordWrap: "on" });
  }, [editors]);

  return null;
}
