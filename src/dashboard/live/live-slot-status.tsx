import { Box, Group, Loader, Text } from "@mantine/core";
import { useLiveSlot } from "../app/context.ts";
import { SlotStatusBadge } from "../shared/status.tsx";
import { useAsOf } from "./feed-status.tsx";

/** The live status of a slot. If the connection is lost, it is shown without colour and with its age. */
export function LiveSlotStatus({ id }: { id: string }) {
  const slot = useLiveSlot(id);
  const asOf = useAsOf();
  if (!slot) return <Loader size="xs" aria-hidden />;
  if (asOf === null) return <SlotStatusBadge status={slot.status} />;
  return (
    <Group gap={6}>
      <Box style={{ filter: "grayscale(1)" }}>
        <SlotStatusBadge status={slot.status} />
      </Box>
      <Text span size="sm">
        {asOf}
      </Text>
    </Group>
  );
}
