import { Text } from "@mantine/core";
import { defineWords, useWords } from "../app/language.tsx";
import { isStaff, useMe } from "../app/me.ts";
import { routes } from "../routes.ts";
import { ClearFilters } from "../shared/clear-filters.tsx";
import { TextLink } from "../shared/links.tsx";
import { Empty } from "../shared/page.tsx";
import { type BoardFilter, noFilter } from "./board-filter.ts";

const words = defineWords({
  en: {
    nothing: "No matching slots",
    advice: "Try another search, or clear the filters.",
    noSlots: "There are no slots yet",
    wait: "Slots appear here as soon as a station is added.",
    add: "Add a station with ports and slots",
  },
  vi: {
    nothing: "Không có chỗ sạc nào phù hợp",
    advice: "Hãy tìm từ khóa khác hoặc xóa bộ lọc.",
    noSlots: "Chưa có chỗ sạc nào",
    wait: "Các chỗ sạc sẽ tự hiện ở đây ngay khi có trạm mới.",
    add: "Thêm trạm, cổng và chỗ sạc",
  },
});

export function NothingMatches({ onChange }: { onChange: (changes: BoardFilter) => void }) {
  const text = useWords(words);
  return (
    <Empty>
      <Text fw={600}>{text.nothing}</Text>
      <Text size="sm">{text.advice}</Text>
      <ClearFilters onClear={() => onChange(noFilter)} />
    </Empty>
  );
}

export function NoSlots() {
  const text = useWords(words);
  const me = useMe();
  return (
    <Empty>
      <Text fw={600}>{text.noSlots}</Text>
      <Text size="sm">{text.wait}</Text>
      {me && isStaff(me.roles) && <TextLink href={routes.sites}>{text.add}</TextLink>}
    </Empty>
  );
}
