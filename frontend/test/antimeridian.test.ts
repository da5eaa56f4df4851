import { expect, test } from "vitest";
import { isSeam } from "../src/antimeridian";
import { reach } from "../src/box";
import { readRelease, type ReleaseFiles } from "../src/release";
import { sample } from "./sample/make.mjs";

type Json = Record<string, unknown>;
type Point = [longitude: number, latitude: number];

const EAST_BY = 158.5; // the sample's theatre is about 21.5 degrees east
const wrapped = (longitude: number): number => ((((longitude + EAST_BY + 180) % 360) + 360) % 360) - 180;

/** The sample's theatre half way round the world, as the server writes it there: beyond 180 in its network alone. */
function moved(boundary: "cut" | "runs on"): ReleaseFiles {
  // As JSON, so that a ring's last point is another object than its first.
  const files = JSON.parse(JSON.stringify(sample().files)) as Record<string, Json>;
  const theatre = files["release.json"]!["theatre"] as { bbox: number[]; boundary: Json };
  const [west, south, east, north] = theatre.bbox as [number, number, number, number];
  theatre.bbox = [wrapped(west), south, wrapped(east), north];
  const box = (w: number, e: number): Point[][] => [[[w, south], [e, south], [e, north], [w, north], [w, south]]];
  theatre.boundary =
    boundary === "cut"
      ? { type: "MultiPolygon", coordinates: [box(wrapped(west), 180), box(-180, wrapped(east))] }
      : { type: "Polygon", coordinates: box(west + EAST_BY, east + EAST_BY) };
  const network = files["network.json"] as { lon: number[] };
  network.lon = network.lon.map((lon) => lon + Math.round(EAST_BY * 1e5));
  for (const place of files["places.json"]!["places"] as { longitude: number; extent: { coordinates: Point[][] } | null }[]) {
    place.longitude = wrapped(place.longitude);
    for (const point of place.extent?.coordinates.flat() ?? []) point[0] = wrapped(point[0]);
  }
  for (const { geometry } of files["basemap.json"]!["features"] as { geometry: { coordinates: unknown[] } }[]) {
    const flat = geometry.coordinates.flat(2) as unknown[];
    for (const point of (Array.isArray(flat[0]) ? flat : geometry.coordinates.flat()) as Point[]) point[0] = wrapped(point[0]);
  }
  return files as unknown as ReleaseFiles;
}

const here = readRelease(structuredClone(sample().files) as unknown as ReleaseFiles, "5a3b1e0c9d7f2468", "");
const there = (["cut", "runs on"] as const).map((boundary) => readRelease(moved(boundary), "5a3b1e0c9d7f2468", ""));

test.each(there)("a theatre across the antimeridian is read in one piece, as it is anywhere else", (release) => {
  release.network.places.forEach((slug, i) => {
    expect(release.places.get(slug)!.longitude).toBeCloseTo(release.network.longitude[i]!, 4);
  });
  for (const [slug, place] of here.places) {
    const box = place.extent && reach([place.extent])!;
    const other = release.places.get(slug)!.extent;
    if (box) expect(reach([other!])!.map((edge) => edge.toFixed(4))).toEqual([box[0] + EAST_BY, box[1], box[2] + EAST_BY, box[3]].map((edge) => edge.toFixed(4)));
  }
  const land = reach(here.basemap.countries.map((country) => country.shape))!;
  for (const [box, [west, , east]] of [[release.theatre.bbox, here.theatre.bbox], [reach([release.theatre.boundary])!, here.theatre.bbox], [release.basemap.bbox!, land]] as const) {
    expect(box[0]).toBeCloseTo(west + EAST_BY, 4);
    expect(box[2]).toBeCloseTo(east + EAST_BY, 4);
  }
});

test("a box across the antimeridian around a network that is not is refused", () => {
  const files = structuredClone(sample().files) as unknown as Record<string, Json>;
  (files["release.json"]!["theatre"] as Json)["bbox"] = [22.6, 40, 20.4, 42];
  expect(() => readRelease(files as unknown as ReleaseFiles, "5a3b1e0c9d7f2468", "")).toThrow(
    "release.json: theatre.bbox: west < east, as network.json crosses no antimeridian, expected",
  );
});

test("the line along which the antimeridian cuts a theatre is no border", () => {
  expect(isSeam([180, 50], [180, 51])).toBe(true);
  expect(isSeam([180, 50], [179, 51])).toBe(false);
  expect(isSeam([179, 50], [179, 51])).toBe(false);
  expect(isSeam(undefined, [180, 51])).toBe(false);
});
