import { Text } from "@mantine/core";
import { DropVehicleDocument, type VehicleDetailsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { Confirm } from "../shared/confirm.tsx";
import { notifyDone } from "../shared/notify.tsx";

const words = defineWords({
  en: {
    remove: "Remove vehicle",
    title: (plate: string) => `Remove ${plate}?`,
    explain: "You can no longer book or charge with it. Its history is kept.",
    removed: (plate: string) => `${plate} removed`,
    open: "A reservation or charging session of this vehicle is still open. Cancel, complete or stop it first.",
  },
  vi: {
    remove: "Xóa xe",
    title: (plate: string) => `Xóa ${plate}?`,
    explain: "Sẽ không thể đặt chỗ hay sạc cho xe này nữa. Lịch sử của xe vẫn được giữ.",
    removed: (plate: string) => `Đã xóa ${plate}`,
    open: "Xe này còn lượt đặt hoặc phiên sạc chưa kết thúc. Hãy hủy, hoàn tất hoặc dừng trước.",
  },
});

/** @param props.vehicle the vehicle to remove; null: the dialog is closed. */
export function RemoveVehicle({
  vehicle,
  onClose,
}: {
  vehicle: VehicleDetailsFragment | null;
  onClose: () => void;
}) {
  const text = useWords(words);
  const { send, close, form } = useDialogCommand(DropVehicleDocument, onClose);
  const { refusal } = form;
  const remove = async () => {
    if (!vehicle || !(await send({ vehicleId: vehicle.id }))) return;
    notifyDone(text.removed(vehicle.plate));
    close();
  };
  return (
    <Confirm
      opened={vehicle !== null}
      title={vehicle ? text.title(vehicle.plate) : ""}
      action={text.remove}
      color="red"
      {...form}
      refusal={refusal?.code === "INVALID_STATE" ? { ...refusal, message: text.open, advice: null } : refusal}
      onConfirm={() => void remove()}
    >
      <Text size="sm">{text.explain}</Text>
    </Confirm>
  );
}
