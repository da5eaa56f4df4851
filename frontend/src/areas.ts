/**
 * Layers -> areas of control and the front between them, as docs/release-format.md defines them.
 *
 * Every layer is linear inside a triangle, so every border between areas is a straight cut there:
 *   1. cut off what is unknown (no evidence near enough),
 *   2. cut the rest where the largest membership changes (the upper envelope of all actors; ties go to the earlier one),
 *   3. cut each actor's piece where its largest status changes,
 *   4. cut by confidence, for tints,
 *   5. the cuts of step 2 between two sides are the front, each part as wide as its uncertainty (band.ts).
 * Points inside a triangle are barycentric (u, v, w); pieces come out in the plane of the mesh, x then y.
 */
import { bandKm, type Doubt } from "./band";
import { Bench, clip, envelope, EPSILON, INSIDE, Polygon } from "./polygon";
import { STATUSES, type Status } from "./records";

export interface Mesh {
  x: Float64Array;
  y: Float64Array;
  triangles: Uint32Array;
}

export interface FieldActor {
  side: string;
  /** The actor's status layers, in the order of STATUSES; null where there is none. */
  statuses: readonly (Float64Array | null)[];
  /** Sum over its statuses. */
  membership: Float64Array;
}

export interface Field {
  /** In the order that breaks ties. */
  actors: readonly FieldActor[];
  /** Distance to evidence and the largest at which ground is known; null: all is known. */
  support: Float64Array | null;
  supportLimit: number;
  /** Confidence and the values at which tints change, rising. */
  confidence: Float64Array | null;
  confidenceSteps: readonly number[];
  /** What the width of the front's band follows from; without it the band has none. */
  doubt?: Doubt;
}

export interface Piece {
  /** Index of the actor, -1 for unknown ground. */
  holder: number;
  status: Status;
  /** Who disputes contested ground: index of the actor, -1 for nobody. */
  contender: number;
  /** 0 for the least sure, rising by one at each confidence step. */
  tint: number;
  /** Corners, x and y in turn, counter-clockwise where the mesh is. */
  ring: number[];
}

export interface FrontSegment {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  between: readonly [number, number];
  /** Which of the two has the ground on the left of the way from 1 to 2, where the mesh is counter-clockwise. */
  owner: number;
  /** Number of the triangle that it lies in or along. */
  triangle: number;
  /** Width of the band in which the true front lies, in kilometres. */
  width: number;
}

export interface Areas {
  pieces: Piece[];
  front: FrontSegment[];
}

/** An edge of the mesh along which a holder on one side of it equals others: front, if one of these has the other side. */
export interface Tie {
  edge: number;
  holder: number;
  rivals: readonly number[];
  segment(one: number, other: number): FrontSegment;
}

/** What comes of one triangle. */
export interface Cut extends Areas {
  ties: Tie[];
}

type Corners = readonly [number, number, number];

/** The tag of the cut at the end of what is known. Edges of the triangle itself have -1, -2, -3, others those of actors. */
const UNKNOWN = -9;

let bench = new Bench(4);

/** Of a contested piece: the actor with the next largest mean membership over the piece's corners. */
function contenderOf(piece: Polygon, memberships: Float64Array, count: number, holder: number): number {
  let best = -1;
  let most = EPSILON;
  for (let actor = 0; actor < count; actor++) {
    if (actor === holder) continue;
    let sum = 0;
    for (let i = 0; i < piece.count; i++) sum += piece.value(memberships[3 * actor]!, memberships[3 * actor + 1]!, memberships[3 * actor + 2]!, i);
    if (sum / piece.count > most + EPSILON) {
      most = sum / piece.count;
      best = actor;
    }
  }
  return best;
}

/** Cut the ground of a mesh into areas and front. Pure: the same field gives the same pieces in the same order. */
export function cut(mesh: Mesh, field: Field): Areas {
  const whole: Cut = { pieces: [], front: [], ties: [] };
  for (let t = 0; t + 2 < mesh.triangles.length; t += 3) cutTriangle(mesh, field, t, whole);
  return { pieces: whole.pieces, front: [...whole.front, ...meet(whole.ties, field)] };
}

