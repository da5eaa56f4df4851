/** A front's lines -> the outline of its band, and the edges of ground that was gained. Lengths in pixels unless they say otherwise. */
import type { FrontSegment, Mesh } from "./areas";
import type { FrontLine } from "./chain";
import { STATUSES } from "./records";

/** Along so many kilometres of a line the width of its band is the mean. */
const MEAN_KM = 10;
/** Points of a band closer than this are one. */
const COARSE = 5;
/** How deep ground must have been gained for its edge to be marked, in kilometres. */
const GAINED_KM = 0.5;

export interface Scaling {
  scale: number;
  dx: number;
  dy: number;
  /** Kilometres to one pixel. */
  kmPerPixel: number;
}

/** The width of a line's band at each of its points, in kilometres: the mean along ten kilometres around it. */
export function widthsAlong({ points, widths }: FrontLine, kmPerUnit: number): number[] {
  const at = [0];
  const sum = [0];
  widths.forEach((width, i) => {
    const length = Math.hypot(points[2 * i + 2]! - points[2 * i]!, points[2 * i + 3]! - points[2 * i + 1]!) * kmPerUnit;
    at.push(at[i]! + length);
    sum.push(sum[i]! + length * width);
  });
  const whole = at.at(-1)!;
  // The sum of widths up to a place along the line; `from` only rises, so that a line is walked once.
  const walker = (): ((place: number) => number) => {
    let from = 0;
    return (place) => {
      while (from < widths.length - 1 && at[from + 1]! < place) from++;
      return sum[from]! + (place - at[from]!) * widths[from]!;
    };
  };
  const [low, high] = [walker(), walker()];
  return at.map((place) => {
    const [start, end] = [Math.max(place - MEAN_KM / 2, 0), Math.min(place + MEAN_KM / 2, whole)];
    return end > start ? (high(end) - low(start)) / (end - start) : widths[0]!;
  });
}

/** Trace a line's band, all its parts turning one way, so that bands that overlap are one when they are filled. */
export function traceBand(path: Path2D, line: FrontLine, { scale, dx, dy, kmPerPixel }: Scaling): void {
  const { points } = line;
  const widths = widthsAlong(line, kmPerPixel * scale);
  const kept: { x: number; y: number; half: number }[] = [];
  let length = 0;
  const last = widths.length - 1;
  for (let i = 0; i <= last; i++) {
    const [x, y] = [points[2 * i]! * scale + dx, points[2 * i + 1]! * scale + dy];
    const before = kept.at(-1);
    const away = before ? Math.hypot(x - before.x, y - before.y) : Infinity;
    if (away < COARSE && i < last) continue;
    if (before) length += away;
    kept.push({ x, y, half: widths[i]! / kmPerPixel / 2 });
  }
  // Of a front shorter than its doubt the band would be a block: it is kept longer than wide.
  const most = length / 4;
  let normal: { x: number; y: number } | null = null;
  for (let i = 0; i + 1 < kept.length; i++) {
    const [one, other] = [kept[i]!, kept[i + 1]!];
    const away = Math.hypot(other.x - one.x, other.y - one.y);
    if (away === 0) continue;
    const next = { x: -(other.y - one.y) / away, y: (other.x - one.x) / away };
    const [here, there] = [Math.min(one.half, most), Math.min(other.half, most)];
    path.moveTo(one.x + next.x * here, one.y + next.y * here);
    path.lineTo(other.x + next.x * there, other.y + next.y * there);
    path.lineTo(other.x - next.x * there, other.y - next.y * there);
    path.lineTo(one.x - next.x * here, one.y - next.y * here);
    path.closePath();
    if (normal !== null) {
      // The wedge on the outer side of a bend.
      const bend = normal.x * next.y - normal.y * next.x;
      const [side, first, second] = bend > 0 ? [-here, next, normal] : [here, normal, next];
      path.moveTo(one.x, one.y);
      path.lineTo(one.x + first.x * side, one.y + first.y * side);
      path.lineTo(one.x + second.x * side, one.y + second.y * side);
      path.closePath();
    }
    normal = next;
  }
}

/** Parts of the front whose owner on one side gained the ground there since the layers `before`: the part, and on which side. */
export function gainedEdges(
  mesh: Mesh,
  actors: readonly { slug: string; side: string }[],
  front: readonly FrontSegment[],
  before: ReadonlyMap<string, Float64Array>,
  supportLimit: number,
  kmPerUnit: number,
): { segment: FrontSegment; actor: number; left: boolean }[] {
  const layers = actors.map(({ slug }) => STATUSES.flatMap((status) => before.get(`${slug}:${status}`) ?? []));
  const support = before.get("support");
  /** Whose side had a point of a triangle; null: nobody's. */
  const had = (t: number, px: number, py: number): string | null => {
    const [a, b, c] = [mesh.triangles[3 * t]!, mesh.triangles[3 * t + 1]!, mesh.triangles[3 * t + 2]!];
    const [ux, uy] = [mesh.x[b]! - mesh.x[a]!, mesh.y[b]! - mesh.y[a]!];
    const [vx, vy] = [mesh.x[c]! - mesh.x[a]!, mesh.y[c]! - mesh.y[a]!];
    const doubled = ux * vy - uy * vx;
    const v = ((px - mesh.x[a]!) * vy - (py - mesh.y[a]!) * vx) / doubled;
    const w = ((py - mesh.y[a]!) * ux - (px - mesh.x[a]!) * uy) / doubled;
    const there = (layer: Float64Array): number => layer[a]! * (1 - v - w) + layer[b]! * v + layer[c]! * w;
    if (support && there(support) > supportLimit) return null;
    let best: string | null = null;
    let most = 0;
    layers.forEach((mine, k) => {
      const sum = mine.reduce((total, layer) => total + there(layer), 0);
      if (sum <= most) return;
      most = sum;
      best = actors[k]!.side;
    });
    return best;
  };
  const found: { segment: FrontSegment; actor: number; left: boolean }[] = [];
  const deep = GAINED_KM / kmPerUnit;
  for (const segment of front) {
    const { x1, y1, x2, y2, owner, between, triangle } = segment;
    const length = Math.hypot(x2 - x1, y2 - y1);
    if (length === 0) continue;
    // North is up on a map and down in its plane: what is on the left of the mesh is on the right here.
    const [nx, ny] = [((y2 - y1) / length) * deep, (-(x2 - x1) / length) * deep];
    const other = between[0] === owner ? between[1] : between[0];
    for (const [actor, way] of [[owner, 1], [other, -1]] as const) {
      const side = had(triangle, (x1 + x2) / 2 + nx * way, (y1 + y2) / 2 + ny * way);
      if (side !== null && side !== actors[actor]!.side) found.push({ segment, actor, left: way === 1 });
    }
  }
  return found;
}
