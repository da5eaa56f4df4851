/** What is on the map as GeoJSON: the areas, frontlines, states and strikes of its day that lie in view. Positions are [longitude, latitude]. */
/** West, south, east, north in degrees. */
export type View = readonly [number, number, number, number];

export interface Asked {
  /** Where the site's API begins. */
  api: string;
  theatre: string;
  date: string;
  lens: string;
  then: boolean;
  view: View;
  /** Ids of the strikes that are shown. */
  strikes: ReadonlySet<string>;
  /** What the collection says of itself beside its features. */
  about: Readonly<Record<string, string>>;
}

interface Feature {
  type: "Feature";
  geometry: { coordinates?: unknown } | null;
  properties: Record<string, unknown> | null;
}

const LAYERS = ["areas", "frontline", "states"] as const;

/** Ask the site for each layer of the day, and put what lies in view into one collection; `layer` tells which a feature is of. */
export async function collect(asked: Asked, signal: AbortSignal): Promise<Blob> {
  const moment = new URLSearchParams({ date: asked.date, lens: asked.lens });
  if (asked.then) moment.set("known_by", asked.date);
  const of = `${asked.api}theatres/${encodeURIComponent(asked.theatre)}/`;
  const struck = new URLSearchParams({ theatre: asked.theatre });
  const layers = await Promise.all([
    ...LAYERS.map(async (layer) => ({ layer: layer as string, features: await features(`${of}${layer}/?${moment.toString()}`, signal) })),
    features(`${asked.api}exports/strikes.geojson?${struck.toString()}`, signal).then((found) => ({
      layer: "strikes",
      features: found.filter(({ properties }) => asked.strikes.has(String(properties?.["id"]))),
    })),
  ]);
  const seen = layers.flatMap(({ layer, features: found }) =>
    found.filter((one) => isInView(one.geometry?.coordinates, asked.view)).map((one) => ({ ...one, properties: { layer, ...one.properties } })),
  );
  const collection = { type: "FeatureCollection", ...asked.about, features: seen };
  return new Blob([JSON.stringify(collection)], { type: "application/geo+json" });
}

async function features(address: string, signal: AbortSignal): Promise<Feature[]> {
  const response = await fetch(address, { signal, credentials: "omit" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const found = ((await response.json()) as { features?: unknown }).features;
  if (!Array.isArray(found)) throw new TypeError(`${address}: features expected`);
  return found as Feature[];
}

/** Whether the box around coordinates, nested however deep, meets the view. */
export function isInView(coordinates: unknown, [west, south, east, north]: View): boolean {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const reach = (at: unknown): void => {
    if (!Array.isArray(at)) return;
    const [x, y] = at as unknown[];
    if (typeof x === "number" && typeof y === "number") {
      box[0] = Math.min(box[0]!, x);
      box[1] = Math.min(box[1]!, y);
      box[2] = Math.max(box[2]!, x);
      box[3] = Math.max(box[3]!, y);
    } else for (const inner of at) reach(inner);
  };
  reach(coordinates);
  return box[0]! <= east && box[2]! >= west && box[1]! <= north && box[3]! >= south;
}
