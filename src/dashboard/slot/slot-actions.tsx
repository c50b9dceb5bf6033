import { Text } from "@mantine/core";
import { defineWords, useWords } from "../app/language.tsx";
import { mayCharge, useMe } from "../app/me.ts";
import { Loading } from "../shared/page.tsx";
import { SignInPrompt } from "../shared/sign-in-prompt.tsx";
import { SlotClaims } from "./slot-claims.tsx";
import type { SlotDetails } from "./slot-details.ts";

const words = defineWords({
  en: {
    signIn: "Sign in to book this slot or charge here.",
    notYours: "Your role can view this slot, but not book it or charge here.",
  },
  vi: {
    signIn: "Đăng nhập để đặt chỗ này hoặc sạc tại đây.",
    notYours: "Vai trò của bạn được xem chỗ này, nhưng không được đặt chỗ hay sạc.",
  },
});

/** What the user may do with the slot. */
export function SlotActions({ slot }: { slot: SlotDetails }) {
  const text = useWords(words);
  const me = useMe();
  if (me === undefined) return <Loading />;
  if (me === null) return <SignInPrompt reason={text.signIn} />;
  if (!mayCharge(me.roles)) return <Text>{text.notYours}</Text>;
  return <SlotClaims slot={slot} me={me} />;
}
