import { Group, Text } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { SiteQuery } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { commonWords } from "../shared/common-words.ts";
import { ItemButton } from "../shared/item-button.tsx";
import { Section } from "../shared/section.tsx";
import { RenamePort } from "./port-dialogs.tsx";
import { RemovePort } from "./remove-dialogs.tsx";
import { AddSlot } from "./slot-dialogs.tsx";
import { SlotRow } from "./slot-row.tsx";

type Port = NonNullable<SiteQuery["station"]>["ports"][number];

const words = defineWords({
  en: {
    port: (label: string) => `Port ${label}`,
    name: (label: string) => `port ${label}`,
    rename: "Rename",
    addSlot: "Add slot",
    slots: (label: string) => `Slots of port ${label}`,
    noSlots: "This port has no slots yet.",
  },
  vi: {
    port: (label: string) => `Cổng ${label}`,
    name: (label: string) => `cổng ${label}`,
    rename: "Đổi tên",
    addSlot: "Thêm chỗ",
    slots: (label: string) => `Các chỗ của cổng ${label}`,
    noSlots: "Cổng này chưa có chỗ nào.",
  },
});

interface PortSectionProps {
  readonly port: Port;
  readonly stationId: string;
  readonly mayChange: boolean;
}

export function PortSection({ port, stationId, mayChange }: PortSectionProps) {
  const text = useWords(words);
  const { remove } = useWords(commonWords);
  const [open, setOpen] = useState<"rename" | "add" | "remove" | null>(null);
  const close = () => setOpen(null);
  const name = text.name(port.label);
  return (
    <Section
      title={text.port(port.label)}
      actions={
        mayChange && (
          <Group gap="xs">
            <ItemButton icon={IconPencil} of={name} onClick={() => setOpen("rename")}>
              {text.rename}
            </ItemButton>
            <ItemButton icon={IconPlus} of={name} onClick={() => setOpen("add")}>
              {text.addSlot}
            </ItemButton>
            {port.slots.length === 0 && (
              <ItemButton icon={IconTrash} of={name} onClick={() => setOpen("remove")}>
                {remove}
              </ItemButton>
            )}
          </Group>
        )
      }
    >
      {port.slots.length === 0 ? (
        <Text size="sm">{text.noSlots}</Text>
      ) : (
        <ul aria-label={text.slots(port.label)} style={{ listStyle: "none", margin: 0, padding: 0 }}>
          {port.slots.map((slot) => (
            <SlotRow key={slot.id} {...{ slot, port, stationId, mayChange }} />
          ))}
        </ul>
      )}
      <RenamePort port={port} opened={open === "rename"} onClose={close} />
      <AddSlot port={port} opened={open === "add"} onClose={close} />
      <RemovePort id={port.id} name={name} opened={open === "remove"} onClose={close} />
    </Section>
  );
}
