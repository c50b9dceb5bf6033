import { notifications } from "@mantine/notifications";
import { IconBell } from "@tabler/icons-react";
import { useEffect, useEffectEvent } from "react";
import { useClient } from "urql";
import { usePage } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { isStaff, type Me } from "../app/me.ts";
import { ReservationLink } from "../shared/links.tsx";
import { notify } from "../shared/notify.tsx";
import { CancellationReason } from "./cancellation-reason.tsx";
import { isNotice, type NoticeKind } from "./notice-kinds.ts";
import { isCancelledHere } from "./own-cancellations.ts";
import { type ReservationEvent, ReservationFeed } from "./reservation-feed.ts";

const words = defineWords<Readonly<Record<NoticeKind, (code: string) => string>>>({
  en: {
    YOUR_TURN: (code) => `Your turn: accept ${code}`,
    EXPIRING_SOON: (code) => `${code} is about to expire`,
    HOLD_STARTED: (code) => `Your slot for ${code} is now held`,
    SLOT_OVERRUN: (code) => `Your slot for ${code} is still in use: you get it as soon as it is free`,
    MISSED: (code) => `You missed your turn: ${code}`,
    EXPIRED: (code) => `${code} has expired`,
    MOVED: (code) => `${code} was moved to another slot`,
    RESCHEDULED: (code) => `${code} was rescheduled`,
    CANCELLED: (code) => `${code} was cancelled`,
  },
  vi: {
    YOUR_TURN: (code) => `Đến lượt bạn: hãy nhận ${code}`,
    EXPIRING_SOON: (code) => `${code} sắp hết hạn`,
    HOLD_STARTED: (code) => `Chỗ của ${code} đang được giữ cho bạn`,
    SLOT_OVERRUN: (code) => `Chỗ của ${code} vẫn đang có xe sạc: bạn sẽ nhận chỗ ngay khi trống`,
    MISSED: (code) => `Bạn đã lỡ lượt: ${code}`,
    EXPIRED: (code) => `${code} đã hết hạn`,
    MOVED: (code) => `${code} đã được chuyển sang chỗ khác`,
    RESCHEDULED: (code) => `${code} đã được đổi giờ`,
    CANCELLED: (code) => `${code} đã bị hủy`,
  },
});

const colors: { readonly [Kind in NoticeKind]?: string } = { YOUR_TURN: "green", CANCELLED: "orange" };
/** Shown until another event of the reservation, because a driver who misses one of these loses a slot. */
const staying: ReadonlySet<string> = new Set<NoticeKind>(["YOUR_TURN", "CANCELLED"]);

/** Notifies drivers of events of their reservations, on every page. */
export default function ReservationNotices({ me }: { me: Me }) {
  return me.roles.includes("DRIVER") && !isStaff(me.roles) ? <Notices userId={me.id} /> : null;
}

function Notices({ userId }: { userId: string }) {
  const { socket } = usePage();
  const queries = useClient();
  const text = useWords(words);
  const notifyAbout = useEffectEvent((event: ReservationEvent) => {
    keepPlace(userId, event.cursor);
    const { kind, reservation } = event;
    const { id, code, cancellationReason } = reservation;
    for (const before of staying) if (before !== kind) notifications.hide(`${before} ${id}`);
    if (!isNotice(event) || (kind === "CANCELLED" && isCancelledHere(id))) return;
    notify({
      id: `${kind} ${id}`,
      title: text[event.kind](code),
      message: (
        <>
          {kind === "CANCELLED" && <CancellationReason reason={cancellationReason} />}
          <ReservationLink id={id} code={code} />
        </>
      ),
      color: colors[event.kind] ?? "blue",
      icon: <IconBell size={18} aria-hidden />,
      autoClose: staying.has(kind) ? false : 15_000,
      role: "status",
    });
  });
  useEffect(() => {
    const feed = new ReservationFeed({
      ...{ socket, queries, scope: {}, after: placeOf(userId) },
      onEvent: (event) => notifyAbout(event),
      onBegin: (cursor) => keepPlace(userId, cursor),
    });
    return () => feed.close();
  }, [socket, queries, userId]);
  return null;
}

// Kept per tab, so that the feed resumes after a reload or a change of language.
const KEY = "slotwire:reservation-notices";

function keepPlace(userId: string, cursor: string): void {
  sessionStorage.setItem(KEY, JSON.stringify([userId, cursor]));
}

function placeOf(userId: string): string | null {
  try {
    const [of, cursor] = JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as [string?, string?];
    return of === userId && typeof cursor === "string" ? cursor : null;
  } catch {
    return null;
  }
}
