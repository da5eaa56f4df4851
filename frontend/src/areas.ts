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

/** A convex polygon in barycentric coordinates, three numbers a corner; `tags[i]` names the edge that leaves corner i. */
interface Polygon {
  at: number[];
  tags: number[];
}

type Corners = readonly [number, number, number];

/** Edges of the triangle itself are tagged -1, -2, -3, the cut at the end of what is known UNKNOWN, others by actor. */
const UNKNOWN = -9;
const INSIDE = -10;
/** Memberships are whole numbers up to about a thousand: what is closer to zero than this is rounding. */
const EPSILON = 1e-7;
/** Pieces with less than this share of their triangle are the rounding of a cut. */
const SLIVER = 1e-10;

const WHOLE: Polygon = { at: [1, 0, 0, 0, 1, 0, 0, 0, 1], tags: [-1, -2, -3] };

function evaluate(f: Corners, polygon: Polygon, i: number): number {
  const value = f[0] * polygon.at[3 * i]! + f[1] * polygon.at[3 * i + 1]! + f[2] * polygon.at[3 * i + 2]!;
  return Math.abs(value) < EPSILON ? 0 : value;
}

/**
 * Keep the part of a convex polygon where a linear function is at least 0 (Sutherland and Hodgman, one plane).
 * With `strict`, ground where it is 0 all over is not kept. Null when nothing is left.
 */
function clip(polygon: Polygon, f: Corners, strict: boolean, tag: number): Polygon | null {
  const count = polygon.tags.length;
  let low = Infinity;
  let high = -Infinity;
  const values: number[] = [];
  for (let i = 0; i < count; i++) {
    const value = evaluate(f, polygon, i);
    values.push(value);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low >= 0) return strict && high === 0 ? null : polygon;
  if (high <= 0) return null;
  const at: number[] = [];
  const tags: number[] = [];
  const crossing = (i: number, j: number): void => {
    const share = values[i]! / (values[i]! - values[j]!);
    for (let k = 0; k < 3; k++) at.push(polygon.at[3 * i + k]! + (polygon.at[3 * j + k]! - polygon.at[3 * i + k]!) * share);
  };
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    const here = values[i]!;
    const next = values[j]!;
    if (here >= 0) {
      at.push(polygon.at[3 * i]!, polygon.at[3 * i + 1]!, polygon.at[3 * i + 2]!);
      if (next >= 0) tags.push(polygon.tags[i]!);
      else if (here === 0) tags.push(tag);
      else {
        tags.push(polygon.tags[i]!);
        crossing(i, j);
        tags.push(tag);
      }
    } else if (next > 0) {
      crossing(i, j);
      tags.push(polygon.tags[i]!);
    }
  }
  const left = { at, tags };
  return tags.length >= 3 && share(left) > SLIVER ? left : null;
}

/** A polygon's share of its triangle. */
function share(polygon: Polygon): number {
  let twice = 0;
  const count = polygon.tags.length;
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    twice += polygon.at[3 * i]! * polygon.at[3 * j + 1]! - polygon.at[3 * j]! * polygon.at[3 * i + 1]!;
  }
  return Math.abs(twice);
}

