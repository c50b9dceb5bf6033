import { useStations } from "../app/context.ts";
import { Page } from "../shared/page.tsx";
import { SlotStatusBadge } from "../shared/status.tsx";

export function Board() {
  const stations = useStations();
  return (
    <Page title="Live board">
      {stations.map((s) => (
        <div key={s.id}>
          {s.name}:{" "}
          {s.slots.map((slot) => (
            <a key={slot.id} href={`/slots/${slot.id}`}>
              {slot.label} <SlotStatusBadge status={slot.status} />
            </a>
          ))}
        </div>
      ))}
    </Page>
  );
}
