import { Radio, Stack, Text } from "@mantine/core";
import { type ComponentProps, useState } from "react";
import type { Refusal } from "../api/refusals.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { commonWords } from "../shared/common-words.ts";
import { DialogForm, type FormState } from "../shared/dialog-form.tsx";
import { fieldErrors } from "../shared/field-errors.ts";
import { LongText } from "../shared/long-text.tsx";
import { RefusalNote } from "../shared/refusal-note.tsx";
import { SlotClaims } from "./slot-claims.tsx";

const words = defineWords({
  en: {
    free: "No one has reserved this slot or is waiting for it.",
    claimed: (count: number) =>
      count === 1 ? "1 reservation uses this slot:" : `${count} reservations use this slot:`,
    lapsed: "An expired reservation still holds this slot. It stays expired, and the slot is released.",
    what: (count: number) => `What should happen to ${count === 1 ? "it" : "them"}?`,
    ways: (count: number) =>
      count === 1
        ? {
            refuse: "Keep it and leave the slot in service",
            cancel: "Cancel it",
            move: "Move it to another slot",
          }
        : {
            refuse: "Keep them and leave the slot in service",
            cancel: "Cancel them",
            move: "Move them to other slots",
          },
    wayDetails: (count: number) => ({
      refuse: "Take the slot out of service later, when no one needs it.",
      ...(count === 1
        ? {
            cancel: "All of its slots are released. The driver sees the reason.",
            move: "It moves to a free slot of this station with the same connector and at least the same power. If there is none, nothing changes.",
          }
        : {
            cancel: "All of their slots are released. The drivers see the reason.",
            move: "They move to free slots of this station with the same connector and at least the same power. If one cannot be moved, nothing changes.",
          }),
    }),
    reasonHint: "Shown to drivers whose reservation is cancelled.",
    action: "Take out of service",
    cancelAction: (count: number) =>
      `Cancel ${count === 1 ? "1 reservation" : `${count} reservations`} and take out of service`,
    moveAction: (count: number) =>
      `Move ${count === 1 ? "1 reservation" : `${count} reservations`} and take out of service`,
    cannotMove: (codes: string) => `No free slot for: ${codes}. Cancel them, or add a slot.`,
    faster: "Someone has just reserved this slot. Check its reservations, then choose again.",
  },
  vi: {
    free: "Không ai đang giữ, chờ hay đặt lịch chỗ này.",
    claimed: (count: number) => `${count} lượt đặt cần chỗ này:`,
    lapsed: "Một lượt đặt đã hết hạn vẫn đang giữ chỗ này. Lượt đặt vẫn ở trạng thái hết hạn và trả lại chỗ.",
    what: (count: number) => `Xử lý ${count === 1 ? "" : "các "}lượt đặt này thế nào?`,
    ways: () => ({
      refuse: "Giữ nguyên và để chỗ tiếp tục phục vụ",
      cancel: "Hủy",
      move: "Chuyển sang chỗ khác",
    }),
    wayDetails: () => ({
      refuse: "Ngừng phục vụ khi không còn ai cần chỗ này.",
      cancel: "Mọi chỗ của các lượt đặt này được trả lại. Tài xế xem được lý do.",
      move: "Sang các chỗ trống của trạm này có cùng đầu nối và công suất không thấp hơn. Nếu một lượt không chuyển được thì không có gì thay đổi.",
    }),
    reasonHint: "Tài xế bị hủy lượt đặt sẽ thấy lý do này.",
    action: "Ngừng phục vụ",
    cancelAction: (count: number) => `Hủy ${count} lượt đặt và ngừng phục vụ`,
    moveAction: (count: number) => `Chuyển ${count} lượt đặt và ngừng phục vụ`,
    cannotMove: (codes: string) => `Không còn chỗ cho: ${codes}. Hãy hủy các lượt này, hoặc thêm chỗ.`,
    faster: "Vừa có người đặt chỗ này. Hãy xem lại các lượt đặt rồi chọn.",
  },
});

type Way = "refuse" | "cancel" | "move";

export interface TakeOut {
  readonly reason: string | null;
  readonly cancelReservations: boolean;
  readonly moveReservations: boolean;
}

interface TakeOutFormProps extends FormState {
  readonly claimed: ComponentProps<typeof SlotClaims>;
  /** An expired reservation still holds the slot. */
  readonly lapsed: boolean;
  readonly onSubmit: (choice: TakeOut) => void;
}

export function TakeOutForm({ claimed, lapsed, onSubmit, ...form }: TakeOutFormProps) {
  const text = useWords(words);
  const { reason: reasonLabel } = useWords(commonWords);
  const { total } = claimed;
  const [way, setWay] = useState<Way>("refuse");
  const [reason, setReason] = useState("");
  const ways = text.ways(total);
  const wayDetails = text.wayDetails(total);
  const isClaimed = total > 0;
  const isLeft = isClaimed && way === "refuse";
  const action = !isClaimed
    ? text.action
    : way === "move"
      ? text.moveAction(total)
      : text.cancelAction(total);
  const submit = () =>
    onSubmit({
      reason: reason.trim() || null,
      cancelReservations: isClaimed && way === "cancel",
      // An expired reservation releases the slot either way, and moving does not cancel reservations made meanwhile.
      moveReservations: isClaimed ? way === "move" : lapsed,
    });
  return (
    <DialogForm
      action={isLeft ? null : action}
      color="red"
      isGrave
      note={<Blocked refusal={form.refusal} />}
      onSubmit={submit}
      {...form}
    >
      {lapsed && <Text>{text.lapsed}</Text>}
      {isClaimed ? (
        <>
          <Text fw={600}>{text.claimed(total)}</Text>
          <SlotClaims {...claimed} />
          <Radio.Group label={text.what(total)} value={way} onChange={(value) => setWay(value as Way)}>
            <Stack gap="xs" mt="xs">
              {(["refuse", "cancel", "move"] as const).map((each) => (
                <Radio key={each} value={each} label={ways[each]} description={wayDetails[each]} />
              ))}
            </Stack>
          </Radio.Group>
        </>
      ) : (
        !lapsed && <Text>{text.free}</Text>
      )}
      {!isLeft && (
        <LongText
          label={reasonLabel}
          description={isClaimed && way === "cancel" ? text.reasonHint : undefined}
          value={reason}
          onChange={setReason}
          error={fieldErrors(form.refusal)["reason"]}
        />
      )}
    </DialogForm>
  );
}

/** Why the slot is still in service. The usual advice for this error, to look for another slot, makes no sense here. */
function Blocked({ refusal }: { refusal: Refusal | null }) {
  const text = useWords(words);
  if (refusal?.code !== "SLOT_BOOKED") return <RefusalNote refusal={refusal} fields={["reason"]} />;
  const codes = refusal.facts["reservations"];
  const advice = Array.isArray(codes) ? text.cannotMove(codes.join(", ")) : text.faster;
  return <RefusalNote refusal={{ ...refusal, message: advice, advice: null }} />;
}
