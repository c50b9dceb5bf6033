import { Alert, Button, Text, TextInput } from "@mantine/core";
import { IconCheck, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { BookSlotDocument, type ClaimOnSlotFragment } from "../api/documents.ts";
import type { Refusal } from "../api/refusals.ts";
import { useLiveSlot } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import type { Me } from "../app/me.ts";
import { useNow } from "../app/time.tsx";
import { Announced } from "../shared/announced.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { commonWords } from "../shared/common-words.ts";
import { Dialog } from "../shared/dialog.tsx";
import { DialogForm } from "../shared/dialog-form.tsx";
import { fieldErrors } from "../shared/field-errors.ts";
import { fromLocalInput } from "../shared/local-time.ts";
import { LongText } from "../shared/long-text.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { useAttempt } from "./attempt.ts";
import { focusFallback } from "./focus-fallback.ts";
import { OutOfServiceNote } from "./out-of-service-note.tsx";
import type { SlotDetails } from "./slot-details.ts";
import { VehicleField } from "./vehicle-field.tsx";

const words = defineWords({
  en: {
    now: "Book now",
    wait: "Join the waitlist",
    until: "Until (optional)",
    untilHelp: "Leave empty for the usual time.",
    untilWrong: "Choose a time in the future.",
    explainNow: "The slot is yours as soon as you book. Cancel if you no longer need it.",
    explainWait: (line: number) =>
      line === 0
        ? "No one is waiting yet, so you will be next. When it is your turn, you have a few minutes to accept."
        : `${line} ${line === 1 ? "reservation is" : "reservations are"} ahead of you. When it is your turn, you have a few minutes to accept.`,
    taken: "Someone else has just taken this slot",
    free: "This slot has just become free",
    yours: (code: string) => `This vehicle already has the slot: ${code}`,
    booked: (code: string) => `Booked: ${code}`,
    joined: (code: string) => `You are on the waitlist: ${code}`,
  },
  vi: {
    now: "Đặt ngay",
    wait: "Vào hàng chờ",
    until: "Giữ đến (không bắt buộc)",
    untilHelp: "Để trống để giữ trong thời gian thông thường.",
    untilWrong: "Hãy chọn thời điểm trong tương lai.",
    explainNow: "Chỗ này là của bạn kể từ lúc đặt. Hãy hủy nếu bạn không cần nữa.",
    explainWait: (line: number) =>
      line === 0
        ? "Chưa có ai chờ nên bạn sẽ là người kế tiếp. Khi đến lượt, bạn có vài phút để nhận chỗ."
        : `Có ${line} lượt đặt chờ trước bạn. Khi đến lượt, bạn có vài phút để nhận chỗ.`,
    taken: "Vừa có người đặt chỗ này",
    free: "Chỗ này vừa trống",
    yours: (code: string) => `Xe này đã có chỗ: ${code}`,
    booked: (code: string) => `Đã đặt: ${code}`,
    joined: (code: string) => `Bạn đã vào hàng chờ: ${code}`,
  },
});

type BookIntent = "now" | "wait";

interface BookDialogProps {
  readonly slot: SlotDetails;
  readonly me: Me;
  /** The known reservations of this slot. */
  readonly claims: readonly ClaimOnSlotFragment[];
  /** Null: the dialog is closed. */
  readonly intent: BookIntent | null;
  readonly onClose: () => void;
}

/**
 * Books the slot from now on, or joins its waitlist. If the slot is taken or becomes free in the meantime, a second
 * button offers the other option. A button never changes its meaning while the user may be about to press it.
 */
export function BookDialog({ intent, onClose, ...props }: BookDialogProps) {
  const text = useWords(words);
  return (
    <Dialog
      opened={intent !== null}
      onClose={onClose}
      onExitTransitionEnd={focusFallback}
      title={intent && text[intent]}
    >
      {intent && <BookForm {...props} intent={intent} onClose={onClose} />}
    </Dialog>
  );
}

const FIELDS = ["vehicleId", "reservedUntil", "notes"];

function BookForm({ slot, me, claims, intent, onClose }: BookDialogProps & { readonly intent: BookIntent }) {
  const text = useWords(words);
  const common = useWords(commonWords);
  const now = useNow();
  const [vehicleId, setVehicleId] = useState<string | null>(null);
  const [until, setUntil] = useState("");
  const [notes, setNotes] = useState("");
  const [isTried, setTried] = useState(false);
  const { send, form } = useDialogCommand(BookSlotDocument, onClose);
  const attempt = useAttempt();
  const alternative = useAlternativeIntent(slot.id, intent, form.refusal);
  // If the answer was lost, the booking may still have succeeded: then the slot was not taken by someone else.
  const own =
    form.refusal && intent === "now" ? claims.find((claim) => isHeldFor(claim, vehicleId)) : undefined;
  const other = form.busy || own || form.refusal?.code === "NO_ANSWER" ? null : alternative;
  const reservedUntil = fromLocalInput(until);
  const isUntilWrong = reservedUntil !== null && Date.parse(reservedUntil) <= now;
  const refused = fieldErrors(form.refusal);

  const book = async (how: BookIntent) => {
    setTried(true);
    if (!vehicleId || (how === "now" && isUntilWrong)) return;
    const done = await send({
      input: attempt.keyed({
        vehicleId,
        items: [{ slotId: slot.id }],
        joinWaitlist: how === "wait",
        notes: notes.trim() || null,
        reservedUntil: how === "now" ? reservedUntil : null,
      }),
    });
    if (!done) return;
    const { code, status } = done.createReservation.reservation;
    notifyDone(status === "WAITLISTED" ? text.joined(code) : text.booked(code));
    onClose();
  };

  return (
    <DialogForm
      action={text[intent]}
      fields={FIELDS}
      onSubmit={() => void book(intent)}
      {...form}
      refusal={own ? null : form.refusal}
    >
      <Announced>
        {own && <Alert color="green" icon={<IconCheck aria-hidden />} title={text.yours(own.code)} />}
        {other && (
          <Alert
            color={other === "wait" ? "orange" : "green"}
            icon={<IconUsers aria-hidden />}
            title={other === "wait" ? text.taken : text.free}
          >
            <Text size="sm" mb="xs">
              {other === "wait" ? text.explainWait(slot.waitlistLength) : text.explainNow}
            </Text>
            <Button size="xs" variant="default" loading={form.busy} onClick={() => void book(other)}>
              {text[other]}
            </Button>
          </Alert>
        )}
        <OutOfServiceNote slotId={slot.id} />
      </Announced>
      <Text size="sm">{intent === "now" ? text.explainNow : text.explainWait(slot.waitlistLength)}</Text>
      <VehicleField
        me={me}
        value={vehicleId}
        onChange={setVehicleId}
        isTried={isTried}
        error={refused["vehicleId"]}
      />
      {intent === "now" && (
        <TextInput
          type="datetime-local"
          label={text.until}
          description={text.untilHelp}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
          error={isUntilWrong ? text.untilWrong : refused["reservedUntil"]}
        />
      )}
      <LongText label={common.notes} value={notes} onChange={setNotes} error={refused["notes"]} />
    </DialogForm>
  );
}

function isHeldFor({ vehicle, status }: ClaimOnSlotFragment, vehicleId: string | null): boolean {
  return vehicle.id === vehicleId && (status === "ACTIVE" || status === "PENDING");
}

/** The other option, if the chosen one is impossible because the slot is taken, or unnecessary because it is free. */
function useAlternativeIntent(
  slotId: string,
  intent: BookIntent,
  refusal: Refusal | null,
): BookIntent | null {
  const status = useLiveSlot(slotId)?.status;
  // The server's refusal may arrive before the feed's event.
  const isRefused = refusal?.code === "SLOT_NOT_AVAILABLE" && refusal.facts["currentStatus"] !== "INACTIVE";
  if (intent === "wait") return status === "AVAILABLE" ? "now" : null;
  const isTaken = status === "BOOKED" || status === "IN_USE";
  return isTaken || (isRefused && status === "AVAILABLE") ? "wait" : null;
}
