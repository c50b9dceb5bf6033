import { Button, Text } from "@mantine/core";
import { IconClockX } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { ExpireWhatIsDueDocument, WhatIsDueDocument } from "../api/documents.ts";
import { usePage } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { Confirm } from "../shared/confirm.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { Loading, RefusalAlert } from "../shared/page.tsx";

const words = defineWords({
  en: {
    open: "Expire overdue",
    action: "Expire now",
    explain: "The server expires reservations automatically. Use this to do it by hand.",
    due: (codes: string) => `Overdue: ${codes}.`,
    more: (count: number) => `${count} more`,
    nothingDue: "No reservations are overdue right now.",
    done: (codes: readonly string[]) =>
      codes.length === 0
        ? "No reservations were overdue"
        : `${codes.length === 1 ? "1 reservation has" : `${codes.length} reservations have`} expired: ${codes.join(", ")}`,
  },
  vi: {
    open: "Cho hết hạn thủ công",
    action: "Cho hết hạn ngay",
    explain: "Máy chủ tự cho các lượt đặt hết hạn đúng giờ. Dùng nút này để làm thủ công.",
    due: (codes: string) => `Đã qua thời gian giữ chỗ: ${codes}.`,
    more: (count: number) => `và ${count} lượt nữa`,
    nothingDue: "Hiện không có lượt đặt nào quá thời gian giữ chỗ.",
    done: (codes: readonly string[]) =>
      codes.length === 0
        ? "Không có lượt đặt nào đến hạn"
        : `${codes.length} lượt đặt đã hết hạn: ${codes.join(", ")}`,
  },
});

/** Expires due reservations on demand, and reports which ones. */
export function ExpireButton() {
  const text = useWords(words);
  const { clock } = usePage();
  const [before, setBefore] = useState<string | null>(null);
  const { send, close, form } = useDialogCommand(ExpireWhatIsDueDocument, () => setBefore(null));
  const expire = async () => {
    const done = await send({});
    if (!done) return;
    notifyDone(text.done(done.expireReservations.expiredReservations));
    close();
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconClockX size={18} aria-hidden />}
        onClick={() => setBefore(new Date(clock.now()).toISOString())}
      >
        {text.open}
      </Button>
      <Confirm
        opened={before !== null}
        title={text.open}
        action={text.action}
        onConfirm={() => void expire()}
        {...form}
      >
        <Text size="sm">{text.explain}</Text>
        {before !== null && <Due before={before} />}
      </Confirm>
    </>
  );
}

function Due({ before }: { before: string }) {
  const text = useWords(words);
  const [{ data, error }, read] = useQuery({ query: WhatIsDueDocument, variables: { before } });
  if (!data) return error ? <RefusalAlert error={error} onRetry={read} /> : <Loading />;
  const { edges, totalCount } = data.reservations;
  const codes = edges.map(({ node }) => node.code);
  if (totalCount > codes.length) codes.push(text.more(totalCount - codes.length));
  return <Text fw={600}>{totalCount === 0 ? text.nothingDue : text.due(codes.join(", "))}</Text>;
}
