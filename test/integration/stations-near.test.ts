import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../src/shared/ids.ts";
import { graphql } from "../support/gql/gql.ts";
import type { NearInput, StationFilter } from "../support/gql/graphql.ts";
import { openReadCounter, type ReadCounter } from "../support/read-counter.ts";
import { openScene, type Scene } from "../support/scene.ts";

const StationsNear = graphql(`
  query StationsNear($filter: StationFilter, $first: Int, $after: String) {
    stations(filter: $filter, first: $first, after: $after) {
      totalCount
      edges { cursor distanceKm node { id name } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ manualDeadlines: true });
});
afterAll(() => scene.close());
beforeEach(() => scene.database.query("truncate stations cascade"));

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

interface Placed {
  readonly name: string;
  readonly at: Point | null;
  readonly organisation?: string;
}

/** Creates stations in the order of their ids. Returns the ids by name. */
async function place(...stations: Placed[]): Promise<Record<string, string>> {
  const rows = stations.map(({ name, at, organisation = null }) => ({
    id: newId("station"),
    ...{ name, latitude: at?.latitude ?? null, longitude: at?.longitude ?? null, organisation },
  }));
  await scene.database.query(
    `insert into stations (id, name, latitude, longitude, organisation)
      select id, name, latitude, longitude, organisation from jsonb_populate_recordset(null::stations, $1)`,
    [JSON.stringify(rows)],
  );
  return Object.fromEntries(rows.map(({ name, id }) => [name, id]));
}

async function addSlot(stationId: string | undefined, status: string): Promise<void> {
  const portId = newId("port");
  await scene.database.query("insert into ports (id, station_id, label) values ($1, $2, 'P')", [
    portId,
    stationId,
  ]);
  await scene.database.query("insert into slots (id, port_id, label, status) values ($1, $2, 'S', $3)", [
    newId("slot"),
    portId,
    status,
  ]);
}

const page = async (filter: StationFilter, first = 100, after: string | null = null) =>
  (await scene.anonymous.request(StationsNear, { filter, first, after })).stations;

const refusal = async (filter: StationFilter, after: string | null | undefined) => {
  const { message, extensions } = await scene.anonymous.refusal(StationsNear, { filter, after });
  return [extensions.code, message];
};

/** All items of the list, read page by page. */
async function readAll(filter: StationFilter, first: number) {
  const edges: Awaited<ReturnType<typeof page>>["edges"] = [];
  for (let after: string | null = null; ; ) {
    const { edges: read, pageInfo }: Awaited<ReturnType<typeof page>> = await page(filter, first, after);
    expect(pageInfo).toMatchObject({
      hasPreviousPage: after !== null,
      startCursor: read[0]?.cursor ?? null,
      endCursor: read.at(-1)?.cursor ?? null,
    });
    expect(read.length).toBeLessThanOrEqual(first);
    edges.push(...read);
    if (!pageInfo.hasNextPage) return edges;
    expect(read).toHaveLength(first);
    after = pageInfo.endCursor ?? null;
  }
}

async function namesAround(near: NearInput, filter: StationFilter = {}, first = 2): Promise<string[]> {
  return (await readAll({ ...filter, near }, first)).map(({ node }) => node.name);
}

const TRONDHEIM = { latitude: 63.4305, longitude: 10.3951 };
const north = (degrees: number, { latitude, longitude }: Point = TRONDHEIM) => ({
  latitude: latitude + degrees,
  longitude,
});

// The same formula with JavaScript's sines and without rounding: within two millimetres, except near the antipodes.
function kilometres(one: Point, other: Point): number {
  const radians = (angle: number) => (angle * Math.PI) / 180;
  const half = (angle: number) => Math.sin(radians(angle) / 2) ** 2;
  const eastward =
    Math.cos(radians(one.latitude)) *
    Math.cos(radians(other.latitude)) *
    half(one.longitude - other.longitude);
  return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(half(one.latitude - other.latitude) + eastward)));
}
const toleranceOf = (distance: number) => (distance > 20_000 ? 1e-3 : 2e-6);

describe("stations near a point", () => {
  const near = { ...TRONDHEIM, radiusKm: 50 };

  test("are sorted by distance, whatever their order of creation, with their distance", async () => {
    await place(
      { name: "far", at: north(0.3) },
      { name: "here", at: TRONDHEIM },
      { name: "nowhere", at: null },
      { name: "close", at: north(-0.1) },
      { name: "too far", at: north(1) },
      { name: "closer", at: north(0.05) },
    );
    const { edges, totalCount } = await page({ near });
    expect(edges.map(({ node, distanceKm }) => [node.name, distanceKm])).toEqual([
      ["here", 0],
      ["closer", 5.559754],
      ["close", 11.119508],
      ["far", 33.358524],
    ]);
    expect(totalCount).toBe(4);
  });

  test("at the same distance are sorted by creation, whatever the page size", async () => {
    const names = ["a", "b", "c", "d", "e"];
    await place({ name: "last", at: north(0.1) }, ...names.map((name) => ({ name, at: north(0.01) })));
    for (const first of [1, 2, 3]) expect(await namesAround(near, {}, first)).toEqual([...names, "last"]);
  });

  test("have no distance if the list is not around a point", async () => {
    await place({ name: "far", at: north(0.3) }, { name: "here", at: TRONDHEIM });
    for (const filter of [{}, { near: null }, { nameContains: "r" }]) {
      const { edges } = await page(filter);
      expect(edges.map(({ node, distanceKm }) => [node.name, distanceKm])).toEqual([
        ["far", null],
        ["here", null],
      ]);
    }
  });

  test("can be filtered by everything else, too, and are counted over all pages", async () => {
    const ids = await place(
      { name: "East 3", at: north(0.03), organisation: "acme" },
      { name: "East 1", at: north(0.01), organisation: "acme" },
      { name: "East 2", at: north(-0.02) },
      { name: "West", at: north(0.015), organisation: "acme" },
      { name: "East 4", at: north(4), organisation: "acme" },
    );
    await addSlot(ids["East 1"], "INACTIVE");
    for (const name of ["East 2", "East 3", "East 4", "West"]) await addSlot(ids[name], "AVAILABLE");
    const cases: [StationFilter, string[]][] = [
      [{ nameContains: "east" }, ["East 1", "East 2", "East 3"]],
      [{ organisation: "acme" }, ["East 1", "West", "East 3"]],
      [{ hasAvailable: true }, ["West", "East 2", "East 3"]],
      [{ hasAvailable: false }, ["East 1"]],
      [{ hasAvailable: true, nameContains: "EAST", organisation: "acme" }, ["East 3"]],
      [{ hasAvailable: false, nameContains: "West" }, []],
    ];
    for (const [filter, names] of cases) {
      expect([filter, await namesAround(near, filter, 1)]).toEqual([filter, names]);
      expect((await page({ ...filter, near }, 1)).totalCount).toBe(names.length);
    }
  });

  test("are found across the antimeridian", async () => {
    await place(
      { name: "west of it", at: { latitude: -17, longitude: 179.8 } },
      { name: "east of it", at: { latitude: -17, longitude: -179.9 } },
      { name: "on it", at: { latitude: -17, longitude: -180 } },
      { name: "on the other side of the Earth", at: { latitude: -17, longitude: 0 } },
    );
    const names = ["on it", "east of it", "west of it"];
    for (const longitude of [180, -180])
      expect(await namesAround({ latitude: -17, longitude, radiusKm: 100 })).toEqual(names);
  });

  test.each([90, -90])("are at the same distance from the pole at %i, for any longitude", async (pole) => {
    const longitudes = [-180, -120.1, -90, 0, 1e-7, 45, 60, 180];
    const latitude = pole - Math.sign(pole) * 0.1;
    await place(...longitudes.map((longitude) => ({ name: `${longitude}`, at: { latitude, longitude } })));
    for (const longitude of [0, 77, -180])
      expect(await namesAround({ latitude: pole, longitude, radiusKm: 12 }, {}, 3)).toEqual(
        longitudes.map(String),
      );
    expect(await namesAround({ latitude: pole, longitude: 0, radiusKm: 11 })).toEqual([]);
  });

  test("are all stations with a position if the radius is long enough", async () => {
    await place(
      { name: "at the antipode", at: { latitude: -63.4305, longitude: 10.3951 - 180 } },
      { name: "at the pole", at: { latitude: 90, longitude: 0 } },
      { name: "nowhere", at: null },
    );
    expect(await namesAround({ ...TRONDHEIM, radiusKm: 20_100 })).toEqual(["at the pole", "at the antipode"]);
  });

  test("with a radius of zero are those exactly at the point", async () => {
    await place({ name: "next door", at: north(1e-7) }, { name: "here", at: TRONDHEIM });
    expect(await namesAround({ ...TRONDHEIM, radiusKm: 0 })).toEqual(["here"]);
  });

  test("are included at exactly their distance as radius, and excluded at a millimetre less", async () => {
    const places = [north(0.2), north(-0.2), { ...TRONDHEIM, longitude: 10.8 }, north(1e-5), north(20)];
    await place(...places.map((at, n) => ({ name: `S${n}`, at })));
    const { edges } = await page({ near: { ...TRONDHEIM, radiusKm: 20_100 } });
    expect(edges).toHaveLength(places.length);
    for (const { node, distanceKm } of edges) {
      const radiusKm = Number(distanceKm);
      expect(await namesAround({ ...TRONDHEIM, radiusKm })).toContain(node.name);
      expect(await namesAround({ ...TRONDHEIM, radiusKm: radiusKm - 1e-6 })).not.toContain(node.name);
    }
  });

  test("are not mixed up between concurrent lists around different points", async () => {
    await place({ name: "north", at: north(0.1) }, { name: "south", at: north(-0.1) });
    const read = async (degrees: number) => {
      const { edges } = await page({ near: { ...north(degrees), radiusKm: 50 } });
      return edges.map(({ node, distanceKm }) => [node.name, distanceKm?.toFixed(2)]);
    };
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => read(n % 2 === 0 ? 0.04 : -0.06)));
    const [above, below] = [
      [
        ["north", "6.67"],
        ["south", "15.57"],
      ],
      [
        ["south", "4.45"],
        ["north", "17.79"],
      ],
    ];
    expect(answers).toEqual(answers.map((_, n) => (n % 2 === 0 ? above : below)));
  });
});

describe("a cursor of a list around a point", () => {
  const near = { ...TRONDHEIM, radiusKm: 50 };
  const ofAnotherList = ["BAD_USER_INPUT", "after: must be a cursor that this list returned"];
  const ofAnotherPoint = ["BAD_USER_INPUT", "after: must be a cursor of the list around the same point"];
  const forged = (...key: unknown[]) =>
    Buffer.from(JSON.stringify(["stations.near", ...key])).toString("base64url");

  beforeEach(() =>
    place(...[0.02, 0.01, 0.6, 0.03].map((degrees) => ({ name: `${degrees}`, at: north(degrees) }))),
  );

  test("is refused in the list of all stations, and vice versa", async () => {
    const { endCursor: nearby } = (await page({ near }, 1)).pageInfo;
    const { endCursor: ofAll } = (await page({}, 1)).pageInfo;
    expect(await refusal({}, nearby)).toEqual(ofAnotherList);
    expect(await refusal({ near: null, hasAvailable: true }, nearby)).toEqual(ofAnotherList);
    expect(await refusal({ near }, ofAll)).toEqual(ofAnotherList);
  });

  test("is refused in a list around another point", async () => {
    const { endCursor } = (await page({ near }, 1)).pageInfo;
    expect(await refusal({ near: { ...near, latitude: 63.4306 } }, endCursor)).toEqual(ofAnotherPoint);
    expect(await refusal({ near: { ...near, longitude: 10.3952 } }, endCursor)).toEqual(ofAnotherPoint);
    const { errors } = await scene.anonymous.sendText(
      "query ($near: NearInput, $after: String) { stations(filter: { near: $near }, after: $after) { totalCount } }",
      { near: { ...near, latitude: 0 }, after: endCursor },
    );
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: [{ path: "after", message: "must be a cursor of the list around the same point" }],
    });
  });

  test("continues with another radius or name filter", async () => {
    const { endCursor = null } = (await page({ near }, 1)).pageInfo;
    const names = async (filter: StationFilter) =>
      (await page(filter, 100, endCursor)).edges.map(({ node }) => node.name);
    expect(await names({ near: { ...near, radiusKm: 100 } })).toEqual(["0.02", "0.03", "0.6"]);
    expect(await names({ near: { ...near, radiusKm: 2.5 } })).toEqual(["0.02"]);
    expect(await names({ near, nameContains: "3" })).toEqual(["0.03"]);
  });

  test("continues after a station that was deleted", async () => {
    const { endCursor = null } = (await page({ near }, 1)).pageInfo;
    await scene.database.query("delete from stations where name = '0.01'");
    expect((await page({ near }, 1, endCursor)).edges.map(({ node }) => node.name)).toEqual(["0.02"]);
  });

  test("is refused if malformed, and a forged distance is just a place in the list", async () => {
    const { latitude, longitude } = TRONDHEIM;
    const id = newId("station");
    for (const key of [
      [],
      [latitude, longitude, 1],
      [latitude, longitude, 1, id, id],
      [latitude, longitude, "1", id],
      [latitude, longitude, null, id],
      [latitude, longitude, 1, 1],
      [latitude, longitude, 1, "\0"],
      [`${latitude}`, longitude, 1, id],
    ])
      expect([key, await refusal({ near }, forged(...key))]).toEqual([key, ofAnotherList]);
    for (const km of [-1e308, -1, 5e-324, 1e308])
      expect((await page({ near }, 100, forged(latitude, longitude, km, id))).edges).toHaveLength(
        km > 0.1 ? 0 : 3,
      );
    expect(await refusal({ near }, forged(0, longitude, 1, id))).toEqual(ofAnotherPoint);
  });
});

describe("for random points and radii", () => {
  const degrees = (max: number, ...usual: number[]) =>
    fc.oneof(
      fc.constantFrom(...usual, -max, max, 0, 1e-7),
      fc.double({ min: -max, max, noNaN: true }),
      fc.integer({ min: 0, max: 20 }).map((steps) => 60 + steps / 1e5),
    );
  const point = fc.record({
    latitude: degrees(90, 89.9999999, -89.95, 59.9, -59.9),
    longitude: degrees(180, 179.999, -179.999, 120, -60),
  });
  const near = fc.record({
    at: point,
    radiusKm: fc.oneof(fc.constantFrom(0, 0.001, 1, 20_100), fc.double({ min: 0, max: 20_100, noNaN: true })),
  });

  test("pages contain every station within the circle once, sorted by distance and then by id", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(point, { freq: 10 }), { maxLength: 25 }),
        near,
        fc.integer({ min: 1, max: 7 }),
        async (points, { at, radiusKm }, first) => {
          await scene.database.query("truncate stations cascade");
          const ids = await place(...points.map((each, n) => ({ name: `S${n}`, at: each })));
          const filter = { near: { ...at, radiusKm } };
          const edges = await readAll(filter, first);
          const whole = await page(filter);
          expect(edges).toEqual(whole.edges);
          expect(whole.totalCount).toBe(edges.length);

          const listed = edges.map(({ node, distanceKm }) => ({ id: node.id, km: Number(distanceKm) }));
          expect(listed).toEqual(
            listed.toSorted((one, other) => one.km - other.km || (one.id < other.id ? -1 : 1)),
          );
          const distances = new Map(listed.map(({ id, km }) => [id, km]));
          expect(distances.size).toBe(listed.length);
          for (const [n, each] of points.entries()) {
            const told = distances.get(ids[`S${n}`] ?? "");
            const distance = each ? kilometres(at, each) : Number.POSITIVE_INFINITY;
            if (told === undefined) expect(distance).toBeGreaterThan(radiusKm - toleranceOf(distance));
            else expect(Math.abs(told - distance)).toBeLessThan(toleranceOf(distance));
            if (told !== undefined) expect(told).toBeLessThanOrEqual(radiusKm);
          }
        },
      ),
      { numRuns: 120 },
    );
  }, 60_000);
});

describe("a page of 10,000 stations", () => {
  const STATIONS = 10_000;
  const FIRST = 20;
  let reads: ReadCounter;
  beforeAll(async () => {
    reads = await openReadCounter(scene.database);
  });
  afterAll(() => reads.close());

  // Stations along thirteen degrees of latitude, each at a different one, with one slot each, a third of them free.
  beforeEach(async () => {
    const id = (prefix: string) => `'${prefix}_' || lpad(n::text, 26, '0')`;
    await scene.database.query(`
      set session_replication_role = replica;
      insert into stations (id, name, latitude, longitude)
        select ${id("station")}, 'S' || n, 58 + 13 * n / ${STATIONS}::float8, 5 + n * 7 % 25 from generate_series(1, ${STATIONS}) n;
      insert into ports (id, station_id, label)
        select ${id("port")}, ${id("station")}, 'P' from generate_series(1, ${STATIONS}) n;
      insert into slots (id, port_id, label, status)
        select ${id("slot")}, ${id("port")}, 'S', case when n % 3 = 0 then 'AVAILABLE' else 'INACTIVE' end
          from generate_series(1, ${STATIONS}) n;
      set session_replication_role = default;
    `);
    await scene.database.query("analyze stations, ports, slots");
  });

  const List = `query ($filter: StationFilter, $after: String) {
    stations(filter: $filter, first: ${FIRST}, after: $after) { edges { node { id } } } }`;
  const near = { latitude: 63.43, longitude: 10.39, radiusKm: 50 };
  const costOfPages = async (filter: StationFilter) => {
    const { endCursor } = (await page(filter, FIRST)).pageInfo;
    return Math.max(
      await reads.ofQuery(scene.anonymous, List, { filter }),
      await reads.ofQuery(scene.anonymous, List, { filter, after: endCursor }),
    );
  };
  /** The number of stations between the parallels that touch the circle. */
  const between = (STATIONS / 13) * (100 / 111);

  test("reads only the stations between the circle's northern and southern parallels", async () => {
    expect(await costOfPages({ near })).toBeLessThanOrEqual(between + 5);
  });

  test("reads the slots of one station after the other only until the page is full", async () => {
    const looks = 10 * (FIRST + 1);
    expect(await costOfPages({ near, hasAvailable: true })).toBeLessThanOrEqual(between + looks);
    const everywhere = { ...near, radiusKm: 20_100 };
    expect(await costOfPages({ near: everywhere, hasAvailable: true })).toBeLessThanOrEqual(STATIONS + looks);
  });

  test("has the same content as a plain sort of all stations", async () => {
    const filter = { near: { ...near, radiusKm: 300 }, hasAvailable: true };
    const edges = await readAll(filter, 100);
    const distances = Array.from({ length: STATIONS }, (_, index) => index + 1)
      .filter((n) => n % 3 === 0)
      .map((n) => kilometres(near, { latitude: 58 + (13 * n) / STATIONS, longitude: 5 + ((n * 7) % 25) }))
      .filter((distance) => distance <= 300)
      .toSorted((one, other) => one - other);
    expect(distances.length).toBeGreaterThan(100);
    expect((await page(filter, 1)).totalCount).toBe(distances.length);
    expect(edges).toHaveLength(distances.length);
    for (const [index, { distanceKm }] of edges.entries())
      expect(Math.abs(Number(distanceKm) - Number(distances[index]))).toBeLessThan(2e-6);
  });
});
