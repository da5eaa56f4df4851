/**
 * How wide the band is in which the true front lies: the same sum as in the server's core/frontlines.py, where each step has its reason.
 *
 *   spacing  = 2 / |gradient| of one side's membership minus the other's, per kilometre
 *   reach    = min(spacing, sqrt(spacing * 15 km))
 *   width_km = min(2 * support_km, sqrt((reach * (1.2 - 0.4 * confidence))² + (2 * precision_km)²))
 *
 * The server goes on to give each stretch of ten kilometres the mean of its parts, rounded up to a step of a ladder; the page
 * draws the mean over ten kilometres as it is (front-lines.ts), since a band that jumps from step to step could not move.
 */
import type { Field } from "./areas";

export interface Doubt {
  /** The vertices on a plane, in kilometres. */
  xKm: Float64Array;
  yKm: Float64Array;
  /** How precisely the places nearby are known, in kilometres. */
  precisionKm: Float64Array;
  supportKm: number;
  /** What stands for 1. */
  membership: number;
  confidence: number;
}

const FAR_KM = 15;
const SURE = 0.8;
const UNSURE = 1.2;

/** The width in kilometres of the front between actors `one` and `other` in a triangle, at a point of it in barycentric coordinates. */
export function bandKm(
  { xKm, yKm, precisionKm, supportKm, membership, confidence }: Doubt,
  field: Field,
  [a, b, c]: readonly [number, number, number],
  at: readonly [number, number, number],
  one: number,
  other: number,
): number {
  let [atA, atB, atC] = [0, 0, 0];
  for (const actor of field.actors) {
    const sign = Number(actor.side === field.actors[one]!.side) - Number(actor.side === field.actors[other]!.side);
    if (sign === 0) continue;
    atA += sign * actor.membership[a]!;
    atB += sign * actor.membership[b]!;
    atC += sign * actor.membership[c]!;
  }
  const [ux, uy, vx, vy] = [xKm[b]! - xKm[a]!, yKm[b]! - yKm[a]!, xKm[c]! - xKm[a]!, yKm[c]! - yKm[a]!];
  const doubled = ux * vy - uy * vx;
  const gradient = Math.hypot((atB - atA) * vy - (atC - atA) * uy, (atC - atA) * ux - (atB - atA) * vx) / Math.abs(doubled) / membership;
  const there = (layer: Float64Array): number => at[0] * layer[a]! + at[1] * layer[b]! + at[2] * layer[c]!;
  const spacing = 2 / gradient;
  const reach = Math.min(spacing, Math.sqrt(spacing * FAR_KM));
  const sure = field.confidence === null ? 0 : Math.min(Math.max(there(field.confidence) / confidence, 0), 1);
  return Math.min(Math.hypot(reach * (UNSURE + (SURE - UNSURE) * sure), 2 * there(precisionKm)), 2 * supportKm);
}

/**
 * How precisely places are known at every vertex, in kilometres: as the nearest place whose claims are followed is.
 * `known` are the numbers of those places' vertices, `precisionM` how precise each is, in metres. Without any, 0 everywhere.
 */
export function precisionKm(xKm: Float64Array, yKm: Float64Array, known: readonly number[], precisionM: readonly number[]): Float64Array {
  const found = new Float64Array(xKm.length);
  // Where all are equally precise there is nothing to look for; else a grid finds the nearest.
  const first = precisionM[0] ?? 0;
  if (precisionM.every((one) => one === first)) return found.fill(first / 1000);
  const cell = Math.sqrt(((Math.max(...xKm) - Math.min(...xKm)) * (Math.max(...yKm) - Math.min(...yKm))) / known.length) || 1;
  const grid = new Map<string, number[]>();
  const [left, low] = [Math.min(...xKm), Math.min(...yKm)];
  const place = (at: number, from: number): number => Math.floor((at - from) / cell);
  known.forEach((vertex, k) => {
    const key = `${place(xKm[vertex]!, left)},${place(yKm[vertex]!, low)}`;
    const there = grid.get(key);
    if (there) there.push(k);
    else grid.set(key, [k]);
  });
  const rings = Math.ceil(Math.max(Math.max(...xKm) - left, Math.max(...yKm) - low) / cell) + 1;
  for (let i = 0; i < xKm.length; i++) {
    const [column, row] = [place(xKm[i]!, left), place(yKm[i]!, low)];
    let least = Infinity;
    for (let ring = 0; ring <= rings && least > (ring - 1) * cell; ring++) {
      for (let dx = -ring; dx <= ring; dx++) {
        for (let dy = -ring; dy <= ring; dy += Math.abs(dx) === ring ? 1 : Math.max(2 * ring, 1)) {
          for (const k of grid.get(`${column + dx},${row + dy}`) ?? []) {
            const away = Math.hypot(xKm[i]! - xKm[known[k]!]!, yKm[i]! - yKm[known[k]!]!);
            if (away < least || (away === least && precisionM[k]! / 1000 > found[i]!)) {
              least = away;
              found[i] = precisionM[k]! / 1000;
            }
          }
        }
      }
    }
  }
  return found;
}
