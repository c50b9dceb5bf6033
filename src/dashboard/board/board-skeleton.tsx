import { Skeleton } from "@mantine/core";
import { defineWords, useWords } from "../app/language.tsx";
import classes from "./station-grid.module.css";

const words = defineWords({
  en: { loading: "Loading the slots…" },
  vi: { loading: "Đang tải các chỗ sạc…" },
});
const CARDS = Array.from({ length: 12 }, (_, index) => index);

/** Placeholders of the board while the slots are being loaded. */
export function BoardSkeleton() {
  const { loading } = useWords(words);
  return (
    <>
      <div className="visually-hidden" role="status">
        {loading}
      </div>
      <div className={classes["skeleton"]} aria-hidden>
        {CARDS.map((card) => (
          <Skeleton key={card} h={220} />
        ))}
      </div>
    </>
  );
}
