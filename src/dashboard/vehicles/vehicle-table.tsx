import { Button, Group, Table, Text } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import type { VehicleDetailsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";

const words = defineWords({
  en: {
    caption: "Your vehicles",
    plate: "Number plate",
    model: "Make and model",
    battery: "Battery",
    actions: "Actions",
    edit: "Edit",
    remove: "Remove",
  },
  vi: {
    caption: "Xe của bạn",
    plate: "Biển số",
    model: "Hãng và mẫu xe",
    battery: "Pin",
    actions: "Thao tác",
    edit: "Sửa",
    remove: "Gỡ",
  },
});

interface VehicleTableProps {
  readonly vehicles: readonly VehicleDetailsFragment[];
  readonly onEdit: (vehicle: VehicleDetailsFragment) => void;
  readonly onRemove: (vehicle: VehicleDetailsFragment) => void;
}

export function VehicleTable({ vehicles, onEdit, onRemove }: VehicleTableProps) {
  const text = useWords(words);
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
              {text.actions}
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
                  <Button
                    size="xs"
                    variant="default"
                    leftSection={<IconPencil size={14} aria-hidden />}
                    onClick={() => onEdit(vehicle)}
                  >
                    {text.edit}
                    <span className="visually-hidden"> {vehicle.plate}</span>
                  </Button>
                  <Button
                    size="xs"
                    variant="default"
                    leftSection={<IconTrash size={14} aria-hidden />}
                    onClick={() => onRemove(vehicle)}
                  >
                    {text.remove}
                    <span className="visually-hidden"> {vehicle.plate}</span>
                  </Button>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
