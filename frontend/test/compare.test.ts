import { expect, test } from "vitest";
import { Beside, compareFrom, compareIn, meant, type Compare } from "../src/compare";
import { common, differences } from "../src/differences";
import { missingThen } from "../src/missing";
import { Mosaic } from "../src/mosaic";
import type { Release } from "../src/records";
import { Store } from "../src/state";
import type { PlaceState, Timeline } from "../src/timeline";

const release = { days: ["2024-11-26", "2024-11-27"], lenses: [{ slug: "assessed" }, { slug: "government" }] } as unknown as Release;

function timeline(lens: string, clock: "now" | "then", days: number): Timeline {
  return { lens, clock, has: (position: number) => position < days } as unknown as Timeline;
}

test.each<Compare | null>([null, { kind: "day", day: 1 }, { kind: "lens", lens: "government" }, { kind: "clock" }])(
  "a comparison that is written into the address and read again is the same: %j",
  (compare) => {
    expect(compareFrom(compareIn(compare, release), release)).toEqual(compare);
  },
);

test("what makes no sense compares nothing", () => {
  for (const text of ["moon", "2031-01-01", ""]) expect(compareFrom(text, release)).toBeNull();
});

test("a day keeps its place, a lens and a clock go along with the day", () => {
  const drawn = timeline("assessed", "now", 2);
  expect(meant({ kind: "day", day: 1 }, drawn)).toEqual({ lens: "assessed", clock: "now", day: 1 });
  expect(meant({ kind: "lens", lens: "government" }, drawn)).toEqual({ lens: "government", clock: "now", day: null });
  expect(meant({ kind: "clock" }, drawn)).toEqual({ lens: "assessed", clock: "then", day: null });
});

test("the map beside sees the same state at its own moment, and nothing while that is not in hand", () => {
  const store = new Store();
  const beside = new Beside(store);
  const seen: (string | undefined)[] = [];
  beside.watch(["day"], (state) => seen.push(state.timeline?.lens));
  expect(beside.get().timeline).toBeNull();
  store.set({ day: 1, position: 1 });
  expect(seen).toEqual([]);
  store.set({ compared: { timeline: timeline("government", "now", 5), day: null } });
  expect(beside.get()).toMatchObject({ day: 1, position: 1, timeline: { lens: "government" } });
  store.set({ position: 1.5 });
  expect(beside.get().position).toBe(1.5);
  store.set({ compared: { timeline: timeline("government", "now", 5), day: 4 } });
  expect(beside.get()).toMatchObject({ day: 4, position: 4 });
  store.set({ compared: { timeline: timeline("government", "now", 3), day: 4 } });
  expect(beside.get().timeline).toBeNull();
  expect(seen).toEqual(["government", "government", undefined]);
});

function area(ring: readonly number[]): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    twice += ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!;
  }
  return Math.abs(twice / 2);
}

test("what two convex rings have in common is cut right, whichever way they turn", () => {
  const square = [0, 0, 2, 0, 2, 2, 0, 2];
  expect(area(common(square, [1, 1, 3, 1, 3, 3, 1, 3])!)).toBeCloseTo(1, 9);
  expect(area(common(square, [1, 3, 3, 3, 3, 1, 1, 1])!)).toBeCloseTo(1, 9);
  expect(common(square, [2, 0, 4, 0, 4, 2, 2, 2])).toBeNull();
  expect(area(common(square, square)!)).toBeCloseTo(4, 9);
});

test("ground differs where it is another side's or unknown, not where allies hold it", () => {
  const mesh = { x: Float64Array.of(0, 4, 0), y: Float64Array.of(0, 0, 3), triangles: Uint32Array.of(0, 1, 2) };
  const actors = [{ slug: "a", side: "west" }, { slug: "b", side: "east" }, { slug: "c", side: "west" }];
  const ground = (layers: Record<string, number[]>): Mosaic => {
    const made = new Mosaic(mesh, { actors, supportLimit: 250.5, confidenceSteps: [] });
    const day = new Map(Object.entries(layers).map(([name, values]) => [name, Float64Array.from(values)]));
    made.go({ first: day, second: day, share: 0 });
    return made;
  };
  const size = (one: Mosaic, other: Mosaic): number => differences(one, other).reduce((sum, ring) => sum + area(ring), 0);
  const west = ground({ "a:held": [900, 900, 900] });
  expect(size(west, ground({ "c:held": [900, 900, 900] }))).toBe(0);
  expect(size(west, ground({ "b:held": [900, 900, 900] }))).toBeCloseTo(6, 9);
  expect(size(west, ground({ "a:held": [1000, 0, 0], "b:held": [0, 1000, 1000] }))).toBeCloseTo(4.5, 9);
  expect(size(west, ground({ "a:held": [900, 900, 900], support: [900, 900, 900] }))).toBeCloseTo(6, 9);
});

test("what was missing is who holds a place as is known today, the greatest places first", () => {
  const state = (place: string, holder: string | null): [string, PlaceState] => [place, { place, holder, status: "held", contenders: [], since: null, doubted: false }];
  const then = new Map([state("aleppo", "government"), state("hama", "government"), state("dun", "opposition")]);
  const today = new Map([state("aleppo", "opposition"), state("hama", "government"), state("dun", "opposition"), state("sirat", "opposition"), state("tel", null)]);
  const size = (place: string): number => (place === "aleppo" ? 2_000_000 : 1);
  expect([...missingThen(then, today, size)]).toEqual([["opposition", ["aleppo", "sirat"]]]);
});
