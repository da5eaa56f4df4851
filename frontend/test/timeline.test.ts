import { expect, test } from "vitest";
import { readTimeline, type Timeline } from "../src/timeline";

const VERTICES = 4;
const DAYS = 60;
const release = {
  days: Array.from({ length: DAYS }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)),
  quantum: 1000,
  network: {
    longitude: new Float64Array(VERTICES),
    latitude: new Float64Array(VERTICES),
    triangles: new Uint32Array(),
    places: ["aleppo", "hama"],
  },
};

function json(): { format: number; lens: string; clock: string; layers: string[]; days: Record<string, unknown>[] } {
  return {
    format: 1,
    lens: "assessed",
    clock: "now",
    layers: ["a:held", "b:held", "support"],
    days: release.days.map((date, k) => ({
      date,
      layers: k === 0 ? { "a:held": { i: [0, 1, 2, 3], v: [1000, 1000, 1000, 1000] } } : k % 3 === 0 ? { "a:held": { i: [k % 4], v: [k * 10] }, "b:held": { i: [k % 4], v: [1000 - k * 10] } } : {},
      states:
        k === 0
          ? [{ place: "aleppo", holder: "a", status: "held", contenders: [], confidence: 0.7, since: date, claims: [["c0", "background", 0.6]] }]
          : k % 7 === 0
            ? [{ place: "hama", holder: k % 2 === 0 ? "b" : null, status: k % 2 === 0 ? "held" : "unknown", contenders: [], confidence: 0.5, since: null, claims: [] }]
            : [],
      areas_km2: { a: 10, unknown: 1 },
      front_km: 3,
      changes: k === 14 ? [{ place: "hama", from: { holder: null, status: "unknown" }, to: { holder: "b", status: "held" }, claims: [] }] : [],
    })),
  };
}

function made(): Timeline {
  return readTimeline(json(), "timeline-assessed-now.json", release);
}

test("a day holds what changed since the day before, over what was", () => {
  const timeline = made();
  expect([...timeline.at(0).layers.get("a:held")!]).toEqual([1000, 1000, 1000, 1000]);
  expect([...timeline.at(0).layers.get("b:held")!]).toEqual([0, 0, 0, 0]);
  expect([...timeline.at(3).layers.get("a:held")!]).toEqual([1000, 1000, 1000, 30]);
  expect([...timeline.at(7).layers.get("a:held")!]).toEqual([1000, 1000, 60, 30]);
  expect([...timeline.at(7).layers.get("b:held")!]).toEqual([0, 0, 940, 970]);
  expect(timeline.at(6).states.has("hama")).toBe(false);
  expect(timeline.at(7).states.get("hama")).toMatchObject({ holder: null, status: "unknown" });
  expect(timeline.at(14).states.get("hama")).toMatchObject({ holder: "b", status: "held" });
  expect(timeline.at(14).states.get("aleppo")).toMatchObject({ holder: "a", claims: [["c0", "background", 0.6]] });
});

test("seeking backwards gives the same as seeking from scratch", () => {
  const wandering = made();
  // Farther than what is kept ready, in both directions.
  for (const day of [59, 2, 58, 30, 57, 0, 41, 7, 59, 12, 1]) {
    const there = wandering.at(day);
    const fresh = made().at(day);
    expect(there.date).toBe(release.days[day]);
    expect(Object.fromEntries([...there.layers].map(([name, layer]) => [name, [...layer]]))).toEqual(
      Object.fromEntries([...fresh.layers].map(([name, layer]) => [name, [...layer]])),
    );
    expect([...there.states]).toEqual([...fresh.states]);
  }
});

test("between two days a layer is linear, and on a day exactly the day's", () => {
  const timeline = made();
  expect(timeline.between(2.5).get("a:held")![3]).toBeCloseTo(515, 9);
  expect(timeline.between(2.5).get("b:held")![3]).toBeCloseTo(485, 9);
  expect(timeline.between(3)).toBe(timeline.at(3).layers);
  expect(timeline.between(99)).toBe(timeline.at(DAYS - 1).layers);
  expect(timeline.between(-1)).toBe(timeline.at(0).layers);
});

test("the opening day is the last one with changes", () => {
  expect(made().lastDayWithChanges()).toBe(14);
});

test.each<[string, (file: ReturnType<typeof json>) => void, RegExp]>([
  ["an index beyond the network", (file) => { file.days[3]!["layers"] = { "a:held": { i: [4], v: [1] } }; }, /days\[3\]\.layers\.a:held\.i\[0\]: a whole number from 0 to 3/],
  ["a membership beyond the quantum", (file) => { file.days[3]!["layers"] = { "a:held": { i: [0], v: [1001] } }; }, /days\[3\]\.layers\.a:held\.v\[0\]/],
  ["more indices than values", (file) => { file.days[3]!["layers"] = { "a:held": { i: [0, 1], v: [1] } }; }, /as many numbers as i \(2\)/],
  ["a layer that the file does not list", (file) => { file.days[3]!["layers"] = { "z:held": { i: [0], v: [1] } }; }, /"z:held" is not among/],
  ["a day too few", (file) => { file.days.pop(); }, /60 days expected/],
  ["days in another order", (file) => { file.days.reverse(); }, /days\[0\]\.date: 2024-01-01 expected/],
  ["a status of its own", (file) => { file.days[0]!["states"] = [{ place: "hama", holder: "a", status: "liberated", confidence: 1 }]; }, /states\[0\]\.status: held, contested, claimed or unknown/],
  ["another format", (file) => { file.format = 2; }, /format: format 1 expected/],
])("a timeline with %s is refused with the field named", (_, spoil, message) => {
  const file = json();
  spoil(file);
  expect(() => readTimeline(file, "timeline-assessed-now.json", release)).toThrow(message);
  expect(() => readTimeline(file, "timeline-assessed-now.json", release)).toThrow(/^timeline-assessed-now\.json: /);
});
