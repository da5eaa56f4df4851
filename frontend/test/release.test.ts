import { expect, test } from "vitest";
import { cut } from "../src/areas";
import { fieldOf } from "../src/field";
import { Moment } from "../src/moment";
import { readPiece } from "../src/piece";
import { readPointer, readRelease, type ReleaseFiles } from "../src/release";
import { readClaims, readStrikes } from "../src/statements";
import { Timeline } from "../src/timeline";
import { sample } from "./sample/make.mjs";

type Json = Record<string, unknown>;

/** A fresh copy of the sample's files, to spoil. */
function files(): ReleaseFiles & Record<string, Json> {
  return structuredClone(sample().files) as unknown as ReleaseFiles & Record<string, Json>;
}

function path(file: Json, ...keys: (string | number)[]): Json {
  return keys.reduce((at, key) => (at as Record<string | number, unknown>)[key] as Json, file);
}

test("the sample release is read whole", () => {
  const given = files();
  const release = readRelease(given, "5a3b1e0c9d7f2468", "/published/karsova/5a3b1e0c9d7f2468/");
  expect(release.theatre.name).toBe("Karsova Valley");
  expect(release.actors.map(({ slug }) => slug)).toEqual(["republic", "league", "coast-guard", "hill-council", "neighbour"]);
  expect(release.timelines.get("assessed")?.get("now")?.pieces.map(({ first, days }) => [first, days])).toEqual([[0, 4], [4, 4], [8, 2]]);
  expect(release.told.has("karsova")).toBe(true);
  expect(release.told.has("halm")).toBe(false);
  const claims = release.claimFiles.flatMap((name) => readClaims(given[name], name).claims);
  expect(claims.find(({ id }) => id === "c-ostra")?.summary).toContain("<img");
  const { strikes } = readStrikes(given["strikes.json"], "strikes.json");
  expect(strikes[0]?.killed.civilians).toEqual({ low: 12, best: 15, high: 26 });
  expect(strikes[0]?.killed.combatants).toEqual({ low: null, best: null, high: null });
});

test("its days are cut into areas whose front moves", () => {
  const given = files();
  const release = readRelease(given, "5a3b1e0c9d7f2468", "");
  const timeline = new Timeline("assessed", "now", release.timelines.get("assessed")!.get("now")!, release);
  timeline.files.pieces.forEach((piece, number) => {
    timeline.put(number, readPiece(given[piece.timeline], piece, release), [0]);
  });
  const mesh = { x: release.network.longitude, y: release.network.latitude, triangles: release.network.triangles };
  // 3.5 lies between the last day of a piece and the first of the next.
  const league = [0, 3.5, 4.5, 9].map((moment) => {
    const between = timeline.between(moment);
    const passing = new Moment(between.first.keys(), mesh.x.length);
    passing.go(between);
    const { pieces, front } = cut(mesh, fieldOf(release, passing.layers));
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
  expect(league).toEqual([...league].sort((a, b) => a - b));
  expect(new Set(league).size).toBe(4);
});

test.each<[string, (given: Record<string, Json>) => void, string]>([
  ["no days", (given) => { given["release.json"]!["days"] = []; }, "release.json: days: at least one day expected"],
  ["another format", (given) => { given["release.json"]!["format"] = 1; }, "release.json: format: format 2 expected"],
  ["a colour that is not one", (given) => { path(given["release.json"]!, "actors", 0)["colour"] = "red;background:url(x)"; }, "release.json: actors[0].colour: a colour as #rrggbb expected"],
  ["an inverted box", (given) => { path(given["release.json"]!, "theatre")["bbox"] = [20, 42, 23, 40]; }, "release.json: theatre.bbox: a box with west < east and south < north expected"],
  ["a piece outside its folder", (given) => { path(given["release.json"]!, "timelines", "assessed", "now", "pieces", 0)["timeline"] = "../../secrets.json"; }, "release.json: timelines.assessed.now.pieces[0].timeline: a file name expected"],
  ["a gap between its pieces", (given) => { (path(given["release.json"]!, "timelines", "assessed", "now")["pieces"] as Json[]).splice(1, 1); }, "release.json: timelines.assessed.now.pieces[1].first: the day after the last piece (2031-03-07) expected"],
  ["a piece too few", (given) => { (path(given["release.json"]!, "timelines", "assessed", "now")["pieces"] as Json[]).pop(); }, "release.json: timelines.assessed.now.pieces: pieces up to the last day expected"],
  ["counts of other days", (given) => { (path(given["release.json"]!, "reported", "now")["claims"] as number[]).pop(); }, "release.json: reported.now.claims: 10 numbers expected"],
  ["a place told of that there is not", (given) => { given["release.json"]!["told"] = [9999]; }, "release.json: told[0]: a whole number from 0 to 70 expected"],
  ["a triangle beyond the vertices", (given) => { (given["network.json"]!["triangles"] as number[])[0] = 99999; }, "network.json: triangles[0]: a whole number from 0 to 1039 expected"],
  ["a latitude too few", (given) => { (given["network.json"]!["lat"] as number[]).pop(); }, "network.json: lat: as many numbers as lon (1040) expected"],
  ["a vertex off the earth", (given) => { (given["network.json"]!["lon"] as number[])[0] = 99999999; }, "network.json: lon[0]: a whole number from -18000000 to 54000000 expected"],
  ["two thirds of a triangle", (given) => { (given["network.json"]!["triangles"] as number[]).pop(); }, "network.json: triangles: three indices a triangle expected"],
  ["a place nobody knows", (given) => { (given["network.json"]!["places"] as string[])[0] = "nowhere"; }, 'network.json: places: "nowhere" is not in places.json'],
  ["a list in place of an object", (given) => { given["places.json"] = [] as unknown as Json; }, "places.json: an object expected"],
])("a release with %s is refused with file and field named", (_, spoil, message) => {
  const given = files();
  spoil(given);
  expect(() => readRelease(given, "5a3b1e0c9d7f2468", "")).toThrow(message);
});

test("claims and strikes that make no sense are refused with file and field named", () => {
  const given = files();
  path(given["claims-0000.json"]!, "claims", 0)["place"] = null;
  expect(() => readClaims(given["claims-0000.json"], "claims-0000.json")).toThrow("claims-0000.json: claims[0].place: a text expected");
  path(given["strikes.json"]!, "strikes", 0, "killed", "civilians")["low"] = "12";
  expect(() => readStrikes(given["strikes.json"], "strikes.json")).toThrow("strikes.json: strikes[0].killed.civilians.low: a number expected");
});

test("the pointer leads to a release of its own folder, nowhere else", () => {
  expect(readPointer(sample().pointer).path).toBe("5a3b1e0c9d7f2468/release.json");
  for (const bad of ["../x/release.json", "https://elsewhere.example/release.json", "5a3b1e0c9d7f2468/other.json"]) {
    expect(() => readPointer({ ...sample().pointer, path: bad })).toThrow("latest.json: path: HASH/release.json expected");
  }
});

test("a release of the format before is refused in words", () => {
  expect(() => readPointer({ ...sample().pointer, format: 1 })).toThrow("latest.json: format: format 2 expected");
});
