import { NumberInput, Radio, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { SiteDetailsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useOrganisation } from "../session/organisation.ts";
import { DialogForm, type FormState } from "../shared/dialog-form.tsx";
import { fieldErrors } from "../shared/field-errors.ts";
import { RefusalNote } from "../shared/refusal-note.tsx";
import { OpenReservations } from "./open-reservations.tsx";
import { fieldsOf, inputOf, problemsOf, type SiteFields, type SiteInput } from "./site-fields.ts";
import { siteWords } from "./site-words.ts";

const words = defineWords({
  en: {
    name: "Name",
    address: "Address (optional)",
    latitude: "Latitude (optional)",
    longitude: "Longitude (optional)",
    mode: "Booking mode",
    policy: "When a reservation expires",
    organisation: "Organisation (optional)",
    organisationHint: "Its operators manage this station. Leave empty if you run this server yourself.",
    problems: {
      nameMissing: "Enter a name.",
      latitudeWrong: "Enter a number from -90 to 90.",
      longitudeWrong: "Enter a number from -180 to 180.",
      otherMissing: "Enter both latitude and longitude, or neither.",
    },
  },
  vi: {
    name: "Tên",
    address: "Địa chỉ (không bắt buộc)",
    latitude: "Vĩ độ (không bắt buộc)",
    longitude: "Kinh độ (không bắt buộc)",
    mode: "Cách đặt chỗ",
    policy: "Khi lượt đặt hết hạn",
    organisation: "Tổ chức (không bắt buộc)",
    organisationHint: "Người vận hành của tổ chức này quản lý trạm. Để trống: đơn vị vận hành máy chủ.",
    problems: {
      nameMissing: "Hãy nhập tên.",
      latitudeWrong: "Hãy nhập một số từ -90 đến 90.",
      longitudeWrong: "Hãy nhập một số từ -180 đến 180.",
      otherMissing: "Hãy nhập cả vĩ độ và kinh độ, hoặc để trống cả hai.",
    },
  },
});

const LONGEST = { name: 200, address: 500, organisation: 200 } as const;
const DECIMALS = 6;

interface SiteFormProps extends FormState {
  /** The station to edit. Omitted for a new one. */
  readonly site?: SiteDetailsFragment;
  readonly action: string;
  readonly onSubmit: (input: SiteInput) => void;
}

export function SiteForm({ site, onSubmit, ...form }: SiteFormProps) {
  const text = useWords(words);
  const confined = useOrganisation() !== null;
  const [fields, setFields] = useState(() => fieldsOf(site));
  const [isTried, setTried] = useState(false);
  const problems = problemsOf(fields);
  const { refusal } = form;
  const refused = fieldErrors(refusal);
  const change = (part: Partial<SiteFields>) => setFields((before) => ({ ...before, ...part }));
  const errorOf = (field: keyof SiteFields) => {
    const problem = problems[field];
    return isTried && problem ? text.problems[problem] : refused[field];
  };
  const submit = () => {
    setTried(true);
    if (Object.keys(problems).length === 0) onSubmit(inputOf(fields, confined));
  };
  const textField = (field: "name" | "address" | "organisation") => ({
    label: text[field],
    value: fields[field],
    error: errorOf(field),
    maxLength: LONGEST[field],
    autoComplete: "off",
    onChange: (event: { currentTarget: { value: string } }) => change({ [field]: event.currentTarget.value }),
  });
  const position = (field: "latitude" | "longitude") => ({
    label: text[field],
    value: fields[field],
    error: errorOf(field),
    decimalScale: DECIMALS,
    hideControls: true,
    onChange: (value: string | number) => change({ [field]: value }),
  });
  const note = (
    <RefusalNote refusal={refusal} fields={Object.keys(fields)}>
      <OpenReservations refusal={refusal} />
    </RefusalNote>
  );
  return (
    <DialogForm note={note} onSubmit={submit} {...form}>
      <TextInput {...textField("name")} required data-autofocus />
      <TextInput {...textField("address")} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput {...position("latitude")} />
        <NumberInput {...position("longitude")} />
      </SimpleGrid>
      <Modes fields={fields} onChange={change} />
      {!confined && <TextInput {...textField("organisation")} description={text.organisationHint} />}
    </DialogForm>
  );
}

interface ModesProps {
  readonly fields: SiteFields;
  readonly onChange: (part: Partial<SiteFields>) => void;
}

function Modes({ fields: { bookingMode, expiryPolicy }, onChange }: ModesProps) {
  const text = useWords(words);
  const { modes, modeDetails, policies, policyDetails } = useWords(siteWords);
  return (
    <>
      <Radio.Group
        label={text.mode}
        value={bookingMode}
        onChange={(value) => onChange({ bookingMode: value as SiteFields["bookingMode"] })}
      >
        <Stack gap="xs" mt="xs">
          {(["IMMEDIATE", "CALENDAR"] as const).map((mode) => (
            <Radio key={mode} value={mode} label={modes[mode]} description={modeDetails[mode]} />
          ))}
        </Stack>
      </Radio.Group>
      {/* CALENDAR stations always release the slot. */}
      {bookingMode === "IMMEDIATE" && (
        <Radio.Group
          label={text.policy}
          value={expiryPolicy}
          onChange={(value) => onChange({ expiryPolicy: value as SiteFields["expiryPolicy"] })}
        >
          <Stack gap="xs" mt="xs">
            {(["KEEP_BOOKED", "RELEASE"] as const).map((policy) => (
              <Radio
                key={policy}
                value={policy}
                label={policies[policy]}
                description={policyDetails[policy]}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </>
  );
}
