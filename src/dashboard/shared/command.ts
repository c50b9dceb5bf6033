import { useState } from "react";
import { type AnyVariables, type TypedDocumentNode, useMutation } from "urql";
import { type Refusal, refusalOf } from "../api/refusals.ts";
import { useLanguage } from "../app/language.tsx";
import { notifyRefused } from "./notify.tsx";

/**
 * A mutation that a button sends: `send` resolves to its data, or to null where it was refused, which has been said by
 * then. `refusal` is that of the last try, for what the page has to add about it.
 */
export function useCommand<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  { quiet = false }: { /** The page itself says what is refused. */ readonly quiet?: boolean } = {},
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

/** A command of a dialog, which says in place what is refused. What it said is gone once it is closed. */
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
