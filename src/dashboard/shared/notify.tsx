import { type NotificationData, notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Refusal } from "../api/refusals.ts";
import { currentLanguage } from "../app/language.tsx";
import { commonWords } from "./common-words.ts";

/** Shows a notification. Only one with the same id is shown. Returns the id. */
export function notify(data: NotificationData): string {
  return notifications.show({
    closeButtonProps: { "aria-label": commonWords[currentLanguage()].close },
    // The default dimmed text is too faint.
    styles: { description: { color: "inherit" } },
    ...data,
  });
}

/** Notifies the user of success. `action` may offer an undo. Returns the id, like `notify`. */
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

/** Notifies the user of a refusal, and what to do next. */
export function notifyRefused({ message, advice }: Refusal): void {
  notify({
    title: message,
    message: advice,
    color: "red",
    icon: <IconAlertTriangle size={18} aria-hidden />,
    autoClose: 12_000,
  });
}
