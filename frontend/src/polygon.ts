/** Convex polygons inside a triangle, and how linear functions cut them. Points are barycentric (u, v, w). */
import { STATUSES } from "./records";

/** Edges of the triangle itself are tagged -1, -2, -3, a cut within an actor's ground INSIDE; a caller has tags of its own besides. */
export const INSIDE = -10;
/** Memberships are whole numbers up to about a thousand: what is closer to zero than this is rounding. */
export const EPSILON = 1e-7;
/** Pieces with less than this share of their triangle are the rounding of a cut. */
const SLIVER = 1e-10;

/** A convex polygon in barycentric coordinates, three numbers a corner; `tags[i]` names the edge that leaves corner i. */
export class Polygon {
  count = 0;
  readonly at: Float64Array;
  readonly tags: Int16Array;

  constructor(room: number) {
    this.at = new Float64Array(3 * room);
    this.tags = new Int16Array(room);
  }

  /** A linear function at corner i, given by its values at the triangle's corners. */
  value(f0: number, f1: number, f2: number, i: number): number {
    const value = f0 * this.at[3 * i]! + f1 * this.at[3 * i + 1]! + f2 * this.at[3 * i + 2]!;
    return Math.abs(value) < EPSILON ? 0 : value;
  }

  add(u: number, v: number, w: number, tag: number): void {
    const i = this.count++;
    this.at[3 * i] = u;
    this.at[3 * i + 1] = v;
    this.at[3 * i + 2] = w;
    this.tags[i] = tag;
  }

  /** Its share of its triangle. */
  share(): number {
    const { at, count } = this;
    let twice = 0;
    for (let i = 0; i < count; i++) {
      const j = (i + 1) % count;
      twice += at[3 * i]! * at[3 * j + 1]! - at[3 * j]! * at[3 * i + 1]!;
    }
    return Math.abs(twice);
  }
}

/** A set of polygons found by an envelope: which function has each. */
export interface Found {
  count: number;
  which: number[];
  polygons: Polygon[];
}

/**
 * Where a triangle is cut: hundreds are at every frame while the front moves, so nothing is made anew for each.
 * `actors` and `statuses` are linear functions, three values each.
 */
export class Bench {
  readonly whole: Polygon;
  readonly values: Float64Array;
  readonly alive: Int32Array;
  readonly actors: Float64Array;
  readonly statuses = new Float64Array(3 * STATUSES.length);
  readonly held: Found = { count: 0, which: [], polygons: [] };
  readonly parts: Found = { count: 0, which: [], polygons: [] };
  private readonly room: number;
  private readonly pool: Polygon[] = [];
  private used = 0;

  constructor(readonly size: number) {
    // A cut adds a corner at the most: by what is known, by each other actor, by statuses and tints.
    this.room = size + STATUSES.length + 16;
    this.whole = new Polygon(3);
    this.whole.add(1, 0, 0, -1);
    this.whole.add(0, 1, 0, -2);
    this.whole.add(0, 0, 1, -3);
    this.values = new Float64Array(this.room);
    this.alive = new Int32Array(Math.max(size, STATUSES.length));
    this.actors = new Float64Array(3 * size);
  }

  clear(): void {
    this.used = 0;
  }

  blank(): Polygon {
    const polygon = (this.pool[this.used] ??= new Polygon(this.room));
    this.used++;
    polygon.count = 0;
    return polygon;
  }
}

/**
 * Keep the part of a convex polygon where a linear function is at least 0 (Sutherland and Hodgman, one plane).
 * With `strict`, ground where it is 0 all over is not kept. Null when nothing is left.
 */
export function clip(bench: Bench, polygon: Polygon, f0: number, f1: number, f2: number, strict: boolean, tag: number): Polygon | null {
  const { at, tags, count } = polygon;
  const { values } = bench;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < count; i++) {
    const value = polygon.value(f0, f1, f2, i);
    values[i] = value;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low >= 0) return strict && high === 0 ? null : polygon;
  if (high <= 0) return null;
  const left = bench.blank();
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    const here = values[i]!;
    const next = values[j]!;
    if (here >= 0) {
      left.add(at[3 * i]!, at[3 * i + 1]!, at[3 * i + 2]!, next < 0 && here === 0 ? tag : tags[i]!);
      if (next >= 0 || here === 0) continue;
    } else if (next <= 0) continue;
    const share = here / (here - next);
    const u = at[3 * i]! + (at[3 * j]! - at[3 * i]!) * share;
    const v = at[3 * i + 1]! + (at[3 * j + 1]! - at[3 * i + 1]!) * share;
    const w = at[3 * i + 2]! + (at[3 * j + 2]! - at[3 * i + 2]!) * share;
    left.add(u, v, w, here >= 0 ? tag : tags[i]!);
  }
  return left.count >= 3 && left.share() > SLIVER ? left : null;
}

/** Whether function i is above function j at all three corners, and so everywhere between; the earlier one also where they are equal. */
function dominates(f: Float64Array, i: number, j: number): boolean {
  const [a, b, c] = [f[3 * i]! - f[3 * j]!, f[3 * i + 1]! - f[3 * j + 1]!, f[3 * i + 2]! - f[3 * j + 2]!];
  return i < j ? a >= 0 && b >= 0 && c >= 0 : a > 0 && b > 0 && c > 0;
}

/**
 * Cut a polygon where the largest of several linear functions changes: the upper envelope.
 * Of equal ones the earlier has the ground. Functions that are 0 all over have none.
 */
export function envelope(bench: Bench, polygon: Polygon, f: Float64Array, count: number, tagged: boolean, found: Found): void {
  const { alive } = bench;
  let living = 0;
  for (let i = 0; i < count; i++) {
    if (f[3 * i]! <= 0 && f[3 * i + 1]! <= 0 && f[3 * i + 2]! <= 0) continue;
    let above = true;
    for (let j = 0; j < count && above; j++) above = j === i || !dominates(f, j, i);
    if (above) alive[living++] = i;
  }
  found.count = 0;
  for (let k = 0; k < living; k++) {
    const i = alive[k]!;
    let piece: Polygon | null = polygon;
    for (let l = 0; l < living && piece !== null; l++) {
      const j = alive[l]!;
      if (j === i) continue;
      piece = clip(bench, piece, f[3 * i]! - f[3 * j]!, f[3 * i + 1]! - f[3 * j + 1]!, f[3 * i + 2]! - f[3 * j + 2]!, j < i, tagged ? j : INSIDE);
    }
    if (piece === null) continue;
    found.which[found.count] = i;
    found.polygons[found.count++] = piece;
  }
}
