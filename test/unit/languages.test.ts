import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Translator } from "../../src/languages/translator.ts";
import { vietnamese } from "../../src/languages/vi.ts";
import type { ReservationStatus } from "../../src/reservations/reservation.rules.ts";
import { nextStatus, statusesAllowing } from "../../src/reservations/reservation-lifecycle.rules.ts";
import { badInput, type DomainError } from "../../src/shared/domain-error.ts";
import { inEnglish, say } from "../../src/shared/message.ts";

describe("a message", () => {
  const message = say`Cannot ${"confirm"} before ${["A", "B", "C"]} at ${5}.`;

  test("keeps its values apart from its template", () => {
    expect(message.template).toBe("Cannot {{0}} before {{1}} at {{2}}.");
    expect(inEnglish(message)).toBe("Cannot confirm before A, B, or C at 5.");
  });

  test("is translated into the requested language, or into English if that is unknown", () => {
    const translator = new Translator();
    const inUse = say`Slot is already in use`;
    for (const [acceptLanguage, text] of [
      ["vi", "Chỗ sạc đang được sử dụng"],
      ["vi-VN,vi;q=0.9,en;q=0.8", "Chỗ sạc đang được sử dụng"],
      ["fr, vi;q=0.5", "Chỗ sạc đang được sử dụng"],
      ["en-GB, vi;q=0.5", "Slot is already in use"],
      ["fr", "Slot is already in use"],
      ["*", "Slot is already in use"],
      ["", "Slot is already in use"],
      [";;;", "Slot is already in use"],
      [undefined, "Slot is already in use"],
      [5, "Slot is already in use"],
      [`vi,${"en,".repeat(400)}`, "Slot is already in use"],
    ] as const) {
      expect([acceptLanguage, translator.for(acceptLanguage)(inUse)]).toEqual([acceptLanguage, text]);
    }
  });

  test("inserts values unchanged, whatever they contain", () => {
    const translate = new Translator().for("vi");
    const hostile = "$t(Slot is inactive) {{0}} <b>&</b>";
    expect(translate(say`Slot ${hostile} was not found`)).toBe(`Không tìm thấy chỗ sạc ${hostile}`);
  });

  test("about an input names each field, in both languages", () => {
    const error = badInput(
      { path: "input.name", message: say`must have at most ${5} items` },
      { path: "first", message: "must be in the future" },
    );
    expect(error.message).toBe("input.name: must have at most 5 items; first: must be in the future");
    expect(error.describe(new Translator().for("vi"))).toEqual({
      message: "input.name: không được quá 5 mục; first: phải ở tương lai",
      facts: {
        fields: [
          { path: "input.name", message: "không được quá 5 mục" },
          { path: "first", message: "phải ở tương lai" },
        ],
      },
    });
  });
});

/** All sentences of the source: tagged ones, and plain ones passed to an error or a field. */
async function sentences(): Promise<string[]> {
  const files = (await readdir("src", { recursive: true })).filter(
    (file) => file.endsWith(".ts") && !/^(replay|playground|dashboard|commands|doctor|languages)/.test(file),
  );
  const found = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join("src", file), "utf8");
      const tagged = [...text.matchAll(/say`([^`]+)`/g)].map(([, literal = ""]) => toTemplate(literal));
      const plain = [
        ...text.matchAll(
          /(?:message: |unauthenticated\(\s*|new DomainError\(\s*"\w+",\s*|_REASON = )"([^"]+)"/g,
        ),
      ];
      return [...tagged, ...plain.map(([, literal = ""]) => literal)];
    }),
  );
  return [...new Set(found.flat())];
}

function toTemplate(literal: string): string {
  let place = 0;
  return literal.replace(/\$\{[^}]*\}/g, () => `{{${place++}}}`);
}

test("every sentence for clients has a Vietnamese translation with the same placeholders", async () => {
  const all = await sentences();
  expect(all.length).toBeGreaterThan(40);
  expect(all.filter((sentence) => vietnamese[sentence] === undefined)).toEqual([]);
  for (const [english, translated] of Object.entries(vietnamese)) {
    const places = (text: string) => [...new Set(text.match(/\{\{\d+\}\}/g) ?? [])].toSorted();
    expect([english, places(translated)]).toEqual([english, places(english)]);
  }
});

test("the refusal of every reservation step has a Vietnamese translation", () => {
  const translate = new Translator().for("vi");
  const now = new Date("2030-01-01T00:00:00Z");
  for (const step of ["confirm", "acceptTurn", "cancel", "complete", "startCharging", "hide"] as const) {
    const status = (["COMPLETED", "PENDING"] as ReservationStatus[]).find(
      (each) => !statusesAllowing(step).includes(each),
    );
    const state = {
      id: "r",
      code: "RS000001",
      status: status ?? "COMPLETED",
      reservedUntil: new Date(8.64e15),
      turnUntil: null,
      hiddenAt: null,
    };
    const refusal = (() => {
      try {
        nextStatus(state, step, now);
      } catch (error) {
        return error as DomainError;
      }
    })();
    expect(refusal?.message).toMatch(/^Cannot .* RS000001 while it is/);
    expect(refusal?.describe(translate).message).toMatch(/^Không thể .* RS000001 khi đang ở trạng thái/);
  }
});
