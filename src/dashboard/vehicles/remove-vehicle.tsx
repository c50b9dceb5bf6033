import { Text } from "@mantine/core";
import { DropVehicleDocument, type VehicleDetailsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useCommand } from "../shared/command.ts";
import { Confirm } from "../shared/confirm.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { RefusalNote } from "../shared/refusal-note.tsx";

const words = defineWords({
  en: {
    remove: "Remove vehicle",
    title: (plate: string) => `Remove ${plate}?`,
    explain: "It can no longer be booked or charged for. Its history stays.",
    removed: (plate: string) => `${plate} is removed`,
    open: "A reservation or charging session of this vehicle is still open. Cancel, complete or stop that first.",
  },
  vi: {
    remove: "Gỡ xe",
    title: (plate: string) => `Gỡ ${plate}?`,
    explain: "Sẽ không thể đặt chỗ hay sạc cho xe này nữa. Lịch sử của xe vẫn được giữ.",
    removed: (plate: string) => `Đã gỡ ${plate}`,
    open: "Xe này còn lượt đặt hoặc phiên sạc chưa kết thúc. Hãy hủy, hoàn tất hoặc dừng trước.",
  },
});

/** @param props.vehicle what is to be removed; null: nothing is, and the dialog is closed. */
export function RemoveVehicle({
  vehicle,
  onClose,
}: {
  vehicle: VehicleDetailsFragment | null;
  onClose: () => void;
}) {
  const text = useWords(words);
  const { send, fetching, refusal, forget } = useCommand(DropVehicleDocument, { quiet: true });
  const close = () => {
    forget();
    onClose();
  };
  const remove = async () => {
    if (!vehicle || !(await send({ vehicleId: vehicle.id }))) return;
    notifyDone(text.removed(vehicle.plate));
    close();
  };
  const isOpen = refusal?.code === "INVALID_STATE";
  return (
    <Confirm
      opened={vehicle !== null}
      title={vehicle ? text.title(vehicle.plate) : ""}
      action={text.remove}
      color="red"
      busy={fetching}
      onConfirm={() => void remove()}
      onClose={close}
    >
      <Text>{text.explain}</Text>
      <RefusalNote refusal={refusal && isOpen ? { ...refusal, message: text.open, advice: null } : refusal} />
    </Confirm>
  );
}
