import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Refusal } from "../api/refusals.ts";

/** Says that something was done; `action` may undo it. Of those with the same id, one is shown. Returns the id. */
export function notifyDone(title: string, action?: ReactNode, id?: string): string {
  return notifications.show({
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
  notifications.show({
    title: message,
    message: advice,
    color: "red",
    icon: <IconAlertTriangle size={18} aria-hidden />,
    autoClose: 12_000,
  });
}
