import { Button, NativeSelect, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { defineWords, useWords } from "../app/language.tsx";
import { isStaff, type Me } from "../app/me.ts";
import { RegisterVehicle } from "../vehicles/vehicle-dialogs.tsx";
import { VehicleSearch } from "./vehicle-search.tsx";

const words = defineWords({
  en: {
    vehicle: "Vehicle",
    register: "Register a vehicle",
    none: "You have no vehicle yet. Register one, then go on here.",
  },
  vi: {
    vehicle: "Xe",
    register: "Đăng ký xe mới",
    none: "Bạn chưa có xe nào. Hãy đăng ký một xe rồi tiếp tục ở đây.",
  },
});

export interface VehicleFieldProps {
  readonly me: Me;
  readonly value: string | null;
  readonly onChange: (vehicleId: string | null) => void;
  readonly error?: string | null | undefined;
}

/** One of the driver's own vehicles; to an operator, any driver's. */
export function VehicleField(props: VehicleFieldProps) {
  return isStaff(props.me.roles) ? <VehicleSearch {...props} /> : <OwnVehicle {...props} />;
}

function OwnVehicle({ me, value, onChange, error }: VehicleFieldProps) {
  const text = useWords(words);
  const [isRegistering, setRegistering] = useState(false);
  const { vehicles } = me;
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
          label={text.vehicle}
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
