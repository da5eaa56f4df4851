/** The box around shapes. Positions are longitude, latitude in degrees. */
import type { Shape } from "./records";

export type Box = readonly [west: number, south: number, east: number, north: number];

/** The box around some shapes; null when there are none. */
export function reach(shapes: readonly Shape[]): Box | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [longitude, latitude] of shapes.flat(3)) {
    west = Math.min(west, longitude);
    east = Math.max(east, longitude);
    south = Math.min(south, latitude);
    north = Math.max(north, latitude);
  }
  return west < east && south < north ? [west, south, east, north] : null;
}
