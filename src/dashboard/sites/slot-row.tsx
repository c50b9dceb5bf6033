import { Box, Group, Text } from "@mantine/core";
import { IconPencil, IconPlugConnected, IconPlugConnectedX, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { PutBackDocument, type SiteSlotFragment } from "../api/documents.ts";
import { useLiveSlot } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { LiveSlotStatus } from "../live/live-slot-status.tsx";
import { pathOf, routes } from "../routes.ts";
import { useCommand } from "../shared/command.ts";
import { commonWords } from "../shared/common-words.ts";
import { ItemButton } from "../shared/item-button.tsx";
import { TextLink } from "../shared/links.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { slotName } from "../shared/slot-name.ts";
import { RemoveSlot } from "./remove-dialogs.tsx";
import { EditSlot } from "./slot-dialogs.tsx";
import { TakeOutDialog } from "./take-out-dialog.tsx";

const words = defineWords({
  en: {
    takeOut: "Take out of service",
    putBack: "Put back into service",
    isBack: (name: string) => `Slot ${name}, is back in service`,
    slot: (name: string) => `slot ${name}`,
  },
  vi: {
    takeOut: "Ngừng phục vụ",
    putBack: "Phục vụ trở lại",
    isBack: (name: string) => `Chỗ ${name} đã phục vụ trở lại`,
    slot: (name: string) => `chỗ ${name}`,
  },
});

interface SlotRowProps {
  readonly slot: SiteSlotFragment;
  readonly port: { readonly label: string };
  readonly stationId: string;
  readonly mayChange: boolean;
}

/** A slot with its live status and actions. */
export function SlotRow({ slot, port, stationId, mayChange }: SlotRowProps) {
  const text = useWords(words);
  const { edit, remove } = useWords(commonWords);
  const format = useFormat();
  const status = useLiveSlot(slot.id)?.status;
  const [open, setOpen] = useState<"edit" | "take-out" | "remove" | null>(null);
  const { send, fetching } = useCommand(PutBackDocument);
  const putBack = async () => {
    if (await send({ slotId: slot.id })) notifyDone(text.isBack(slotName(slot, port)));
  };
  const close = () => setOpen(null);
  const isOut = status === "INACTIVE";
  const facts = [slot.connectorType, slot.powerKw != null && format.kilowatts(slot.powerKw)].filter(Boolean);
  const name = text.slot(slotName(slot, port));
  return (
    <Group component="li" gap="sm" py="xs" justify="space-between" data-slot={slot.id}>
      <Group gap="sm" style={{ flex: "1 1 260px", minWidth: 0 }}>
        <Box style={{ overflowWrap: "anywhere" }}>
          <TextLink href={pathOf(routes.slot, slot.id)}>{slot.label}</TextLink>
        </Box>
        <Text size="sm">{facts.join(" · ")}</Text>
        <LiveSlotStatus id={slot.id} />
      </Group>
      {mayChange && (
        <Group gap="xs">
          <ItemButton icon={IconPencil} of={name} onClick={() => setOpen("edit")}>
            {edit}
          </ItemButton>
          {/* The same button for both, so that the focus stays on it. */}
          <ItemButton
            icon={isOut ? IconPlugConnected : IconPlugConnectedX}
            of={name}
            disabled={!status}
            busy={fetching}
            onClick={() => (isOut ? void putBack() : setOpen("take-out"))}
          >
            {isOut ? text.putBack : text.takeOut}
          </ItemButton>
          {isOut && (
            <ItemButton icon={IconTrash} of={name} onClick={() => setOpen("remove")}>
              {remove}
            </ItemButton>
          )}
        </Group>
      )}
      <EditSlot slot={slot} port={port} opened={open === "edit"} onClose={close} />
      <TakeOutDialog {...{ slot, port, stationId }} opened={open === "take-out"} onClose={close} />
      <RemoveSlot id={slot.id} name={name} opened={open === "remove"} onClose={close} />
    </Group>
  );
}
