import { type NotificationData, notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Refusal } from "../api/refusals.ts";
import { currentLanguage } from "../app/language.tsx";
import { commonWords } from "./common-words.ts";

/** Says something beside the page. Of those with the same id, one is shown. Returns the id. */
export function notify(data: NotificationData): string {
  return notifications.show({
    closeButtonProps: { "aria-label": commonWords[currentLanguage()].close },
    // Dimmed, it is too faint to be read.
    styles: { description: { color: "inherit" } },
    ...data,
  });
}

/** Says that something was done; `action` may undo it. Returns the id, as `notify` has it. */
export function notifyDone(title: string, action?: ReactNode, id?: string): string {
  return notify({
    ...(id === undefined ? {} : { id }),
    title,
    message: action,
    color: "green",
    icon: <IconCheck size={18} aria-hidden />,
    autoClose: action ? 10_000 : 5_000,
  });
}

/** Says that something was refused, and what to do next. */
export function notifyRefused({ message, advice }: Refusal): void {
  notify({
    title: message,
    message: advice,
    color: "red",
    icon: <IconAlertTriangle size={18} aria-hidden />,
    autoClose: 12_000,
  });
}