function minus(a: Corners, b: Corners): Corners {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function negated(a: Corners): Corners {
  return [-a[0], -a[1], -a[2]];
}

/** Whether `a` (with the earlier place if `first`) is above `b` at all three corners, and so everywhere between. */
function dominates(a: Corners, b: Corners, first: boolean): boolean {
  return first ? a[0] >= b[0] && a[1] >= b[1] && a[2] >= b[2] : a[0] > b[0] && a[1] > b[1] && a[2] > b[2];
}

/**
 * Cut a polygon where the largest of several linear functions changes: the upper envelope.
 * Of equal ones the earlier has the ground. Functions that are 0 all over have none.
 */
function envelope(polygon: Polygon, functions: readonly Corners[], tagged: boolean): [number, Polygon][] {
  const alive: number[] = [];
  functions.forEach((f, i) => {
    if (f[0] <= 0 && f[1] <= 0 && f[2] <= 0) return;
    if (!functions.some((g, j) => j !== i && dominates(g, f, j < i))) alive.push(i);
  });
  if (alive.length === 1) return [[alive[0]!, polygon]];
  const pieces: [number, Polygon][] = [];
  for (const i of alive) {
    let piece: Polygon | null = polygon;
    for (const j of alive) {
      if (j === i || piece === null) continue;
      piece = clip(piece, minus(functions[i]!, functions[j]!), j < i, tagged ? j : INSIDE);
    }
    if (piece !== null) pieces.push([i, piece]);
  }
  return pieces;
}

/** Of a contested piece: the actor with the next largest mean membership over the piece's corners. */
function contenderOf(piece: Polygon, memberships: readonly Corners[], holder: number): number {
  let best = -1;
  let most = EPSILON;
  memberships.forEach((f, actor) => {
    if (actor === holder) return;
    let sum = 0;
    for (let i = 0; i < piece.tags.length; i++) sum += evaluate(f, piece, i);
    if (sum / piece.tags.length > most + EPSILON) {
      most = sum / piece.tags.length;
      best = actor;
    }
  });
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

/** Cut one triangle, whose corners are `triangles[t]` and the two after it, and add what comes of it to `into`. */
export function cutTriangle(mesh: Mesh, field: Field, t: number, into: Cut): void {
  const { x, y, triangles } = mesh;
  const a = triangles[t]!;
  const b = triangles[t + 1]!;
  const c = triangles[t + 2]!;
  const corners = (layer: Float64Array): Corners => [layer[a]!, layer[b]!, layer[c]!];
  const abc = [a, b, c] as const;
  const px = (p: Polygon, i: number): number => x[a]! * p.at[3 * i]! + x[b]! * p.at[3 * i + 1]! + x[c]! * p.at[3 * i + 2]!;
  const py = (p: Polygon, i: number): number => y[a]! * p.at[3 * i]! + y[b]! * p.at[3 * i + 1]! + y[c]! * p.at[3 * i + 2]!;
  const add = (p: Polygon, holder: number, status: Status, contender: number, tint: number): void => {
    const ring: number[] = [];
    for (let i = 0; i < p.tags.length; i++) ring.push(px(p, i), py(p, i));
    into.pieces.push({ holder, status, contender, tint, ring });
  };

  // 1. What is known, and what is not.
  const distance: Corners = field.support === null ? [0, 0, 0] : corners(field.support);
  const within: Corners = [field.supportLimit - distance[0], field.supportLimit - distance[1], field.supportLimit - distance[2]];
  const known = field.support === null ? WHOLE : clip(WHOLE, within, false, UNKNOWN);
  if (known !== WHOLE) {
    const beyond = clip(WHOLE, negated(within), true, UNKNOWN);
    if (beyond !== null) add(beyond, -1, "unknown", -1, 0);
  }
  if (known === null) return;

  // 2. The actor with the largest membership.
  const memberships = field.actors.map((actor) => corners(actor.membership));
  const held = envelope(known, memberships, true);
  if (held.length === 0) add(known, -1, "unknown", -1, 0);
  for (const [holder, ground] of held) {
    const actor = field.actors[holder]!;

    // 3. Its status, 4. its tint.
    const statuses = actor.statuses.map((layer): Corners => (layer === null ? [0, 0, 0] : corners(layer)));
    for (const [index, part] of envelope(ground, statuses, false)) {
      const status = STATUSES[index]!;
      const contender = status === "contested" ? contenderOf(part, memberships, holder) : -1;
      if (field.confidence === null || field.confidenceSteps.length === 0) {
        add(part, holder, status, contender, 0);
        continue;
      }
      const sure = corners(field.confidence);
      let rest: Polygon | null = part;
      field.confidenceSteps.forEach((step, tint) => {
        if (rest === null) return;
        const above: Corners = [sure[0] - step, sure[1] - step, sure[2] - step];
        const paler = clip(rest, negated(above), true, INSIDE);
        if (paler !== null) add(paler, holder, status, contender, tint);
        rest = clip(rest, above, false, INSIDE);
      });
      if (rest !== null) add(rest, holder, status, contender, field.confidenceSteps.length);
    }

    // 5. The front.
    const count = ground.tags.length;
    for (let i = 0; i < count; i++) {
      const tag = ground.tags[i]!;
      const j = (i + 1) % count;
      const segment = (one: number, other: number): FrontSegment => {
        const middle = [0, 1, 2].map((k) => (ground.at[3 * i + k]! + ground.at[3 * j + k]!) / 2) as unknown as Corners;
        return {
          x1: px(ground, i),
          y1: py(ground, i),
          x2: px(ground, j),
          y2: py(ground, j),
          between: one < other ? [one, other] : [other, one],
          owner: holder,
          triangle: t / 3,
          width: field.doubt ? bandKm(field.doubt, field, abc, middle, one, other) : 0,
        };
      };
      if (tag >= 0) {
        // Both pieces have this edge; the earlier actor's draws it.
        if (holder < tag && actor.side !== field.actors[tag]!.side) into.front.push(segment(holder, tag));
      } else if (tag >= -3) {
        const rivals = memberships.flatMap((other, k) => {
          const tied = minus(memberships[holder]!, other);
          return k !== holder && evaluate(tied, ground, i) === 0 && evaluate(tied, ground, j) === 0 ? [k] : [];
        });
        if (rivals.length === 0) continue;
        const [from, to] = [abc[-1 - tag]!, abc[-tag % 3]!];
        into.ties.push({ edge: Math.min(from, to) * x.length + Math.max(from, to), holder, rivals, segment });
      }
    }
  }
}
