/** Segments of a front -> lines, so that joins are round, ends are clean, and each line is drawn in one go. */
import type { FrontSegment } from "./areas";

export interface FrontLine {
  /** x and y in turn, in the plane of the mesh; a closed line ends where it began. */
  points: number[];
  /** The width of the band around each part, in kilometres. */
  widths: number[];
}

/** Ends closer than this (in the plane of the mesh: a world of 256) are one: less than a metre. */
const GRID = 2e5;
/** More than any coordinate on that grid. */
const ROW = 2 ** 26;

/** Join segments that share an end, where exactly two meet; every segment is in exactly one line. */
export function chain(segments: readonly FrontSegment[]): FrontLine[] {
  const count = segments.length;
  // Ends by number: those of segment i are 2i and 2i + 1; `next` leads around all ends at one point.
  const next = new Int32Array(2 * count);
  const meeting = new Int32Array(2 * count);
  const last = new Map<number, number>();
  const keys = new Float64Array(2 * count);
  segments.forEach(({ x1, y1, x2, y2 }, i) => {
    keys[2 * i] = Math.round(x1 * GRID) * ROW + Math.round(y1 * GRID);
    keys[2 * i + 1] = Math.round(x2 * GRID) * ROW + Math.round(y2 * GRID);
  });
  for (let end = 0; end < 2 * count; end++) {
    const other = last.get(keys[end]!);
    if (other === undefined) {
      next[end] = end;
      meeting[end] = 1;
    } else {
      next[end] = next[other]!;
      next[other] = end;
      // Counted at the end that came last.
      meeting[end] = meeting[other]! + 1;
    }
    last.set(keys[end]!, end);
  }
  const times = (end: number): number => meeting[last.get(keys[end]!)!]!;
  const used = new Uint8Array(count);
  const lines: FrontLine[] = [];
  const follow = (start: number): void => {
    const points: number[] = [];
    const widths: number[] = [];
    let from = start;
    while (used[from >> 1] === 0) {
      used[from >> 1] = 1;
      const { x1, y1, x2, y2, width } = segments[from >> 1]!;
      const [ax, ay, bx, by] = (from & 1) === 0 ? [x1, y1, x2, y2] : [x2, y2, x1, y1];
      if (points.length === 0) points.push(ax, ay);
      points.push(bx, by);
      widths.push(width);
      const to = from ^ 1;
      if (times(to) !== 2) break;
      from = next[to]!;
    }
    lines.push({ points, widths });
  };
  // Open lines from their ends and forks; what is left then is closed.
  for (let end = 0; end < 2 * count; end++) if (used[end >> 1] === 0 && times(end) !== 2) follow(end);
  for (let i = 0; i < count; i++) if (used[i] === 0) follow(2 * i);
  return lines;
}
