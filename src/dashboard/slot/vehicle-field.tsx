import { Button, NativeSelect, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import { isStaff, type Me } from "../app/me.ts";
import { commonWords } from "../shared/common-words.ts";
import { RegisterVehicle } from "../vehicles/vehicle-dialogs.tsx";
import { VehicleSearch } from "./vehicle-search.tsx";

const words = defineWords({
  en: {
    missing: "Choose a vehicle.",
    register: "Register a vehicle",
    none: "You have no vehicles yet. Register one, then continue here.",
  },
  vi: {
    missing: "Hãy chọn xe.",
    register: "Đăng ký xe mới",
    none: "Bạn chưa có xe nào. Hãy đăng ký một xe rồi tiếp tục ở đây.",
  },
});

interface VehicleFieldProps {
  readonly me: Me;
  readonly value: string | null;
  readonly onChange: (vehicleId: string | null) => void;
  /** Whether the user has tried to submit. From then on, a missing vehicle is reported. */
  readonly isTried: boolean;
  readonly error: string | undefined;
}

/** A field for a vehicle: one of the driver's own or, for an operator, any driver's. */
export function VehicleField({ me, isTried, error, ...field }: VehicleFieldProps) {
  const { missing } = useWords(words);
  const shown = isTried && !field.value ? missing : error;
  return isStaff(me.roles) ? (
    <VehicleSearch {...field} error={shown} />
  ) : (
    <OwnVehicle {...field} error={shown} vehicles={me.vehicles} />
  );
}

interface OwnVehicleProps extends Omit<VehicleFieldProps, "me" | "isTried"> {
  readonly vehicles: Me["vehicles"];
}

function OwnVehicle({ vehicles, value, onChange, error }: OwnVehicleProps) {
  const text = useWords(words);
  const { vehicle } = useWords(commonWords);
  const [isRegistering, setRegistering] = useState(false);
  const [first] = vehicles;
  useEffect(() => {
    if (value === null && first) onChange(first.id);
  }, [value, first, onChange]);
  return (
    <Stack gap="xs" align="stretch">
      {vehicles.length === 0 ? (
        <Text size="sm">{text.none}</Text>
      ) : (
        <NativeSelect
          label={vehicle}
          value={value ?? ""}
          onChange={(event) => onChange(event.currentTarget.value)}
          error={error}
          data={vehicles.map(({ id, plate, model }) => ({
            value: id,
            label: model ? `${plate} · ${model}` : plate,
          }))}
        />
      )}
      <Button
        variant={vehicles.length === 0 ? "filled" : "subtle"}
        size="compact-sm"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => setRegistering(true)}
        style={{ alignSelf: "flex-start" }}
      >
        {text.register}
      </Button>
      <RegisterVehicle
        opened={isRegistering}
        onClose={() => setRegistering(false)}
        onRegistered={({ id }) => onChange(id)}
      />
    </Stack>
  );
}
