import { expect, test } from "vitest";
import { fieldsOf, inputOf, problemsOf, type SiteFields } from "../../../src/dashboard/sites/site-fields.ts";

const fields = (part: Partial<SiteFields>): SiteFields => ({ ...fieldsOf(), name: "Quay", ...part });

test.each<[Partial<SiteFields>, object]>([
  [{}, {}],
  [{ name: "  " }, { name: "nameMissing" }],
  [{ latitude: 0, longitude: 0 }, {}],
  [{ latitude: -90, longitude: 180 }, {}],
  [
    { latitude: 90.1, longitude: -180.1 },
    { latitude: "latitudeWrong", longitude: "longitudeWrong" },
  ],
  [{ latitude: 1 }, { longitude: "otherMissing" }],
  [{ longitude: 1 }, { latitude: "otherMissing" }],
  [{ latitude: "-", longitude: 1 }, { latitude: "latitudeWrong" }],
])("a station of %o has the problems %o", (part, problems) => {
  expect(problemsOf(fields(part))).toEqual(problems);
});

test("empty fields become null, and typed text is trimmed", () => {
  const typed = fields({ name: " Quay ", latitude: "1.5", longitude: 2, organisation: " acme " });
  expect(inputOf(typed, false)).toMatchObject({
    ...{ name: "Quay", address: null, latitude: 1.5, longitude: 2, organisation: "acme" },
  });
  expect(inputOf(fields({}), false)).toMatchObject({ latitude: null, longitude: null, organisation: null });
});

test("an operator of one organisation does not send a station's organisation", () => {
  expect(inputOf(fields({ organisation: "acme" }), true)).not.toHaveProperty("organisation");
});
