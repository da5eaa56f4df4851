import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cut, type FieldActor } from "../src/areas";

/** The same file that the server's engine is tested against: who has which ground on one day. */
interface OneDay {
  lon: number[];
  lat: number[];
  scale: number;
  triangles: number[];
  actors: { slug: string; side: string; held?: number[]; contested?: number[]; claimed?: number[] }[];
  support: number[];
  support_km: number;
  square_degrees: Record<string, number>;
  front_degrees: number;
}

const day = JSON.parse(readFileSync(new URL("../../tests/core/golden/one_day.json", import.meta.url), "utf8")) as OneDay;

const areas = cut(
  {
    x: Float64Array.from(day.lon, (lon) => lon / day.scale),
    y: Float64Array.from(day.lat, (lat) => lat / day.scale),
    triangles: Uint32Array.from(day.triangles),
  },
  {
    actors: day.actors.map((actor): FieldActor => {
      const statuses = [actor.held, actor.contested, actor.claimed].map((layer) => (layer ? Float64Array.from(layer) : null));
      const membership = Float64Array.from(day.lon, (_, i) => statuses.reduce((sum, layer) => sum + (layer?.[i] ?? 0), 0));
      return { side: actor.side, statuses, membership };
    }),
    support: Float64Array.from(day.support),
    supportLimit: day.support_km * 10 + 0.5,
    confidence: null,
    confidenceSteps: [],
  },
);

function areaOf(ring: number[]): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    twice += ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!;
  }
  return twice / 2;
}

test("the browser gives everyone the ground that the server's engine gives", () => {
  const found: Record<string, number> = {};
  for (const piece of areas.pieces) {
    const name = piece.holder < 0 ? "unknown" : `${day.actors[piece.holder]!.slug}:${piece.status}`;
    found[name] = (found[name] ?? 0) + areaOf(piece.ring);
  }
  expect(Object.keys(found).sort()).toEqual(Object.keys(day.square_degrees).sort());
  // The server rounds corners to a millionth of a degree.
  for (const [name, size] of Object.entries(day.square_degrees)) expect(Math.abs(found[name]! - size)).toBeLessThan(0.0001);
});

test("the browser's front is as long as the server's", () => {
  const length = areas.front.reduce((sum, { x1, y1, x2, y2 }) => sum + Math.hypot(x2 - x1, y2 - y1), 0);
  expect(Math.abs(length - day.front_degrees)).toBeLessThan(0.005 * day.front_degrees);
});
