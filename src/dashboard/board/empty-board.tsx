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
    nothing: "No slot matches",
    advice: "Look for something else, or clear the filters.",
    noSlots: "There are no slots yet",
    wait: "As soon as a station is added, its slots show here by themselves.",
    add: "Add a station with its ports and slots",
  },
  vi: {
    nothing: "Không có chỗ sạc nào phù hợp",
    advice: "Hãy tìm từ khóa khác hoặc xóa bộ lọc.",
    noSlots: "Chưa có chỗ sạc nào",
    wait: "Ngay khi có trạm được thêm vào, các chỗ sạc sẽ tự hiện ở đây.",
    add: "Thêm trạm với các cổng và chỗ sạc",
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
