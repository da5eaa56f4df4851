import { expect, test } from "vitest";
import { cut, type Areas, type Mesh } from "../src/areas";
import { Moment } from "../src/moment";
import { Mosaic } from "../src/mosaic";

const SIDE = 9;
const ACTORS = [{ slug: "a", side: "west" }, { slug: "b", side: "east" }, { slug: "c", side: "west" }];
const NAMES = [...ACTORS.flatMap(({ slug }) => [`${slug}:held`, `${slug}:contested`, `${slug}:claimed`]), "support", "confidence"];
const OPTIONS = { actors: ACTORS, supportLimit: 250.5, confidenceSteps: [300, 550] };

function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

function network(random: () => number): Mesh {
  const triangles: number[] = [];
  for (let row = 0; row + 1 < SIDE; row++) {
    for (let column = 0; column + 1 < SIDE; column++) {
      const a = row * SIDE + column;
      triangles.push(a, a + 1, a + SIDE + 1, a, a + SIDE + 1, a + SIDE);
    }
  }
  return {
    x: Float64Array.from({ length: SIDE * SIDE }, (_, i) => (i % SIDE) + random() * 0.4),
    y: Float64Array.from({ length: SIDE * SIDE }, (_, i) => Math.floor(i / SIDE) + random() * 0.4),
    triangles: Uint32Array.from(triangles),
  };
}

type Layers = ReadonlyMap<string, Float64Array>;

/** A day of coarse values, so that ties and zeros are common; `before` keeps most of another day. */
function dayOf(random: () => number, before?: Layers): Layers {
  const limit = (name: string): number => (name === "support" ? 400 : 1000);
  return new Map(
    NAMES.map((name) => {
      if (before && random() < 0.4) return [name, before.get(name)!];
      const value = (i: number): number =>
        before && random() < 0.9 ? before.get(name)![i]! : random() < 0.3 ? 0 : Math.round(random() * 4) * 0.25 * limit(name);
      return [name, Float64Array.from({ length: SIDE * SIDE }, (_, i) => value(i))];
    }),
  );
}

function areaOf(ring: readonly number[]): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    twice += ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!;
  }
  return twice / 2;
}

/** Square units of ground by how it looks, and the front's parts by where they are. */
function summary({ pieces, front }: Areas): { ground: Map<string, number>; front: string[] } {
  const ground = new Map<string, number>();
  for (const { holder, status, contender, tint, ring } of pieces) {
    const look = `${holder} ${status} ${contender} ${tint}`;
    ground.set(look, (ground.get(look) ?? 0) + areaOf(ring));
  }
  const parts = front.map(({ x1, y1, x2, y2 }) => [`${x1.toFixed(6)},${y1.toFixed(6)}`, `${x2.toFixed(6)},${y2.toFixed(6)}`].sort().join(" "));
  return { ground, front: parts.sort() };
}

function areasOf(mosaic: Mosaic): Areas {
  return mosaic.areas();
}

function same(found: Areas, wanted: Areas): void {
  const [one, other] = [summary(found), summary(wanted)];
  expect([...one.ground.keys()].sort()).toEqual([...other.ground.keys()].sort());
  for (const [look, size] of other.ground) expect(one.ground.get(look)).toBeCloseTo(size, 8);
  expect(one.front).toEqual(other.front);
}

test("however it came there, the ground at a moment is that of all triangles cut anew", () => {
  const random = dice(11);
  const mesh = network(random);
  const wandering = new Mosaic(mesh, OPTIONS);
  let first = dayOf(random);
  for (let step = 0; step < 15; step++) {
    const second = dayOf(random, first);
    for (const share of [0, 0.25, 0.6, 1]) {
      wandering.go({ first, second, share });
      same(areasOf(wandering), cut(mesh, wandering.field));
      const fresh = new Mosaic(mesh, OPTIONS);
      fresh.go({ first, second, share });
      same(areasOf(wandering), areasOf(fresh));
    }
    first = second;
  }
});

test("at the ends of the way between two days it is exactly the one day and the other", () => {
  const random = dice(5);
  const mesh = network(random);
  const first = dayOf(random);
  const second = dayOf(random, first);
  const [moving, still] = [new Mosaic(mesh, OPTIONS), new Mosaic(mesh, OPTIONS)];
  for (const share of [0, 0.5, 1]) moving.go({ first, second, share });
  still.go({ first: second, second, share: 0 });
  expect(areasOf(moving)).toEqual(areasOf(still));
  for (const share of [0.999, 0.3, 0]) moving.go({ first, second, share });
  still.go({ first, second: first, share: 0 });
  expect(areasOf(moving)).toEqual(areasOf(still));
});

test("a short time moves a little ground: nothing jumps", () => {
  // No zeros or ties at the corners: there a border may sweep over a triangle at once.
  const random = dice(23);
  const mesh = network(random);
  const smooth = (): Layers => new Map(NAMES.map((name) => [name, Float64Array.from({ length: SIDE * SIDE }, () => (name === "support" ? 10 : 100 + Math.floor(random() * 900)))]));
  const [first, second] = [smooth(), smooth()];
  const mosaic = new Mosaic(mesh, OPTIONS);
  let before: Map<number, number> | null = null;
  for (let step = 0; step <= 150; step++) {
    mosaic.go({ first, second, share: step / 150 });
    const held = new Map<number, number>();
    for (const { holder, ring } of areasOf(mosaic).pieces) held.set(holder, (held.get(holder) ?? 0) + areaOf(ring));
    for (const [holder, size] of held) if (before) expect(Math.abs(size - (before.get(holder) ?? 0))).toBeLessThan(2.5);
    before = held;
  }
});

test("only triangles in which something changes are cut anew", () => {
  const random = dice(7);
  const mesh = network(random);
  const first = dayOf(random);
  const second = new Map(first);
  const held = Float64Array.from(first.get("a:held")!);
  held[40] = held[40]! + 1;
  second.set("a:held", held);
  const mosaic = new Mosaic(mesh, OPTIONS);
  mosaic.go({ first, second, share: 0 });
  const { version } = mosaic;
  mosaic.go({ first, second, share: 0.5 });
  const touching = [...mosaic.classes.keys()].filter((t) => mesh.triangles.slice(3 * t, 3 * t + 3).includes(40));
  const changed = mosaic.changedSince(version);
  expect(changed.length).toBeGreaterThan(0);
  for (const t of changed) expect(touching).toContain(t);
  mosaic.go({ first, second, share: 0.5 });
  expect(mosaic.changedSince(mosaic.version)).toEqual([]);
});

test("a moment tells the vertices at which anything changed, and no others", () => {
  const moment = new Moment(["a:held", "support"], 4);
  const zero = new Map<string, Float64Array>();
  const first = new Map([["a:held", Float64Array.of(0, 500, 0, 1000)]]);
  const second = new Map([["a:held", Float64Array.of(0, 700, 0, 1000)], ["support", Float64Array.of(0, 0, 9, 0)]]);
  expect(moment.go({ first: zero, second: zero, share: 0 })).toEqual([]);
  expect(moment.go({ first, second, share: 0 })).toEqual([1, 3]);
  expect(moment.go({ first, second, share: 0.5 })).toEqual([1, 2]);
  expect(moment.layers.get("a:held")![1]).toBe(600);
  expect(moment.go({ first, second, share: 0.5 })).toEqual([]);
  expect(moment.go({ first: second, second, share: 0 })).toEqual([1, 2]);
});
