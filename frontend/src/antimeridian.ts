/** A theatre across the antimeridian: its network counts longitudes on beyond 180, and here all else of the release does too. */
import { reach } from "./box";
import type { Release, Shape } from "./records";

/** Put everything of a release on the side of the antimeridian on which its network has it, so that it is drawn in one piece. */
export function runOn(release: Release): Release {
  let [first, last] = [Infinity, -Infinity];
  for (const longitude of release.network.longitude) {
    first = Math.min(first, longitude);
    last = Math.max(last, longitude);
  }
  if (last <= 180) return release;
  // Farthest from the theatre, half way round.
  const cut = (first + last) / 2 - 180;
  const on = (longitude: number): number => (longitude < cut ? longitude + 360 : longitude);
  const shape = (given: Shape): Shape =>
    given.map((polygon) => polygon.map((ring) => ring.map(([longitude, latitude]) => [on(longitude), latitude] as const)));
  const { theatre, places } = release;
  const countries = release.basemap.countries.map((country) => ({ ...country, shape: shape(country.shape) }));
  const landmarks = release.basemap.landmarks.map((mark) => ({
    ...mark,
    lines: mark.lines.map((line) => line.map(([longitude, latitude]) => [on(longitude), latitude] as const)),
    point: mark.point && ([on(mark.point[0]), mark.point[1]] as const),
  }));
  const [west, south, east, north] = theatre.bbox;
  return {
    ...release,
    // A box around the whole world says less than the network does.
    theatre: { ...theatre, boundary: shape(theatre.boundary), bbox: west < east ? [first, south, last, north] : [west, south, on(east), north] },
    places: new Map(
      [...places].map(([slug, place]) => [slug, { ...place, longitude: on(place.longitude), extent: place.extent && shape(place.extent) }]),
    ),
    basemap: { countries, landmarks, bbox: reach(countries.map((country) => country.shape)) },
  };
}

/** Whether the line from one point to the next is where a theatre is cut in two (RFC 7946, 3.1.9) and no border. */
export function isSeam(from: readonly [number, number] | undefined, to: readonly [number, number]): boolean {
  return from !== undefined && Math.abs(from[0]) === 180 && from[0] === to[0];
}
