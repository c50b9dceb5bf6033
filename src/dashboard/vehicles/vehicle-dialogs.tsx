import { AddVehicleDocument, EditVehicleDocument, type VehicleDetailsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { commonWords } from "../shared/common-words.ts";
import { Dialog } from "../shared/dialog.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { VehicleForm, type VehicleInput } from "./vehicle-form.tsx";

const words = defineWords({
  en: {
    register: "Register vehicle",
    registered: (plate: string) => `${plate} registered`,
    edit: (plate: string) => `Edit ${plate}`,
    saved: (plate: string) => `${plate} saved`,
  },
  vi: {
    register: "Đăng ký xe",
    registered: (plate: string) => `Đã đăng ký ${plate}`,
    edit: (plate: string) => `Sửa ${plate}`,
    saved: (plate: string) => `Đã lưu ${plate}`,
  },
});

interface RegisterVehicleProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onRegistered?: (vehicle: VehicleDetailsFragment) => void;
}

/** Registers a vehicle for the signed-in user. */
export function RegisterVehicle({ opened, onClose, onRegistered }: RegisterVehicleProps) {
  const text = useWords(words);
  const { send, close, form } = useDialogCommand(AddVehicleDocument, onClose);
  const register = async (input: VehicleInput) => {
    const done = await send({ input });
    if (!done) return;
    notifyDone(text.registered(done.registerVehicle.vehicle.plate));
    onRegistered?.(done.registerVehicle.vehicle);
    close();
  };
  return (
    <Dialog opened={opened} onClose={close} title={text.register}>
      <VehicleForm action={text.register} {...form} onSubmit={(input) => void register(input)} />
    </Dialog>
  );
}

/** @param props.vehicle the vehicle to edit; null: the dialog is closed. */
export function EditVehicle({
  vehicle,
  onClose,
}: {
  vehicle: VehicleDetailsFragment | null;
  onClose: () => void;
}) {
  const text = useWords(words);
  const { save } = useWords(commonWords);
  const { send, close, form } = useDialogCommand(EditVehicleDocument, onClose);
  const change = async (input: VehicleInput) => {
    const done = vehicle && (await send({ input: { vehicleId: vehicle.id, ...input } }));
    if (!done) return;
    notifyDone(text.saved(done.updateVehicle.vehicle.plate));
    close();
  };
  return (
    <Dialog opened={vehicle !== null} onClose={close} title={vehicle && text.edit(vehicle.plate)}>
      {vehicle && (
        <VehicleForm vehicle={vehicle} action={save} {...form} onSubmit={(input) => void change(input)} />
      )}
    </Dialog>
  );
}
