import { notifications } from "@mantine/notifications";
import { IconBell } from "@tabler/icons-react";
import { useEffect, useEffectEvent } from "react";
import { useClient } from "urql";
import { usePage } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { isStaff, type Me } from "../app/me.ts";
import { ReservationLink } from "../shared/links.tsx";
import { notify } from "../shared/notify.tsx";
import { isNotice, type NoticeKind } from "./notice-kinds.ts";
import { type ReservationEvent, ReservationFeed } from "./reservation-feed.ts";

const words = defineWords<Readonly<Record<NoticeKind, (code: string) => string>>>({
  en: {
    YOUR_TURN: (code) => `It is your turn: accept ${code}`,
    EXPIRING_SOON: (code) => `${code} is about to expire`,
    HOLD_STARTED: (code) => `The slot of ${code} is held for you now`,
    SLOT_OVERRUN: (code) => `The slot of ${code} is still in use: it is yours as soon as it is free`,
    MISSED: (code) => `The turn of ${code} was missed`,
    EXPIRED: (code) => `${code} has expired`,
    MOVED: (code) => `${code} was moved to another slot`,
    RESCHEDULED: (code) => `${code} has a new time`,
  },
  vi: {
    YOUR_TURN: (code) => `Đến lượt bạn: hãy nhận ${code}`,
    EXPIRING_SOON: (code) => `${code} sắp hết hạn`,
    HOLD_STARTED: (code) => `Chỗ của ${code} đang được giữ cho bạn`,
    SLOT_OVERRUN: (code) => `Chỗ của ${code} vẫn đang có xe sạc: sẽ là của bạn ngay khi trống`,
    MISSED: (code) => `Đã lỡ lượt của ${code}`,
    EXPIRED: (code) => `${code} đã hết hạn`,
    MOVED: (code) => `${code} đã được chuyển sang chỗ khác`,
    RESCHEDULED: (code) => `${code} đã có giờ mới`,
  },
});

/** Tells drivers what happens to their reservations, on whatever page they are. */
export default function ReservationNotices({ me }: { me: Me }) {
  return me.roles.includes("DRIVER") && !isStaff(me.roles) ? <Notices userId={me.id} /> : null;
}

function Notices({ userId }: { userId: string }) {
  const { socket } = usePage();
  const queries = useClient();
  const text = useWords(words);
  const tell = useEffectEvent((event: ReservationEvent) => {
    keepPlace(userId, event.cursor);
    const { kind, reservation } = event;
    // It stays until it is answered, and no longer.
    if (kind !== "YOUR_TURN") notifications.hide(`YOUR_TURN ${reservation.id}`);
    if (!isNotice(event)) return;
    notify({
      id: `${kind} ${reservation.id}`,
      title: text[event.kind](reservation.code),
      message: <ReservationLink id={reservation.id} code={reservation.code} />,
      color: kind === "YOUR_TURN" ? "green" : "blue",
      icon: <IconBell size={18} aria-hidden />,
      autoClose: kind === "YOUR_TURN" ? false : 15_000,
      role: "status",
    });
  });
  useEffect(() => {
    const feed = new ReservationFeed({
      ...{ socket, queries, scope: {}, after: placeOf(userId) },
      onEvent: (event) => tell(event),
      onBegin: (cursor) => keepPlace(userId, cursor),
    });
    return () => feed.close();
  }, [socket, queries, userId]);
  return null;
}

// Kept in the tab: a reload, or another language, goes on where it was.
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
