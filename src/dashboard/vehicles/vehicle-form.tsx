import { NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";
import type { VehicleDetailsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { DialogForm, type FormState } from "../shared/dialog-form.tsx";
import { fieldErrors } from "../shared/field-errors.ts";

export interface VehicleInput {
  readonly plate: string;
  readonly model: string | null;
  readonly batteryKwh: number | null;
}

interface VehicleFormProps extends FormState {
  /** The vehicle to edit. Omitted for a new one. */
  readonly vehicle?: VehicleDetailsFragment;
  readonly action: string;
  readonly onSubmit: (input: VehicleInput) => void;
}

const words = defineWords({
  en: {
    plate: "Number plate",
    plateMissing: "Enter the number plate.",
    model: "Make and model (optional)",
    battery: "Battery in kWh (optional)",
    batteryWrong: "Enter a number above 0, up to 10,000.",
  },
  vi: {
    plate: "Biển số",
    plateMissing: "Hãy nhập biển số.",
    model: "Hãng và mẫu xe (không bắt buộc)",
    battery: "Dung lượng pin, kWh (không bắt buộc)",
    batteryWrong: "Hãy nhập một số lớn hơn 0 và không quá 10.000.",
  },
});

const FIELDS = ["plate", "model", "batteryKwh"];
const LONGEST = 200;
const LARGEST_KWH = 10_000;

export function VehicleForm({ vehicle, onSubmit, ...form }: VehicleFormProps) {
  const text = useWords(words);
  const [plate, setPlate] = useState(vehicle?.plate ?? "");
  const [model, setModel] = useState(vehicle?.model ?? "");
  const [battery, setBattery] = useState<string | number>(vehicle?.batteryKwh ?? "");
  const [isTried, setTried] = useState(false);
  const batteryKwh = battery === "" ? null : Number(battery);
  const isBatteryWrong = batteryKwh !== null && !(batteryKwh > 0 && batteryKwh <= LARGEST_KWH);
  const isPlateMissing = plate.trim() === "";
  const refused = fieldErrors(form.refusal);
  const submit = () => {
    setTried(true);
    if (isPlateMissing || isBatteryWrong) return;
    onSubmit({ plate: plate.trim(), model: model.trim() || null, batteryKwh });
  };
  return (
    <DialogForm fields={FIELDS} onSubmit={submit} {...form}>
      <TextInput
        label={text.plate}
        value={plate}
        onChange={(event) => setPlate(event.currentTarget.value)}
        error={isTried && isPlateMissing ? text.plateMissing : refused["plate"]}
        maxLength={LONGEST}
        autoComplete="off"
        required
        data-autofocus
      />
      <TextInput
        label={text.model}
        value={model}
        onChange={(event) => setModel(event.currentTarget.value)}
        error={refused["model"]}
        maxLength={LONGEST}
        autoComplete="off"
      />
      <NumberInput
        label={text.battery}
        value={battery}
        onChange={setBattery}
        error={isTried && isBatteryWrong ? text.batteryWrong : refused["batteryKwh"]}
        hideControls
      />
    </DialogForm>
  );
}