/** The front along edges of the mesh: where the holders on both sides are equal, and of two sides. */
export function meet(ties: Iterable<Tie>, field: Field): FrontSegment[] {
  const front: FrontSegment[] = [];
  const waiting = new Map<number, Tie>();
  for (const tie of ties) {
    const met = waiting.get(tie.edge);
    if (met === undefined) waiting.set(tie.edge, tie);
    else if (met.rivals.includes(tie.holder) && field.actors[met.holder]!.side !== field.actors[tie.holder]!.side) {
      front.push(tie.segment(met.holder, tie.holder));
    }
  }
  return front;
}

/**
 * Cut one triangle, whose corners are `triangles[t]` and the two after it, and add what comes of it to `into`.
 * `only`: the actor who is known to have all of it, by more than any other at each corner; -1: nobody is.
 */
export function cutTriangle(mesh: Mesh, field: Field, t: number, into: Cut, only = -1): void {
  const { x, y, triangles } = mesh;
  const { actors, support, supportLimit } = field;
  const count = actors.length;
  if (count > bench.size) bench = new Bench(count);
  bench.clear();
  const { whole, held, actors: memberships } = bench;
  const a = triangles[t]!;
  const b = triangles[t + 1]!;
  const c = triangles[t + 2]!;
  const corners: Triangle = { a, b, c, x, y };

  // 1. What is known, and what is not.
  let known: Polygon | null = whole;
  if (only < 0 && support !== null) {
    const [f0, f1, f2] = [supportLimit - support[a]!, supportLimit - support[b]!, supportLimit - support[c]!];
    known = clip(bench, whole, f0, f1, f2, false, UNKNOWN);
    if (known !== whole) {
      const beyond = clip(bench, whole, -f0, -f1, -f2, true, UNKNOWN);
      if (beyond !== null) add(into, corners, beyond, -1, "unknown", -1, 0);
    }
    if (known === null) return;
  }

  // 2. The actor with the largest membership.
  for (let k = 0; k < count; k++) {
    const { membership } = actors[k]!;
    memberships[3 * k] = membership[a]!;
    memberships[3 * k + 1] = membership[b]!;
    memberships[3 * k + 2] = membership[c]!;
  }
  if (only >= 0) {
    lay(field, corners, whole, only, into);
    return;
  }
  envelope(bench, known, memberships, count, true, held);
  if (held.count === 0) add(into, corners, known, -1, "unknown", -1, 0);
  for (let h = 0; h < held.count; h++) {
    const holder = held.which[h]!;
    const ground = held.polygons[h]!;
    lay(field, corners, ground, holder, into);
    front(field, corners, t / 3, ground, holder, into);
  }
}

/** The corners of a triangle, by number, and where they are. */
interface Triangle {
  a: number;
  b: number;
  c: number;
  x: Float64Array;
  y: Float64Array;
}

function px({ a, b, c, x }: Triangle, { at }: Polygon, i: number): number {
  return x[a]! * at[3 * i]! + x[b]! * at[3 * i + 1]! + x[c]! * at[3 * i + 2]!;
}

function py({ a, b, c, y }: Triangle, { at }: Polygon, i: number): number {
  return y[a]! * at[3 * i]! + y[b]! * at[3 * i + 1]! + y[c]! * at[3 * i + 2]!;
}

function add(into: Cut, corners: Triangle, polygon: Polygon, holder: number, status: Status, contender: number, tint: number): void {
  const ring: number[] = [];
  for (let i = 0; i < polygon.count; i++) ring.push(px(corners, polygon, i), py(corners, polygon, i));
  into.pieces.push({ holder, status, contender, tint, ring });
}

