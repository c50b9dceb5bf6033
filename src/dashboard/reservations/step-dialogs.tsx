import { CancelReservation } from "./cancel-reservation.tsx";
import { CompleteReservation } from "./complete-reservation.tsx";
import { DismissReservations } from "./dismiss-reservations.tsx";
import { RescheduleReservation } from "./reschedule-reservation.tsx";
import type { Reservation } from "./reservation-model.ts";

export interface RequestedStep {
  readonly step: "cancel" | "complete" | "reschedule" | "dismiss";
  readonly reservations: readonly Reservation[];
  readonly opened: boolean;
  /** Changes each time a dialog opens, so that it starts empty. */
  readonly turn: number;
}

interface StepDialogsProps {
  readonly asked: RequestedStep;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** The dialog of a step that needs confirmation or further input. */
export function StepDialogs({ asked: { step, reservations, opened }, onClose, onDone }: StepDialogsProps) {
  const [reservation] = reservations;
  if (!reservation) return null;
  const props = { reservation, opened, onClose, onDone };
  switch (step) {
    case "cancel":
      return <CancelReservation {...props} />;
    case "complete":
      return <CompleteReservation {...props} />;
    case "reschedule":
      return <RescheduleReservation {...props} />;
    case "dismiss":
      return <DismissReservations {...{ reservations, opened, onClose, onDone }} />;
  }
}
