import { Alert, Progress, Radio, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconPlayerStop } from "@tabler/icons-react";
import { useState } from "react";
import { type SessionOnSlotFragment, type SessionOutcome, StopChargingDocument } from "../api/documents.ts";
import { usePage } from "../app/context.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useFormat, useNow } from "../app/time.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { Confirm } from "../shared/confirm.tsx";
import { TimeLeft } from "../shared/countdown.tsx";
import { Fact, Facts } from "../shared/facts.tsx";
import { ItemButton } from "../shared/item-button.tsx";
import { Section } from "../shared/section.tsx";
import { headings } from "./focus-fallback.ts";

const words = defineWords({
  en: {
    title: (plate: string) => `${plate} is charging`,
    of: (driver: string) => `Vehicle of ${driver}`,
    bar: "Charged so far",
    progress: (now: string, target: string) => `${now} of ${target}`,
    power: "Power",
    energy: "Energy",
    started: "Started",
    unknown: "Not measured yet",
    mustEnd: (time: string) => `Must end by ${time}`,
    soon: "The slot is booked next. Please stop in time.",
    stop: "Stop charging",
    sure: "Stop charging?",
    how: "How did it go?",
    completed: "Completed: the vehicle has enough charge",
    cancelled: "Cancelled: something went wrong",
  },
  vi: {
    title: (plate: string) => `${plate} đang sạc`,
    of: (driver: string) => `Xe của ${driver}`,
    bar: "Mức đã sạc",
    progress: (now: string, target: string) => `${now}, mục tiêu ${target}`,
    power: "Công suất",
    energy: "Điện năng",
    started: "Bắt đầu lúc",
    unknown: "Chưa đo",
    mustEnd: (time: string) => `Phải kết thúc trước ${time}`,
    soon: "Đã có người đặt chỗ này ngay sau bạn: hãy dừng đúng giờ.",
    stop: "Dừng sạc",
    sure: "Dừng sạc?",
    how: "Kết thúc thế nào?",
    completed: "Hoàn tất: xe đã sạc đủ",
    cancelled: "Hủy: có sự cố",
  },
});

const SOON_MS = 10 * 60_000;

/** A running charging session, as its meter reports it, with a button to stop it. */
export function SessionCard({
  session,
  showsDriver,
}: {
  session: SessionOnSlotFragment;
  showsDriver: boolean;
}) {
  const text = useWords(words);
  const format = useFormat();
  const { clock } = usePage();
  const [isStopping, setStopping] = useState(false);
  const { vehicle, currentPercent, targetPercent, powerKw, energyKwh, startedAt, mustEndBy } = session;
  const progress = text.progress(format.percent(currentPercent / 100), format.percent(targetPercent / 100));
  return (
    <Section
      title={text.title(vehicle.plate)}
      headingId={headings.session}
      actions={
        <ItemButton icon={IconPlayerStop} onClick={() => setStopping(true)}>
          {text.stop}
        </ItemButton>
      }
    >
      <Stack gap="sm">
        {showsDriver && vehicle.owner.name && <Text size="sm">{text.of(vehicle.owner.name)}</Text>}
        <div>
          <Text fw={600}>{progress}</Text>
          <Progress.Root size="lg" mt={4}>
            <Progress.Section
              value={currentPercent}
              color="violet"
              aria-label={text.bar}
              aria-valuetext={progress}
            />
          </Progress.Root>
        </div>
        <Facts>
          <Fact name={text.power}>
            {powerKw === null || powerKw === undefined ? text.unknown : format.kilowatts(powerKw)}
          </Fact>
          <Fact name={text.energy}>{format.kilowattHours(energyKwh)}</Fact>
          <Fact name={text.started}>{format.timeOn(startedAt, clock.now())}</Fact>
        </Facts>
        {mustEndBy && <Deadline at={mustEndBy} />}
      </Stack>
      <StopDialog session={session} opened={isStopping} onClose={() => setStopping(false)} />
    </Section>
  );
}

function Deadline({ at }: { at: string }) {
  const text = useWords(words);
  const format = useFormat();
  const isSoon = Date.parse(at) - useNow() < SOON_MS;
  return (
    <Alert
      color={isSoon ? "orange" : "gray"}
      icon={isSoon && <IconAlertTriangle aria-hidden />}
      role="presentation"
    >
      {text.mustEnd(format.dateTime(at))} <TimeLeft until={at} />
      {isSoon && `. ${text.soon}`}
    </Alert>
  );
}

interface StopDialogProps {
  readonly session: SessionOnSlotFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function StopDialog({ session, opened, onClose }: StopDialogProps) {
  const text = useWords(words);
  const [outcome, setOutcome] = useState<SessionOutcome>("COMPLETED");
  const { send, close, form } = useDialogCommand(StopChargingDocument, onClose);
  const stop = async () => {
    if (await send({ input: { sessionId: session.id, outcome } })) close();
  };
  return (
    <Confirm
      opened={opened}
      title={text.sure}
      action={text.stop}
      color="red"
      onConfirm={() => void stop()}
      {...form}
    >
      <Radio.Group label={text.how} value={outcome} onChange={(value) => setOutcome(value as SessionOutcome)}>
        <Stack gap="xs" mt="xs">
          <Radio value="COMPLETED" label={text.completed} />
          <Radio value="CANCELLED" label={text.cancelled} />
        </Stack>
      </Radio.Group>
    </Confirm>
  );
}
