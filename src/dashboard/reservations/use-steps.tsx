import { useState } from "react";
import { ReservationAcceptTurnDocument, ReservationConfirmDocument } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useCommand } from "../shared/command.ts";
import { notifyDone } from "../shared/notify.tsx";
import type { Reservation, Step } from "./reservation-model.ts";
import { type RequestedStep, StepDialogs } from "./step-dialogs.tsx";
import { useFocusRestore } from "./use-focus-restore.ts";
import { useRestore } from "./use-restore.tsx";

const words = defineWords({
  en: {
    accepted: (code: string) => `Turn accepted: ${code}`,
    confirmed: (code: string) => `${code} confirmed`,
  },
  vi: {
    accepted: (code: string) => `Đã nhận lượt: ${code}`,
    confirmed: (code: string) => `Đã xác nhận ${code}`,
  },
});

/**
 * Runs the steps of reservations, at once or after a dialog. The dialogs belong to the page rather than to a
 * reservation's card, which may disappear while one is open.
 */
export function useSteps(onDone: () => void) {
  const text = useWords(words);
  const accept = useCommand(ReservationAcceptTurnDocument);
  const confirm = useCommand(ReservationConfirmDocument);
  const restore = useRestore(onDone);
  const [running, setRunning] = useState<{ id: string; step: Step } | null>(null);
  const [asked, setAsked] = useState<RequestedStep | null>(null);

  const now = {
    accept: async ({ id, code }: Reservation) => {
      if (await accept.send({ id })) notifyDone(text.accepted(code));
    },
    confirm: async ({ id, code }: Reservation) => {
      if (await confirm.send({ id })) notifyDone(text.confirmed(code));
    },
    restore: (reservation: Reservation) => restore([reservation]),
  };
  const isAsking = asked?.opened === true;
  const rememberOpener = useFocusRestore(isAsking);
  const ask = (step: RequestedStep["step"], reservations: readonly Reservation[]) => {
    rememberOpener();
    setAsked((last) => ({ step, reservations, opened: true, turn: (last?.turn ?? 0) + 1 }));
  };
  const onStep = async (step: Step, reservation: Reservation) => {
    if (step === "accept" || step === "confirm" || step === "restore") {
      setRunning({ id: reservation.id, step });
      await now[step](reservation);
      setRunning(null);
      // Also after a refusal, because the data shown was outdated.
      onDone();
    } else if (step !== "charge") ask(step, [reservation]);
  };
  const close = () => setAsked((last) => last && { ...last, opened: false });
  return {
    onStep,
    dismiss: (reservations: readonly Reservation[]) => ask("dismiss", reservations),
    busyOf: ({ id }: Reservation) => (running?.id === id ? running.step : null),
    /** True while a dialog is open, when nothing behind it should move. */
    isAsking,
    dialogs: asked && <StepDialogs key={asked.turn} asked={asked} onClose={close} onDone={onDone} />,
  };
}
