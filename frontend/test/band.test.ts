import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cut, type Field, type FieldActor } from "../src/areas";
import { precisionKm } from "../src/band";
import { widthsAlong } from "../src/front-lines";

/** The file that the server's engine is tested against too. `band` has the middle of each part of the front, and how wide its band is. */
interface OneDay {
  lon: number[];
  lat: number[];
  scale: number;
  triangles: number[];
  actors: { slug: string; side: string; held?: number[]; contested?: number[]; claimed?: number[] }[];
  support: number[];
  confidence: number[];
  precision_m: number[];
  plane_km: [number, number][];
  support_km: number;
  band: [number, number, number][];
}

const day = JSON.parse(readFileSync(new URL("../../tests/core/golden/one_day.json", import.meta.url), "utf8")) as OneDay;
const field: Field = {
  actors: day.actors.map((actor): FieldActor => {
    const statuses = [actor.held, actor.contested, actor.claimed].map((layer) => (layer ? Float64Array.from(layer) : null));
    return { side: actor.side, statuses, membership: Float64Array.from(day.lon, (_, i) => statuses.reduce((sum, layer) => sum + (layer?.[i] ?? 0), 0)) };
  }),
  support: Float64Array.from(day.support),
  supportLimit: day.support_km * 10 + 0.5,
  confidence: Float64Array.from(day.confidence),
  confidenceSteps: [],
  doubt: {
    xKm: Float64Array.from(day.plane_km, ([x]) => x),
    yKm: Float64Array.from(day.plane_km, ([, y]) => y),
    precisionKm: Float64Array.from(day.precision_m, (metres) => metres / 1000),
    supportKm: day.support_km,
    membership: 1000,
    confidence: 1000,
  },
};

test("the front's band is as wide as the server's engine says, part by part", () => {
  const mesh = {
    x: Float64Array.from(day.lon, (lon) => lon / day.scale),
    y: Float64Array.from(day.lat, (lat) => lat / day.scale),
    triangles: Uint32Array.from(day.triangles),
  };
  const { front } = cut(mesh, field);
  // The server also ends a part where the status beside it changes: there one part of ours is two of its.
  let matched = 0;
  for (const { x1, y1, x2, y2, width } of front) {
    const there = day.band.find(([x, y]) => Math.hypot((x1 + x2) / 2 - x, (y1 + y2) / 2 - y) < 0.001);
    if (!there) continue;
    expect(width).toBeCloseTo(there[2], 2);
    matched++;
  }
  expect(matched).toBeGreaterThanOrEqual(front.length - 2);
  expect(new Set(day.band.map(([, , width]) => width)).size).toBeGreaterThan(5);
});

test("at a point of the line the band is the mean along ten kilometres around it", () => {
  const along = widthsAlong({ points: [0, 0, 4, 0, 20, 0], widths: [2, 6] }, 1);
  expect(along[0]).toBeCloseTo((4 * 2 + 1 * 6) / 5, 9);
  expect(along[1]).toBeCloseTo((4 * 2 + 5 * 6) / 9, 9);
  expect(along[2]).toBeCloseTo(6, 9);
});

test("a vertex is as precise as the nearest known place, of two as near the less precise", () => {
  const x = Float64Array.of(0, 10, 20, 30, 14, 16);
  const y = Float64Array.of(0, 1, 0, 1, 0, 0);
  expect([...precisionKm(x, y, [0, 2, 3], [1000, 5000, 2000])]).toEqual([1, 5, 5, 2, 5, 5]);
  expect([...precisionKm(x, y, [1, 2], [500, 500])]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  expect([...precisionKm(x, y, [], [])]).toEqual([0, 0, 0, 0, 0, 0]);
  const even = Float64Array.of(0, 10, 5);
  expect(precisionKm(even, new Float64Array(3), [0, 1], [1000, 3000])[2]).toBe(3);
});
