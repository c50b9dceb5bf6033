import { Button, Group, Stack, Text } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { useLocation, useParams } from "wouter";
import { SiteDocument } from "../api/documents.ts";
import { codeOf } from "../api/refusals.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { routes } from "../routes.ts";
import { useOrganisation } from "../session/organisation.ts";
import { BackLink } from "../shared/links.tsx";
import { OnlyFor } from "../shared/only-for.tsx";
import { Empty, Loading, Page, RefusalAlert } from "../shared/page.tsx";
import { useLatestData } from "../shared/refetch.ts";
import { AddPort } from "./port-dialogs.tsx";
import { PortSection } from "./port-section.tsx";
import { RemoveSite } from "./remove-dialogs.tsx";
import { EditSite } from "./site-dialogs.tsx";
import { SiteFacts } from "./site-facts.tsx";

const words = defineWords({
  en: {
    title: "Station",
    all: "All stations",
    edit: "Edit station",
    addPort: "Add port",
    remove: "Remove station",
    missing: "Station not found. It may have been removed.",
    noPorts: "This station has no ports yet.",
    explain: "Add a port, then its slots. They appear on the live board right away.",
    notYours: (organisation: string | null) =>
      organisation === null
        ? "This station does not belong to your organisation. You can view it but not change it."
        : `This station is run by ${organisation}. You can view it but not change it.`,
  },
  vi: {
    title: "Trạm sạc",
    all: "Tất cả các trạm",
    edit: "Sửa trạm",
    addPort: "Thêm cổng",
    remove: "Xóa trạm",
    missing: "Không tìm thấy trạm. Có thể trạm đã bị xóa.",
    noPorts: "Trạm này chưa có cổng nào.",
    explain: "Hãy thêm một cổng, rồi thêm các chỗ: chúng hiện ngay trên bảng trực tiếp.",
    notYours: (organisation: string | null) =>
      organisation === null
        ? "Trạm này không thuộc tổ chức của bạn: bạn chỉ xem được, không sửa được."
        : `Trạm này do ${organisation} vận hành: bạn chỉ xem được, không sửa được.`,
  },
});

const context = { additionalTypenames: ["Station", "Port", "Slot"] };

export default function SitePage() {
  const { title } = useWords(words);
  return (
    <OnlyFor who="staff" title={title}>
      {() => <Site />}
    </OnlyFor>
  );
}

function Site() {
  const text = useWords(words);
  const { id = "" } = useParams<{ id: string }>();
  const [state, read] = useQuery({ query: SiteDocument, variables: { id }, context });
  const { error } = state;
  const data = useLatestData(state, id);
  const [, goTo] = useLocation();
  const ownOrganisation = useOrganisation();
  const [open, setOpen] = useState<"edit" | "port" | "remove" | null>(null);
  const station = data?.station;
  // A malformed id means that there is no such station.
  const isMissing = data !== undefined || (error && codeOf(error) === "BAD_USER_INPUT");
  if (!station || station.removedAt)
    return (
      <Page title={text.title}>
        <BackLink href={routes.sites}>{text.all}</BackLink>
        {isMissing ? (
          <Empty>{text.missing}</Empty>
        ) : error ? (
          <RefusalAlert error={error} onRetry={read} />
        ) : (
          <Loading />
        )}
      </Page>
    );
  const close = () => setOpen(null);
  const mayChange = ownOrganisation === null || ownOrganisation === station.organisation;
  const actions = mayChange && (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={<IconPencil size={18} aria-hidden />}
        onClick={() => setOpen("edit")}
      >
        {text.edit}
      </Button>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen("port")}>
        {text.addPort}
      </Button>
      {station.ports.length === 0 && (
        <Button
          variant="default"
          leftSection={<IconTrash size={18} aria-hidden />}
          onClick={() => setOpen("remove")}
        >
          {text.remove}
        </Button>
      )}
    </Group>
  );
  return (
    <Page title={station.name} size="lg" actions={actions}>
      <BackLink href={routes.sites}>{text.all}</BackLink>
      {error && <RefusalAlert error={error} onRetry={read} />}
      {!mayChange && <Text fw={600}>{text.notYours(station.organisation ?? null)}</Text>}
      <SiteFacts site={station} />
      {station.ports.length === 0 ? (
        <Empty>
          <Text fw={600}>{text.noPorts}</Text>
          {mayChange && <Text>{text.explain}</Text>}
        </Empty>
      ) : (
        <Stack gap="md">
          {station.ports.map((port) => (
            <PortSection key={port.id} port={port} stationId={station.id} mayChange={mayChange} />
          ))}
        </Stack>
      )}
      <EditSite site={station} opened={open === "edit"} onClose={close} />
      <AddPort stationId={station.id} opened={open === "port"} onClose={close} />
      <RemoveSite
        id={station.id}
        name={station.name}
        opened={open === "remove"}
        onClose={close}
        onRemoved={() => goTo(routes.sites)}
      />
    </Page>
  );
}
