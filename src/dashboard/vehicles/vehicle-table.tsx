import { Group, Table, Text } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import type { VehicleDetailsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { commonWords } from "../shared/common-words.ts";
import { ItemButton } from "../shared/item-button.tsx";

const words = defineWords({
  en: {
    caption: "Your vehicles",
    plate: "Number plate",
    model: "Make and model",
    battery: "Battery",
    remove: "Remove",
  },
  vi: {
    caption: "Xe của bạn",
    plate: "Biển số",
    model: "Hãng và mẫu xe",
    battery: "Pin",
    remove: "Xóa",
  },
});

interface VehicleTableProps {
  readonly vehicles: readonly VehicleDetailsFragment[];
  readonly onEdit: (vehicle: VehicleDetailsFragment) => void;
  readonly onRemove: (vehicle: VehicleDetailsFragment) => void;
}

export function VehicleTable({ vehicles, onEdit, onRemove }: VehicleTableProps) {
  const text = useWords(words);
  const common = useWords(commonWords);
  const format = useFormat();
  return (
    <Table.ScrollContainer minWidth={0} type="native">
      <Table verticalSpacing="sm">
        <caption className="visually-hidden">{text.caption}</caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{text.plate}</Table.Th>
            <Table.Th scope="col" visibleFrom="xs">
              {text.model}
            </Table.Th>
            <Table.Th scope="col" visibleFrom="xs">
              {text.battery}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {common.actions}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {vehicles.map((vehicle) => (
            <Table.Tr key={vehicle.id}>
              <Table.Th scope="row" style={{ overflowWrap: "anywhere" }}>
                {vehicle.plate}
                {vehicle.model && (
                  <Text size="sm" fw={400} hiddenFrom="xs">
                    {vehicle.model}
                  </Text>
                )}
              </Table.Th>
              <Table.Td visibleFrom="xs">{vehicle.model ?? "–"}</Table.Td>
              <Table.Td visibleFrom="xs">
                {vehicle.batteryKwh ? format.kilowattHours(vehicle.batteryKwh) : "–"}
              </Table.Td>
              <Table.Td>
                <Group gap="xs" justify="flex-end" wrap="nowrap">
                  <ItemButton icon={IconPencil} of={vehicle.plate} onClick={() => onEdit(vehicle)}>
                    {common.edit}
                  </ItemButton>
                  <ItemButton icon={IconTrash} of={vehicle.plate} onClick={() => onRemove(vehicle)}>
                    {text.remove}
                  </ItemButton>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
