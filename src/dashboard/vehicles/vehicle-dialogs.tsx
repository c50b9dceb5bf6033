import { Modal } from "@mantine/core";
import { AddVehicleDocument, EditVehicleDocument, type VehicleDetailsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useCommand } from "../shared/command.ts";
import { notifyDone } from "../shared/notify.tsx";
import { VehicleForm, type VehicleInput } from "./vehicle-form.tsx";

const words = defineWords({
  en: {
    close: "Close",
    register: "Register vehicle",
    registered: (plate: string) => `${plate} is registered`,
    edit: (plate: string) => `Edit ${plate}`,
    save: "Save",
    saved: (plate: string) => `${plate} is saved`,
  },
  vi: {
    close: "Đóng",
    register: "Đăng ký xe",
    registered: (plate: string) => `Đã đăng ký ${plate}`,
    edit: (plate: string) => `Sửa ${plate}`,
    save: "Lưu",
    saved: (plate: string) => `Đã lưu ${plate}`,
  },
});

interface RegisterVehicleProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onRegistered?: (vehicle: VehicleDetailsFragment) => void;
}

/** A new vehicle of whoever is signed in. */
export function RegisterVehicle({ opened, onClose, onRegistered }: RegisterVehicleProps) {
  const text = useWords(words);
  const { send, fetching, refusal, forget } = useCommand(AddVehicleDocument, { quiet: true });
  const close = () => {
    forget();
    onClose();
  };
  const register = async (input: VehicleInput) => {
    const done = await send({ input });
    if (!done) return;
    notifyDone(text.registered(done.registerVehicle.vehicle.plate));
    onRegistered?.(done.registerVehicle.vehicle);
    close();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={text.register}
      centered
      closeButtonProps={{ "aria-label": text.close }}
    >
      <VehicleForm
        action={text.register}
        busy={fetching}
        refusal={refusal}
        onSubmit={(input) => void register(input)}
        onCancel={close}
      />
    </Modal>
  );
}

/** @param props.vehicle what is edited; null: nothing is, and the dialog is closed. */
export function EditVehicle({
  vehicle,
  onClose,
}: {
  vehicle: VehicleDetailsFragment | null;
  onClose: () => void;
}) {
  const text = useWords(words);
  const { send, fetching, refusal, forget } = useCommand(EditVehicleDocument, { quiet: true });
  const close = () => {
    forget();
    onClose();
  };
  const save = async (input: VehicleInput) => {
    const done = vehicle && (await send({ input: { vehicleId: vehicle.id, ...input } }));
    if (!done) return;
    notifyDone(text.saved(done.updateVehicle.vehicle.plate));
    close();
  };
  return (
    <Modal
      opened={vehicle !== null}
      onClose={close}
      title={vehicle && text.edit(vehicle.plate)}
      centered
      closeButtonProps={{ "aria-label": text.close }}
    >
      {vehicle && (
        <VehicleForm
          vehicle={vehicle}
          action={text.save}
          busy={fetching}
          refusal={refusal}
          onSubmit={(input) => void save(input)}
          onCancel={close}
        />
      )}
    </Modal>
  );
}