/** Cut a holder's ground 3. by status, 4. by confidence. */
function lay(field: Field, corners: Triangle, ground: Polygon, holder: number, into: Cut): void {
  const { a, b, c } = corners;
  const { confidence, confidenceSteps } = field;
  const { statuses, parts } = bench;
  const layers = field.actors[holder]!.statuses;
  for (let s = 0; s < layers.length; s++) {
    const layer = layers[s];
    statuses[3 * s] = layer?.[a] ?? 0;
    statuses[3 * s + 1] = layer?.[b] ?? 0;
    statuses[3 * s + 2] = layer?.[c] ?? 0;
  }
  envelope(bench, ground, statuses, layers.length, false, parts);
  for (let k = 0; k < parts.count; k++) {
    const part = parts.polygons[k]!;
    const status = STATUSES[parts.which[k]!]!;
    const contender = status === "contested" ? contenderOf(part, bench.actors, field.actors.length, holder) : -1;
    let rest: Polygon | null = part;
    if (confidence !== null) {
      const [sureA, sureB, sureC] = [confidence[a]!, confidence[b]!, confidence[c]!];
      for (let tint = 0; tint < confidenceSteps.length && rest !== null; tint++) {
        const step = confidenceSteps[tint]!;
        const paler = clip(bench, rest, step - sureA, step - sureB, step - sureC, true, INSIDE);
        if (paler !== null) add(into, corners, paler, holder, status, contender, tint);
        rest = clip(bench, rest, sureA - step, sureB - step, sureC - step, false, INSIDE);
      }
    }
    if (rest !== null) add(into, corners, rest, holder, status, contender, confidence === null ? 0 : confidenceSteps.length);
  }
}

/** 5. The front along a holder's ground. */
function front(field: Field, corners: Triangle, triangle: number, ground: Polygon, holder: number, into: Cut): void {
  const { a, b, c, x } = corners;
  const abc = [a, b, c] as const;
  const { actors } = field;
  const { side } = actors[holder]!;
  const f = bench.actors;
  for (let i = 0; i < ground.count; i++) {
    const tag = ground.tags[i]!;
    const j = (i + 1) % ground.count;
    if (tag >= 0) {
      // Both pieces have this edge; the earlier actor's draws it.
      if (holder < tag && side !== actors[tag]!.side) into.front.push(segmentOf(field, corners, triangle, ground, i, holder, holder, tag));
    } else if (tag >= -3) {
      let rivals: number[] | null = null;
      for (let k = 0; k < actors.length; k++) {
        if (k === holder) continue;
        const [f0, f1, f2] = [f[3 * holder]! - f[3 * k]!, f[3 * holder + 1]! - f[3 * k + 1]!, f[3 * holder + 2]! - f[3 * k + 2]!];
        if (ground.value(f0, f1, f2, i) === 0 && ground.value(f0, f1, f2, j) === 0) (rivals ??= []).push(k);
      }
      if (rivals === null) continue;
      const [from, to] = [abc[-1 - tag]!, abc[-tag % 3]!];
      // The polygon is used again for the next triangle; what the edge becomes is known once the other side of it is.
      const kept = new Polygon(ground.count);
      kept.count = ground.count;
      kept.at.set(ground.at.subarray(0, 3 * ground.count));
      const segment = (one: number, other: number): FrontSegment => segmentOf(field, corners, triangle, kept, i, holder, one, other);
      into.ties.push({ edge: Math.min(from, to) * x.length + Math.max(from, to), holder, rivals, segment });
    }
  }
}

/** The edge of a polygon that leaves corner i, as front between two actors. */
function segmentOf(field: Field, corners: Triangle, triangle: number, ground: Polygon, i: number, owner: number, one: number, other: number): FrontSegment {
  const { at } = ground;
  const j = (i + 1) % ground.count;
  const middle: Corners = [(at[3 * i]! + at[3 * j]!) / 2, (at[3 * i + 1]! + at[3 * j + 1]!) / 2, (at[3 * i + 2]! + at[3 * j + 2]!) / 2];
  return {
    x1: px(corners, ground, i),
    y1: py(corners, ground, i),
    x2: px(corners, ground, j),
    y2: py(corners, ground, j),
    between: one < other ? [one, other] : [other, one],
    owner,
    triangle,
    width: field.doubt ? bandKm(field.doubt, field, [corners.a, corners.b, corners.c], middle, one, other) : 0,
  };
}
