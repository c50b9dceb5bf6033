import { Modal, type ModalProps } from "@mantine/core";
import { useWords } from "../app/language.tsx";
import { commonWords } from "./common-words.ts";

type DialogProps = Pick<
  ModalProps,
  "opened" | "onClose" | "title" | "size" | "children" | "closeOnClickOutside" | "onExitTransitionEnd"
>;

/** A dialog. Its contents start anew each time it opens. */
export function Dialog(props: DialogProps) {
  const { close } = useWords(commonWords);
  return <Modal centered closeButtonProps={{ "aria-label": close }} {...props} />;
}
