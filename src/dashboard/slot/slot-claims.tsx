import { Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { ClaimOnSlotFragment } from "../api/documents.ts";
import { useLiveSlot } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { isStaff, type Me } from "../app/me.ts";
import { routes } from "../routes.ts";
import { Announced } from "../shared/announced.tsx";
import { TextLink } from "../shared/links.tsx";
import { Loading, RefusalAlert } from "../shared/page.tsx";
import { BookDialog } from "./book-dialog.tsx";
import { ChargeDialog } from "./charge-dialog.tsx";
import { ClaimCard } from "./claim-card.tsx";
import { EndedNote } from "./ended-note.tsx";
import { headings, useFocusFallback } from "./focus-fallback.ts";
import { SessionCard } from "./session-card.tsx";
import type { SlotDetails } from "./slot-details.ts";
import { SlotSteps, type Step } from "./slot-steps.tsx";
import { holdsSlot, useClaims } from "./use-claims.ts";
import { WindowDialog } from "./window-dialog.tsx";

const words = defineWords({
  en: {
    mine: "Your reservations for this slot",
    all: "Reservations for this slot",
    more: (count: number) => `${count} more`,
  },
  vi: {
    mine: "Lượt đặt của bạn tại chỗ này",
    all: "Các lượt đặt tại chỗ này",
    more: (count: number) => `Còn ${count} lượt đặt khác`,
  },
});

type Open = { readonly step: Step } | { readonly chargeWith: ClaimOnSlotFragment };

/** The user's reservations and session at the slot, and the available actions. */
export function SlotClaims({ slot, me }: { slot: SlotDetails; me: Me }) {
  const text = useWords(words);
  const status = useLiveSlot(slot.id)?.status;
  const { reservations, moreCount, session, ended, isLoading, error } = useClaims(slot);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const step = open && "step" in open ? open.step : null;
  const chargeWith = open && "chargeWith" in open ? open.chargeWith : null;
  const isForStaff = isStaff(me.roles);
  const focusFallbackProps = useFocusFallback();
  return (
    <Stack {...focusFallbackProps}>
      {isLoading && <Loading />}
      {error && <RefusalAlert error={error} />}
      {session && <SessionCard session={session} showsDriver={isForStaff} />}
      <Announced>{ended && !session && <EndedNote session={ended} />}</Announced>
      {reservations.length > 0 && (
        <Stack gap="sm" component="section" aria-labelledby={headings.reservations}>
          <Title order={2} size="h4" id={headings.reservations} tabIndex={-1} style={{ outline: "none" }}>
            {isForStaff ? text.all : text.mine}
          </Title>
          {reservations.map((claim) => (
            <ClaimCard
              key={claim.id}
              claim={claim}
              slotId={slot.id}
              isOwn={claim.vehicle.owner.id === me.id}
              mayCharge={status === "BOOKED" && mayChargeWith(claim) && holdsSlot(claim, slot.id)}
              onCharge={() => setOpen({ chargeWith: claim })}
            />
          ))}
          {moreCount > 0 && (
            <Text size="sm">
              <TextLink href={routes.reservations}>{text.more(moreCount)}</TextLink>
            </Text>
          )}
        </Stack>
      )}
      <SlotSteps
        slot={slot}
        isForStaff={isForStaff}
        isWaiting={isLoading || (!isForStaff && (reservations.length > 0 || session !== null))}
        onStep={(step) => setOpen({ step })}
      />
      <BookDialog
        slot={slot}
        me={me}
        claims={reservations}
        intent={step === "now" || step === "wait" ? step : null}
        onClose={close}
      />
      <WindowDialog slot={slot} me={me} opened={step === "window"} onClose={close} />
      <ChargeDialog
        slot={slot}
        me={me}
        opened={step === "charge" || chargeWith !== null}
        reservation={chargeWith}
        onClose={close}
      />
    </Stack>
  );
}

function mayChargeWith({ status }: ClaimOnSlotFragment): boolean {
  return status === "ACTIVE" || status === "YOUR_TURN";
}
