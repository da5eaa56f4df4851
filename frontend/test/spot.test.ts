import { expect, test } from "vitest";
import { cut } from "../src/areas";
import { addressOf, readAnswer } from "../src/inquiry";
import { groundAt, kilometres, valueAt } from "../src/spot";

// Two triangles that make a square of 2 by 2; reds hold the left, blues the right, support ends near the right edge.
const mesh = { x: Float64Array.of(0, 2, 2, 0), y: Float64Array.of(0, 0, 2, 2), triangles: Uint32Array.of(0, 1, 2, 0, 2, 3) };
const network = { longitude: mesh.x, latitude: mesh.y, triangles: mesh.triangles, places: [] };
const actor = (side: string, ...membership: number[]): { side: string; statuses: Float64Array[]; membership: Float64Array } => ({
  side,
  statuses: [Float64Array.from(membership)],
  membership: Float64Array.from(membership),
});
const field = {
  actors: [actor("red", 10, 0, 0, 10), actor("blue", 0, 10, 10, 0)],
  support: Float64Array.of(0, 10, 10, 0),
  supportLimit: 9,
  confidence: null,
  confidenceSteps: [],
};
const areas = cut(mesh, field);
const release = { actors: [{ slug: "reds" }, { slug: "blues" }] } as unknown as Parameters<typeof groundAt>[1];

test.each<[number, number, string | null, string]>([
  [0.3, 1.1, "reds", "held"],
  [1.4, 0.2, "blues", "held"],
  [1.9, 1, null, "unknown"],
])("the ground at %f, %f is whose colour is drawn there", (x, y, holder, status) => {
  expect(groundAt(areas, release, { x, y })).toEqual({ holder, status, contender: null });
});

test("outside the mapped area there is no ground to ask about", () => {
  expect(groundAt(areas, release, { x: 3, y: 1 })).toBeNull();
  expect(valueAt(network, field.support, [3, 1])).toBeNull();
});

test("a layer is linear inside a triangle", () => {
  expect(valueAt(network, field.support, [0.5, 0.25])).toBeCloseTo(2.5, 9);
  expect(valueAt(network, field.support, [1.5, 1.75])).toBeCloseTo(7.5, 9);
});

test("a degree of latitude is 111 km, a degree of longitude at 60° half of it", () => {
  expect(kilometres([0, 0], [0, 1])).toBeCloseTo(111.195, 2);
  expect(kilometres([0, 60], [1, 60])).toBeCloseTo(55.597, 2);
});

test("the question names the release that is drawn, and the day by which it was known where there is one", () => {
  const question = { theatre: "karsova", spot: [36.7, 35.1] as const, date: "2024-12-01", lens: "assessed", knownBy: "2024-11-30", release: "5a3b1e0c9d7f2468" };
  expect(addressOf("/api/v1/", question)).toBe("/api/v1/theatres/karsova/why/?lon=36.70000&lat=35.10000&date=2024-12-01&lens=assessed&release=5a3b1e0c9d7f2468&known_by=2024-11-30");
  expect(addressOf("/api/v1/", { ...question, knownBy: null })).not.toContain("known_by");
});

test("an answer that makes no sense is refused", () => {
  const place = { place: "afis", name: "Afis", name_ar: "", weight: 0.2, distance_km: 3, holder: null, status: "unknown", claims: [] };
  expect(readAnswer({ places: [place], others: 2 }).places[0]?.km).toBe(3);
  expect(() => readAnswer({ places: [{ ...place, weight: 7 }] })).toThrow("places[0].weight");
  expect(() => readAnswer({ places: [{ ...place, place: "<img>" }] })).toThrow("places[0].place");
});
