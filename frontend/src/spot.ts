/** What the map itself says of a spot of ground: who holds it, how sure that is, and which places with a state are nearest. */
import type { Areas } from "./areas";
import type { PlanePoint } from "./plane";
import type { Network, Place, Release, Status } from "./records";
import type { Day } from "./timeline";

export interface GroundThere {
  holder: string | null;
  status: Status;
  contender: string | null;
}

/** Who has the ground at a point of the plane, as it is drawn; null outside the mapped area. */
export function groundAt({ pieces }: Areas, release: Pick<Release, "actors">, { x, y }: PlanePoint): GroundThere | null {
  for (const { ring, holder, status, contender } of pieces) {
    if (!encloses(ring, x, y)) continue;
    return { holder: release.actors[holder]?.slug ?? null, status, contender: release.actors[contender]?.slug ?? null };
  }
  return null;
}

/** Whether a polygon, x and y in turn, has a point inside: the even-odd rule, edges at its upper left included. */
function encloses(ring: readonly number[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [xi, yi, xj, yj] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** A layer's value at a longitude and latitude, linear inside a triangle; null where there is none. */
export function valueAt({ longitude, latitude, triangles }: Network, layer: Float64Array, [x, y]: readonly [number, number]): number | null {
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
    const [x0, y0] = [longitude[c]!, latitude[c]!];
    const [x1, y1, x2, y2] = [longitude[a]! - x0, latitude[a]! - y0, longitude[b]! - x0, latitude[b]! - y0];
    const area = x1 * y2 - x2 * y1;
    if (area === 0) continue;
    const u = ((x - x0) * y2 - x2 * (y - y0)) / area;
    const v = (x1 * (y - y0) - (x - x0) * y1) / area;
    if (u < 0 || v < 0 || u + v > 1) continue;
    return layer[a]! * u + layer[b]! * v + layer[c]! * (1 - u - v);
  }
  return null;
}

const EARTH_KM = 6371.0088;

/** Great-circle distance in kilometres of two points, longitude and latitude in degrees. */
export function kilometres([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): number {
  const rad = Math.PI / 180;
  const half = Math.sin(((y2 - y1) * rad) / 2) ** 2 + Math.cos(y1 * rad) * Math.cos(y2 * rad) * Math.sin(((x2 - x1) * rad) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** The nearest places that have a state on a day, at most `count`. */
export function nearest(release: Release, day: Day, spot: readonly [number, number], count: number): { place: Place; km: number }[] {
  const found = [...day.states.keys()].flatMap((slug) => {
    const place = release.places.get(slug);
    return place ? [{ place, km: kilometres(spot, [place.longitude, place.latitude]) }] : [];
  });
  return found.sort((a, b) => a.km - b.km || (a.place.slug < b.place.slug ? -1 : 1)).slice(0, count);
}
