import { Autocomplete, NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";
import type { SiteSlotFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { DialogForm, type FormState } from "../shared/dialog-form.tsx";
import { fieldErrors } from "../shared/field-errors.ts";

const words = defineWords({
  en: {
    label: "Label",
    labelMissing: "Enter a label.",
    connector: "Connector (optional)",
    power: "Power in kW (optional)",
    powerWrong: "Enter a number above 0, up to 10,000.",
  },
  vi: {
    label: "Nhãn",
    labelMissing: "Hãy nhập nhãn.",
    connector: "Đầu nối (không bắt buộc)",
    power: "Công suất, kW (không bắt buộc)",
    powerWrong: "Hãy nhập một số lớn hơn 0 và không quá 10.000.",
  },
});

/** The common connectors. Any other can be typed. */
const CONNECTORS = ["CCS2", "CCS1", "Type 2", "Type 1", "CHAdeMO", "NACS", "GB/T DC", "GB/T AC"];
const FIELDS = ["label", "connectorType", "powerKw"];
const LONGEST = 200;
const LARGEST_KW = 10_000;

export interface SlotInput {
  readonly label: string;
  readonly connectorType: string | null;
  readonly powerKw: number | null;
}

interface SlotFormProps extends FormState {
  readonly slot?: SiteSlotFragment;
  readonly action: string;
  readonly onSubmit: (input: SlotInput) => Promise<void>;
}

export function SlotForm({ slot, onSubmit, ...form }: SlotFormProps) {
  const text = useWords(words);
  const [label, setLabel] = useState(slot?.label ?? "");
  const [connector, setConnector] = useState(slot?.connectorType ?? "");
  const [power, setPower] = useState<string | number>(slot?.powerKw ?? "");
  const [isTried, setTried] = useState(false);
  const powerKw = power === "" ? null : Number(power);
  const isPowerWrong = powerKw !== null && !(powerKw > 0 && powerKw <= LARGEST_KW);
  const isLabelMissing = label.trim() === "";
  const refused = fieldErrors(form.refusal);
  const submit = () => {
    setTried(true);
    if (isLabelMissing || isPowerWrong) return;
    void onSubmit({ label: label.trim(), connectorType: connector.trim() || null, powerKw });
  };
  return (
    <DialogForm fields={FIELDS} onSubmit={submit} {...form}>
      <TextInput
        label={text.label}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        error={isTried && isLabelMissing ? text.labelMissing : refused["label"]}
        maxLength={LONGEST}
        autoComplete="off"
        required
        data-autofocus
      />
      <Autocomplete
        label={text.connector}
        data={CONNECTORS}
        value={connector}
        onChange={setConnector}
        error={refused["connectorType"]}
        maxLength={LONGEST}
      />
      <NumberInput
        label={text.power}
        value={power}
        onChange={setPower}
        error={isTried && isPowerWrong ? text.powerWrong : refused["powerKw"]}
        hideControls
      />
    </DialogForm>
  );
}
