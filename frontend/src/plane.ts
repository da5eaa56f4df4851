/** The plane of the mesh: Web Mercator, pixels of a world of 256 at zoom 0, x to the east and y to the south. */

export interface PlanePoint {
  x: number;
  y: number;
}

const WORLD = 256;
/** Beyond it the projection runs off: Leaflet's own limit. */
const HIGHEST = 85.0511287798;

/** Longitude and latitude in degrees -> the plane of the mesh. */
export function toPlane(longitude: number, latitude: number): PlanePoint {
  const sine = Math.sin((Math.max(Math.min(latitude, HIGHEST), -HIGHEST) * Math.PI) / 180);
  return { x: WORLD * (longitude / 360 + 0.5), y: WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) };
}

/** The plane of the mesh -> longitude and latitude in degrees. */
export function fromPlane({ x, y }: PlanePoint): readonly [longitude: number, latitude: number] {
  return [(x / WORLD - 0.5) * 360, (Math.atan(Math.sinh((0.5 - y / WORLD) * 2 * Math.PI)) * 180) / Math.PI];
}
