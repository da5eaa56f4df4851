/** Segments of a front -> lines, so that joins are round, ends are clean, and each line is drawn in one go. */
import type { FrontSegment } from "./areas";

export interface FrontLine {
  /** x and y in turn, in the plane of the mesh; a closed line ends where it began. */
  points: number[];
  /** Mean distance to evidence along it, weighted by length, in the unit of the support layer. */
  support: number;
}

/** Ends closer than this (in the plane of the mesh: a world of 256) are one: about 15 cm. */
const GRID = 1e6;

/** Join segments that share an end, where exactly two meet; every segment is in exactly one line. */
export function chain(segments: readonly FrontSegment[]): FrontLine[] {
  const key = (x: number, y: number): string => `${Math.round(x * GRID)},${Math.round(y * GRID)}`;
  const ends = new Map<string, number[]>();
  const keys = segments.map(({ x1, y1, x2, y2 }) => [key(x1, y1), key(x2, y2)] as const);
  keys.forEach((pair, i) => {
    for (const end of pair) {
      const meeting = ends.get(end);
      if (meeting) meeting.push(i);
      else ends.set(end, [i]);
    }
  });
  const used = new Uint8Array(segments.length);
  const lines: FrontLine[] = [];
  const follow = (start: number, from: 0 | 1): void => {
    const points: number[] = [];
    let weight = 0;
    let sum = 0;
    let at: number | undefined = start;
    let side = from;
    while (at !== undefined && !used[at]) {
      used[at] = 1;
      const { x1, y1, x2, y2, support } = segments[at]!;
      const [ax, ay, bx, by] = side === 0 ? [x1, y1, x2, y2] : [x2, y2, x1, y1];
      if (points.length === 0) points.push(ax, ay);
      points.push(bx, by);
      const length = Math.hypot(bx - ax, by - ay);
      weight += length;
      sum += support * length;
      const end: string = keys[at]![side === 0 ? 1 : 0];
      const meeting: number[] = ends.get(end)!;
      const before: number = at;
      at = meeting.length === 2 ? meeting.find((other) => other !== before) : undefined;
      if (at !== undefined) side = keys[at]![0] === end ? 0 : 1;
    }
    lines.push({ points, support: weight > 0 ? sum / weight : 0 });
  };
  // Open lines from their ends and forks; what is left then is closed.
  keys.forEach((pair, i) => {
    pair.forEach((end, side) => {
      if (!used[i] && ends.get(end)!.length !== 2) follow(i, side === 0 ? 0 : 1);
    });
  });
  segments.forEach((_, i) => {
    if (!used[i]) follow(i, 0);
  });
  return lines;
}
