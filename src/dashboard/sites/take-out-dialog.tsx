import { Stack } from "@mantine/core";
import { useQuery } from "urql";
import { type SiteSlotFragment, TakeOutOfServiceDocument, WhatSlotHasDocument } from "../api/documents.ts";
import { useLiveSlot } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useReservationEvents } from "../reservations/use-reservation-events.ts";
import { useDialogCommand } from "../shared/command.ts";
import { Dialog } from "../shared/dialog.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { Loading, RefusalAlert } from "../shared/page.tsx";
import { useLatestData, useOnChange, useQueryRefetch } from "../shared/refetch.ts";
import { slotName } from "../shared/slot-name.ts";
import { WhoCharges } from "./slot-claims.tsx";
import { type TakeOut, TakeOutForm } from "./take-out-form.tsx";

const words = defineWords({
  en: {
    title: (name: string) => `Take slot ${name}, out of service`,
    done: (name: string) => `Slot ${name}, is out of service`,
  },
  vi: {
    title: (name: string) => `Ngừng phục vụ chỗ ${name}`,
    done: (name: string) => `Chỗ ${name} đã ngừng phục vụ`,
  },
});

interface TakeOutDialogProps {
  readonly slot: SiteSlotFragment;
  readonly port: { readonly label: string };
  readonly stationId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Shows what taking a slot out of service would do to others, and updates while it is open. */
export function TakeOutDialog({ opened, ...props }: TakeOutDialogProps) {
  const text = useWords(words);
  return (
    <Dialog
      opened={opened}
      onClose={props.onClose}
      title={text.title(slotName(props.slot, props.port))}
      size="lg"
    >
      <Inside {...props} />
    </Dialog>
  );
}

const READ_APART_MS = 300;

function Inside({ slot, port, stationId, onClose }: Omit<TakeOutDialogProps, "opened">) {
  const text = useWords(words);
  const status = useLiveSlot(slot.id)?.status;
  const query = useQuery({
    query: WhatSlotHasDocument,
    variables: { slotId: slot.id },
    requestPolicy: "network-only",
  });
  const [state] = query;
  const { error } = state;
  const data = useLatestData(state);
  const refetch = useQueryRefetch(query, READ_APART_MS);
  useReservationEvents({ stationId, onEvent: refetch, onStale: refetch });
  // The slot's status changes when a session begins or ends.
  useOnChange(status, refetch);
  const { send, form } = useDialogCommand(TakeOutOfServiceDocument, onClose);
  const takeOut = async (choice: TakeOut) => {
    const done = await send({ input: { slotId: slot.id, ...choice } });
    if (!done) {
      refetch();
      return;
    }
    notifyDone(text.done(slotName(slot, port)));
    onClose();
  };
  if (!data) return error ? <RefusalAlert error={error} onRetry={refetch} /> : <Loading />;
  const [session] = data.chargingSessions.edges;
  if (session) return <WhoCharges session={session.node} slotId={slot.id} />;
  return (
    <Stack>
      {error && <RefusalAlert error={error} onRetry={refetch} />}
      <TakeOutForm
        claimed={{
          slotId: slot.id,
          claims: data.reservations.edges.map(({ node }) => node),
          total: data.reservations.totalCount,
        }}
        lapsed={data.slot?.hold?.lapsed ?? false}
        onSubmit={(choice) => void takeOut(choice)}
        {...form}
      />
    </Stack>
  );
}
