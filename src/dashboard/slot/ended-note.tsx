import { Alert } from "@mantine/core";
import { IconBatteryCharging } from "@tabler/icons-react";
import type { SessionOnSlotFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";

const words = defineWords({
  en: {
    completed: "Charging is complete",
    cancelled: "Charging was cancelled",
    result: (plate: string, percent: string, energy: string) =>
      `${plate} is at ${percent}, with ${energy} charged.`,
  },
  vi: {
    completed: "Đã sạc xong",
    cancelled: "Phiên sạc đã bị hủy",
    result: (plate: string, percent: string, energy: string) => `${plate} đạt ${percent}, đã nạp ${energy}.`,
  },
});

/** How a session ended while the user was viewing it. */
export function EndedNote({ session }: { session: SessionOnSlotFragment }) {
  const text = useWords(words);
  const format = useFormat();
  const { vehicle, currentPercent, energyKwh, status } = session;
  const isComplete = status === "COMPLETED";
  return (
    <Alert
      color={isComplete ? "green" : "gray"}
      icon={<IconBatteryCharging aria-hidden />}
      title={isComplete ? text.completed : text.cancelled}
      role="presentation"
    >
      {text.result(vehicle.plate, format.percent(currentPercent / 100), format.kilowattHours(energyKwh))}
    </Alert>
  );
}
