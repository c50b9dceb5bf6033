import { Box, Button, Group, Text } from "@mantine/core";
import { IconPencil, IconPlugConnected, IconPlugConnectedX } from "@tabler/icons-react";
import { useState } from "react";
import { PutBackDocument, type SiteSlotFragment } from "../api/documents.ts";
import { useLiveSlot } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { LiveSlotStatus } from "../live/live-slot-status.tsx";
import { pathOf, routes } from "../routes.ts";
import { useCommand } from "../shared/command.ts";
import { TextLink } from "../shared/links.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { EditSlot } from "./slot-dialogs.tsx";
import { TakeOutDialog } from "./take-out-dialog.tsx";

const words = defineWords({
  en: {
    edit: "Edit",
    takeOut: "Take out of service",
    putBack: "Put back into service",
    isBack: (label: string) => `Slot ${label} is back in service`,
    slot: (label: string) => `slot ${label}`,
  },
  vi: {
    edit: "Sửa",
    takeOut: "Ngừng phục vụ",
    putBack: "Phục vụ trở lại",
    isBack: (label: string) => `Chỗ ${label} đã phục vụ trở lại`,
    slot: (label: string) => `chỗ ${label}`,
  },
});

interface SlotRowProps {
  readonly slot: SiteSlotFragment;
  readonly stationId: string;
  readonly mayChange: boolean;
}

/** A slot with its status as it is now, and what can be done about it. */
export function SlotRow({ slot, stationId, mayChange }: SlotRowProps) {
  const text = useWords(words);
  const format = useFormat();
  const status = useLiveSlot(slot.id)?.status;
  const [open, setOpen] = useState<"edit" | "take-out" | null>(null);
  const { send, fetching } = useCommand(PutBackDocument);
  const putBack = async () => {
    if (await send({ slotId: slot.id })) notifyDone(text.isBack(slot.label));
  };
  const close = () => setOpen(null);
  const isOut = status === "INACTIVE";
  const ServiceIcon = isOut ? IconPlugConnected : IconPlugConnectedX;
  const facts = [slot.connectorType, slot.powerKw != null && format.kilowatts(slot.powerKw)].filter(Boolean);
  const name = <span className="visually-hidden"> {text.slot(slot.label)}</span>;
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
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPencil size={14} aria-hidden />}
            onClick={() => setOpen("edit")}
          >
            {text.edit}
            {name}
          </Button>
          {/* One and the same button, so that the focus stays where it is. */}
          <Button
            size="xs"
            variant="default"
            disabled={!status}
            loading={fetching}
            leftSection={<ServiceIcon size={14} aria-hidden />}
            onClick={() => (isOut ? void putBack() : setOpen("take-out"))}
          >
            {isOut ? text.putBack : text.takeOut}
            {name}
          </Button>
        </Group>
      )}
      <EditSlot
        key={`${slot.label} ${slot.powerKw} ${slot.connectorType}`}
        slot={slot}
        opened={open === "edit"}
        onClose={close}
      />
      <TakeOutDialog slot={slot} stationId={stationId} opened={open === "take-out"} onClose={close} />
    </Group>
  );
}
