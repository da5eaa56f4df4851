import { expect, test } from "vitest";
import { sparse } from "../src/landscape";
import { readRelease, type ReleaseFiles } from "../src/release";
import type { Unmeasured } from "../src/written";
import { sample } from "./sample/make.mjs";

function basemapWith(feature: unknown): ReturnType<typeof readRelease>["basemap"] {
  const files = structuredClone(sample().files) as unknown as ReleaseFiles;
  (files["basemap.json"] as { features: unknown[] }).features.push(feature);
  return readRelease(files, "5a3b1e0c9d7f2468", "").basemap;
}

test("a road is a line of the landscape and no country", () => {
  const properties = { kind: "road", name: "M5", name_ar: "", schematic: true };
  const before = basemapWith({ type: "Feature", properties, geometry: { type: "Point", coordinates: [1, 2] } });
  const { countries, landmarks } = basemapWith({ type: "Feature", properties, geometry: { type: "LineString", coordinates: [[1, 2], [3, 4]] } });
  expect(countries.length).toBe(before.countries.length);
  expect(landmarks.at(-1)).toEqual({ kind: "road", name: "M5", nameAr: "", schematic: true, lines: [[[1, 2], [3, 4]]], point: null });
  expect(before.landmarks.at(-1)?.point).toEqual([1, 2]);
});

test("a landmark of a kind that is not known yet is read, and one without a shape is refused", () => {
  expect(basemapWith({ properties: { kind: "tunnel" }, geometry: { type: "Point", coordinates: [1, 2] } }).landmarks.at(-1)?.kind).toBe("other");
  expect(() => basemapWith({ properties: { kind: "road" }, geometry: { type: "Circle", coordinates: [1, 2] } })).toThrow("geometry.type");
});

test("signs of one road stand far apart, those of another beside them", () => {
  const sign = (text: string, left: number): { label: Unmeasured; box: { left: number; right: number; top: number; bottom: number } } => ({
    label: { place: "", text, second: "", font: "", style: "road", x: 0, y: 0, radius: 0 },
    box: { left, right: left + 20, top: 0, bottom: 15 },
  });
  const kept = sparse([sign("M4", 0), sign("M4", 100), sign("M5", 100), sign("M4", 200)]);
  expect(kept.map(({ label, box }) => [label.text, box.left])).toEqual([["M4", 0], ["M5", 100], ["M4", 200]]);
});
