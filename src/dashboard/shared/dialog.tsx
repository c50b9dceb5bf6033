import { Modal, type ModalProps } from "@mantine/core";
import { useWords } from "../app/language.tsx";
import { commonWords } from "./common-words.ts";

type DialogProps = Pick<
  ModalProps,
  "opened" | "onClose" | "title" | "size" | "children" | "closeOnClickOutside" | "onExitTransitionEnd"
>;

/** What is asked before one goes on. What is in it begins anew each time that it is opened. */
export function Dialog(props: DialogProps) {
  const { close } = useWords(commonWords);
  return <Modal centered closeButtonProps={{ "aria-label": close }} {...props} />;
}
