import { Button, Group, Stack, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { Link } from "wouter";
import { defineWords, useWords } from "../app/language.tsx";
import { isStaff } from "../app/me.ts";
import { routes } from "../routes.ts";
import { useAddress } from "../shared/address.ts";
import { OnlyFor } from "../shared/only-for.tsx";
import { Empty, Loading, Page, RefusalAlert } from "../shared/page.tsx";
import { StationSelect } from "../shared/station-select.tsx";
import { type Lists, listNames } from "./reservation-model.ts";
import { ReservationSection } from "./reservation-section.tsx";
import { SelectionBar, useSelection } from "./selection.tsx";
import { useHeld, useLists } from "./use-lists.ts";
import { useSteps } from "./use-steps.tsx";

const words = defineWords({
  en: {
    own: "My reservations",
    all: "Reservations",
    history: "History",
    empty: "No reservations right now.",
    toDo: "To make one, choose a free slot on the live board.",
    board: "Go to the live board",
    emptyStation: "No reservations here right now.",
  },
  vi: {
    own: "Lượt đặt của tôi",
    all: "Lượt đặt chỗ",
    history: "Lịch sử",
    empty: "Hiện không có lượt đặt nào.",
    toDo: "Hãy chọn một chỗ còn trống trên bảng trực tiếp để đặt.",
    board: "Đến bảng trực tiếp",
    emptyStation: "Hiện không có lượt đặt nào ở đây.",
  },
});

export default function ReservationsPage() {
  const text = useWords(words);
  return (
    <OnlyFor who="members" title={text.own}>
      {({ roles }) => {
        const staff = isStaff(roles);
        return (
          <Page title={staff ? text.all : text.own} actions={<Actions isStaff={staff} />}>
            <ListsOfReservations isStaff={staff} />
          </Page>
        );
      }}
    </OnlyFor>
  );
}

function useChosenStation(isStaff: boolean) {
  const [search, change] = useAddress();
  return {
    stationId: isStaff ? search.get("station") || null : null,
    choose: (station: string | null) => change({ station }),
  };
}

function Actions({ isStaff }: { isStaff: boolean }) {
  const text = useWords(words);
  const { stationId, choose } = useChosenStation(isStaff);
  return (
    <Group gap="sm">
      {isStaff && <StationSelect hasLabel={false} value={stationId} onChange={choose} w={220} />}
      <Button
        component={Link}
        href={routes.reservationHistory}
        variant="default"
        leftSection={<IconHistory size={16} aria-hidden />}
      >
        {text.history}
      </Button>
    </Group>
  );
}

function ListsOfReservations({ isStaff }: { isStaff: boolean }) {
  const { stationId } = useChosenStation(isStaff);
  const { lists: read, error, refetch } = useLists({ stationId, isStaff });
  const { isAsking, dialogs, ...steps } = useSteps(refetch);
  const lists = useHeld(read, isAsking);
  return (
    <Stack gap="lg">
      {error && <RefusalAlert error={error} onRetry={refetch} />}
      {lists ? <Sections {...{ lists, isStaff, steps }} /> : !error && <Loading />}
      {dialogs}
    </Stack>
  );
}

interface SectionsProps {
  readonly lists: Lists;
  readonly isStaff: boolean;
  readonly steps: Omit<ReturnType<typeof useSteps>, "isAsking" | "dialogs">;
}

function Sections({ lists, isStaff, steps: { onStep, busyOf, dismiss } }: SectionsProps) {
  const selection = useSelection(lists.dismissible);
  const shown = listNames.filter((name) => lists[name].length > 0);
  if (shown.length === 0) return <Nothing isStaff={isStaff} />;
  return shown.map((list) => (
    <ReservationSection
      key={list}
      {...{ list, onStep, busyOf, showOwner: isStaff, reservations: lists[list] }}
      {...(list === "dismissible" ? { selectionOf: selection.of } : {})}
    >
      {list === "dismissible" && (
        <SelectionBar
          total={lists.dismissible.length}
          selected={selection.selected}
          onSelectAll={selection.selectAll}
          onDismiss={dismiss}
        />
      )}
    </ReservationSection>
  ));
}

function Nothing({ isStaff }: { isStaff: boolean }) {
  const text = useWords(words);
  return (
    <Empty>
      <Text>{isStaff ? text.emptyStation : text.empty}</Text>
      {!isStaff && <Text>{text.toDo}</Text>}
      {!isStaff && (
        <Button component={Link} href={routes.board}>
          {text.board}
        </Button>
      )}
    </Empty>
  );
}
