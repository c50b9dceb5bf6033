import { Button, Paper, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { MyVehiclesDocument, type VehicleDetailsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { OnlyFor } from "../shared/only-for.tsx";
import { Empty, Loading, Page, RefusalAlert } from "../shared/page.tsx";
import { RemoveVehicle } from "./remove-vehicle.tsx";
import { EditVehicle, RegisterVehicle } from "./vehicle-dialogs.tsx";
import { VehicleTable } from "./vehicle-table.tsx";

const words = defineWords({
  en: {
    title: "My vehicles",
    register: "Register a vehicle",
    none: "You have no vehicles yet.",
    explain: "Register one to book slots and charge.",
  },
  vi: {
    title: "Xe của tôi",
    register: "Đăng ký xe mới",
    none: "Bạn chưa có xe nào.",
    explain: "Hãy đăng ký một xe để đặt chỗ và sạc.",
  },
});

const context = { additionalTypenames: ["Vehicle"] };

export default function VehiclesPage() {
  const text = useWords(words);
  return (
    <OnlyFor who="members" title={text.title}>
      {() => <Vehicles />}
    </OnlyFor>
  );
}

type Open =
  | { readonly register: true }
  | { readonly edit: VehicleDetailsFragment }
  | { readonly remove: VehicleDetailsFragment };

function Vehicles() {
  const text = useWords(words);
  const [{ data, error }, read] = useQuery({ query: MyVehiclesDocument, context });
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const vehicles = data?.me?.vehicles;
  return (
    <Page
      title={text.title}
      size="lg"
      actions={
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen({ register: true })}>
          {text.register}
        </Button>
      }
    >
      {!vehicles && (error ? <RefusalAlert error={error} onRetry={read} /> : <Loading />)}
      {vehicles && (
        <Paper withBorder p={{ base: "xs", sm: "md" }}>
          {vehicles.length === 0 ? (
            <Empty>
              <Text fw={600}>{text.none}</Text>
              <Text>{text.explain}</Text>
            </Empty>
          ) : (
            <VehicleTable
              vehicles={vehicles}
              onEdit={(edit) => setOpen({ edit })}
              onRemove={(remove) => setOpen({ remove })}
            />
          )}
        </Paper>
      )}
      <RegisterVehicle opened={open !== null && "register" in open} onClose={close} />
      <EditVehicle vehicle={open && "edit" in open ? open.edit : null} onClose={close} />
      <RemoveVehicle vehicle={open && "remove" in open ? open.remove : null} onClose={close} />
    </Page>
  );
}
