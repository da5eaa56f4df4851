/** Where two grounds over one network disagree about whose side has it: convex rings in the plane of the mesh. */
import type { Piece } from "./areas";
import type { Mosaic } from "./mosaic";

type Ring = readonly number[];

/** What two convex rings have in common (Sutherland and Hodgman); null when nothing. Both turn the same way. */
export function common(one: Ring, other: Ring): number[] | null {
  const turn = doubled(other) >= 0 ? 1 : -1;
  let left: number[] = [...one];
  for (let i = 0; i < other.length && left.length >= 6; i += 2) {
    const j = (i + 2) % other.length;
    const [ax, ay, bx, by] = [other[i]!, other[i + 1]!, other[j]!, other[j + 1]!];
    const away = (x: number, y: number): number => turn * ((bx - ax) * (y - ay) - (by - ay) * (x - ax));
    const kept: number[] = [];
    for (let k = 0; k < left.length; k += 2) {
      const l = (k + 2) % left.length;
      const [px, py, qx, qy] = [left[k]!, left[k + 1]!, left[l]!, left[l + 1]!];
      const [p, q] = [away(px, py), away(qx, qy)];
      if (p >= 0) kept.push(px, py);
      if ((p > 0 && q < 0) || (p < 0 && q > 0)) kept.push(px + ((qx - px) * p) / (p - q), py + ((qy - py) * p) / (p - q));
    }
    left = kept;
  }
  return left.length >= 6 && Math.abs(doubled(left)) > 1e-12 ? left : null;
}

function doubled(ring: Ring): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    twice += ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!;
  }
  return twice;
}

/** The ground that is one side's in one and another's, or unknown, in the other. Both have the same mesh and actors. */
export function differences(one: Mosaic, other: Mosaic): number[][] {
  const sideOf = ({ holder }: Pick<Piece, "holder">): string => (holder < 0 ? "" : one.field.actors[holder]!.side);
  const found: number[][] = [];
  for (let t = 0; t < one.classes.length; t++) {
    if (one.cutOf(t) === undefined && other.cutOf(t) === undefined && sideOf(one.lookOf(t)) === sideOf(other.lookOf(t))) continue;
    for (const a of one.piecesOf(t)) {
      for (const b of other.piecesOf(t)) {
        if (sideOf(a) === sideOf(b)) continue;
        const ring = common(a.ring, b.ring);
        if (ring !== null) found.push(ring);
      }
    }
  }
  return found;
}
