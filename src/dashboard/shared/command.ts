import { useState } from "react";
import { type AnyVariables, type TypedDocumentNode, useMutation } from "urql";
import { type Refusal, refusalOf } from "../api/refusals.ts";
import { useLanguage } from "../app/language.tsx";
import { notifyRefused } from "./notify.tsx";

/**
 * A mutation for a button. `send` resolves to its data, or to null if it was refused, in which case the user has been
 * notified. `refusal` is that of the last attempt, in case the page has something to add.
 */
export function useCommand<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  { quiet = false }: { /** The page itself shows refusals. */ readonly quiet?: boolean } = {},
) {
  const { language } = useLanguage();
  const [{ fetching }, execute] = useMutation(document);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = async (variables: Variables): Promise<Data | null> => {
    const { data, error } = await execute(variables);
    const refused = error ? refusalOf(error, language) : null;
    setRefusal(refused);
    if (refused && !quiet) notifyRefused(refused);
    return error ? null : (data ?? null);
  };
  return { send, fetching, refusal, forget: () => setRefusal(null) };
}

/** A command of a dialog, which shows a refusal inside the dialog until it is closed. */
export function useDialogCommand<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  onClose: () => void,
) {
  const { send, fetching, refusal, forget } = useCommand(document, { quiet: true });
  const close = () => {
    forget();
    onClose();
  };
  return { send, close, form: { busy: fetching, refusal, onCancel: close } };
}
