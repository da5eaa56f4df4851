import { expect, test } from "vitest";
import { cut } from "../src/areas";
import { fieldOf } from "../src/field";
import { readPointer, readRelease, type ReleaseFiles } from "../src/release";
import { readTimeline } from "../src/timeline";
import { sample } from "./sample/make.mjs";

type Json = Record<string, unknown>;

/** A fresh copy of the sample's files, to spoil. */
function files(): ReleaseFiles & Record<string, Json> {
  return structuredClone(sample().files) as unknown as ReleaseFiles & Record<string, Json>;
}

function path(file: Json, ...keys: string[]): Json {
  return keys.reduce((at, key) => at[key] as Json, file);
}

test("the sample release is read whole", () => {
  const release = readRelease(files(), "5a3b1e0c9d7f2468", "/published/karsova/5a3b1e0c9d7f2468/");
  expect(release.theatre.name).toBe("Karsova Valley");
  expect(release.actors.map(({ slug }) => slug)).toEqual(["republic", "league", "coast-guard", "hill-council", "neighbour"]);
  expect(release.claims.get("c-ostra")?.summary).toContain("<img");
  expect(release.strikes[0]?.killed.civilians).toEqual({ low: 12, best: 15, high: 26 });
  expect(release.strikes[0]?.killed.combatants).toEqual({ low: null, best: null, high: null });
});

test("its days are cut into areas whose front moves", () => {
  const given = files();
  const release = readRelease(given, "5a3b1e0c9d7f2468", "");
  const timeline = readTimeline(given["timeline-assessed-now.json"], "timeline-assessed-now.json", release);
  const mesh = { x: release.network.longitude, y: release.network.latitude, triangles: release.network.triangles };
  const league = [0, 4.5, 9].map((moment) => {
    const { pieces, front } = cut(mesh, fieldOf(release, timeline.between(moment)));
    expect(front.length).toBeGreaterThan(20);
    let area = 0;
    for (const { holder, ring } of pieces) {
      if (holder !== 1) continue;
      for (let i = 0; i < ring.length; i += 2) {
        const j = (i + 2) % ring.length;
        area += (ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!) / 2;
      }
    }
    return area;
  });
  expect(league[1]).toBeGreaterThan(league[0]!);
  expect(league[2]).toBeGreaterThan(league[1]!);
});

test.each<[string, (given: Record<string, Json>) => void, string]>([
  ["no days", (given) => { given["release.json"]!["days"] = []; }, "release.json: days: at least one day expected"],
  ["another format", (given) => { given["release.json"]!["format"] = 9; }, "release.json: format: format 1 expected"],
  ["a colour that is not one", (given) => { (path(given["release.json"]!, "actors") as unknown as Json[])[0]!["colour"] = "red;background:url(x)"; }, "release.json: actors[0].colour: a colour as #rrggbb expected"],
  ["an inverted box", (given) => { path(given["release.json"]!, "theatre")["bbox"] = [23, 40, 20, 42]; }, "release.json: theatre.bbox: a box with west < east and south < north expected"],
  ["a timeline outside its folder", (given) => { path(given["release.json"]!, "timelines", "assessed")["now"] = "../../secrets.json"; }, "release.json: timelines.assessed.now: a file name expected"],
  ["a triangle beyond the vertices", (given) => { (given["network.json"]!["triangles"] as number[])[0] = 99999; }, "network.json: triangles[0]: a whole number from 0 to 1039 expected"],
  ["a latitude too few", (given) => { (given["network.json"]!["lat"] as number[]).pop(); }, "network.json: lat: as many numbers as lon (1040) expected"],
  ["a vertex off the earth", (given) => { (given["network.json"]!["lon"] as number[])[0] = 99999999; }, "network.json: lon[0]: a whole number from -18000000 to 18000000 expected"],
  ["two thirds of a triangle", (given) => { (given["network.json"]!["triangles"] as number[]).pop(); }, "network.json: triangles: three indices a triangle expected"],
  ["a place nobody knows", (given) => { (given["network.json"]!["places"] as string[])[0] = "nowhere"; }, 'network.json: places: "nowhere" is not in places.json'],
  ["a claim without a place", (given) => { (given["claims.json"]!["claims"] as Json[])[0]!["place"] = null; }, "claims.json: claims[0].place: a text expected"],
  ["a number of dead that is a text", (given) => { path((given["strikes.json"]!["strikes"] as Json[])[0]!, "killed", "civilians")["low"] = "12"; }, "strikes.json: strikes[0].killed.civilians.low: a number expected"],
  ["a list in place of an object", (given) => { given["places.json"] = [] as unknown as Json; }, "places.json: an object expected"],
])("a release with %s is refused with file and field named", (_, spoil, message) => {
  const given = files();
  spoil(given);
  expect(() => readRelease(given, "5a3b1e0c9d7f2468", "")).toThrow(message);
});

test("the pointer leads to a release of its own folder, nowhere else", () => {
  expect(readPointer(sample().pointer).path).toBe("5a3b1e0c9d7f2468/release.json");
  for (const bad of ["../x/release.json", "https://elsewhere.example/release.json", "5a3b1e0c9d7f2468/other.json"]) {
    expect(() => readPointer({ ...sample().pointer, path: bad })).toThrow("latest.json: path: HASH/release.json expected");
  }
});
