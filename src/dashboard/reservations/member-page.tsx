import { Button, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useSession } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { type Me, mayCharge, useMe } from "../app/me.ts";
import { useSignInPath } from "../session/return-path.ts";
import { Empty, Loading, Page } from "../shared/page.tsx";

const words = defineWords({
  en: {
    signedOut: "Sign in to see your reservations.",
    signIn: "Sign in",
    notYours: "Reservations are for drivers and for those who run the stations.",
  },
  vi: {
    signedOut: "Hãy đăng nhập để xem các lượt đặt của bạn.",
    signIn: "Đăng nhập",
    notYours: "Lượt đặt chỗ dành cho tài xế và người vận hành trạm.",
  },
});

/** A page of those who book and charge; others are told whose it is. */
export function MemberPage({ title, children }: { title: string; children: (me: Me) => ReactNode }) {
  const text = useWords(words);
  const session = useSession();
  const me = useMe();
  const signIn = useSignInPath();
  if (session.kind === "signed-in" && me === undefined)
    return (
      <Page title={title}>
        <Loading />
      </Page>
    );
  if (me && mayCharge(me.roles)) return children(me);
  return (
    <Page title={title}>
      <Empty>
        {me ? (
          <Text>{text.notYours}</Text>
        ) : (
          <>
            <Text>{text.signedOut}</Text>
            <Button component={Link} href={signIn}>
              {text.signIn}
            </Button>
          </>
        )}
      </Empty>
    </Page>
  );
}
