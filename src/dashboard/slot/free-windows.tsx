import { Button, Group, Text, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { useQuery } from "urql";
import { FreeWindowsDocument } from "../api/documents.ts";
import { usePage } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat } from "../app/time.tsx";
import { dayOf, toLocalInput } from "../shared/local-time.ts";
import { RefusalAlert } from "../shared/page.tsx";
import { useOnChange, useOnReconnect, useQueryRefetch } from "../shared/refetch.ts";

const words = defineWords({
  en: {
    day: "Day",
    free: (day: string) => `Free on ${day}`,
    allDay: "All day",
    midnight: "midnight",
    none: "No free times are left on this day. Choose another day.",
    choose: "Choose one to fill in start and end. Times are in your time zone.",
    loading: "Looking for free times…",
  },
  vi: {
    day: "Ngày",
    free: (day: string) => `Còn trống ngày ${day}`,
    allDay: "Cả ngày",
    midnight: "24:00",
    none: "Ngày này không còn giờ trống. Hãy chọn ngày khác.",
    choose: "Chọn một khung giờ để điền giờ bắt đầu và kết thúc. Giờ theo múi giờ của bạn.",
    loading: "Đang tìm giờ trống…",
  },
});

const context = { additionalTypenames: ["Reservation"] };

interface FreeWindow {
  readonly startAt: string;
  readonly endAt: string;
}

interface FreeWindowsProps {
  readonly slotId: string;
  /** A counter of booking attempts. The free windows are read again when it changes. */
  readonly tries: number;
  readonly onChoose: (window: FreeWindow) => void;
}

/** The free windows of a slot on one day of the viewer's. */
export function FreeWindows(props: FreeWindowsProps) {
  const text = useWords(words);
  const { clock } = usePage();
  const [day, setDay] = useState(() => toLocalInput(clock.now()).slice(0, 10));
  const range = useMemo(() => dayOf(day), [day]);
  return (
    <div>
      <TextInput
        type="date"
        label={text.day}
        value={day}
        onChange={(event) => setDay(event.currentTarget.value)}
        maw={220}
      />
      {/* The key keeps one day's windows from being shown for another while those are read. */}
      {range && <FreeOnDay key={day} day={range} {...props} />}
    </div>
  );
}

function FreeOnDay({ day, slotId, tries, onChoose }: FreeWindowsProps & { readonly day: Day }) {
  const text = useWords(words);
  const format = useFormat();
  const variables = { slotId, from: day.from.toISOString(), to: day.to.toISOString() };
  const query = useQuery({ query: FreeWindowsDocument, variables, context });
  const refetch = useQueryRefetch(query);
  useOnChange(tries, refetch);
  useOnReconnect(refetch);
  const [{ data, error }] = query;
  const windows = data?.availability;
  const endOf = (window: FreeWindow) => (endsWithIt(window, day) ? text.midnight : format.time(window.endAt));
  return (
    <>
      <Text fw={500} size="sm" mt="sm" id="free-windows">
        {text.free(format.date(day.from))}
      </Text>
      {error && !windows && <RefusalAlert error={error} onRetry={refetch} />}
      {!windows && !error && <Text size="sm">{text.loading}</Text>}
      {windows?.length === 0 && <Text size="sm">{text.none}</Text>}
      {windows && windows.length > 0 && (
        <>
          <Text size="sm">{text.choose}</Text>
          <Group component="ul" aria-labelledby="free-windows" gap="xs" mt="xs" p={0} m={0}>
            {windows.map((window) => (
              <li key={window.startAt} style={{ listStyle: "none" }}>
                <Button size="xs" variant="default" onClick={() => onChoose(window)}>
                  {isWhole(window, day) ? text.allDay : `${format.time(window.startAt)}–${endOf(window)}`}
                </Button>
              </li>
            ))}
          </Group>
        </>
      )}
    </>
  );
}

type Day = NonNullable<ReturnType<typeof dayOf>>;

function isWhole(window: FreeWindow, day: Day): boolean {
  return Date.parse(window.startAt) === day.from.getTime() && endsWithIt(window, day);
}

/** Such a window ends at midnight, which a clock shows as the start of the day. */
function endsWithIt({ endAt }: FreeWindow, day: Day): boolean {
  return Date.parse(endAt) === day.to.getTime();
}
