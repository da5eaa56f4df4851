/** What is on the map as GeoJSON: areas, frontlines, states and strikes of the drawn release that lie in view. Positions are [longitude, latitude]. */
import type { Casualties, Place, Strike } from "../records";

/** West, south, east, north in degrees. */
export type View = readonly [number, number, number, number];

export interface Asked {
  /** Where the site's API begins. */
  api: string;
  theatre: string;
  /** The release that is drawn: whatever has been recorded since is not in it. */
  release: string;
  date: string;
  lens: string;
  /** The last day of reports that count; null: all. */
  knownBy: string | null;
  view: View;
  /** The strikes that are shown, and where. */
  strikes: readonly Strike[];
  places: ReadonlyMap<string, Place>;
  /** What the collection says of itself beside its features. */
  about: Readonly<Record<string, string>>;
}

interface Feature {
  type: "Feature";
  geometry: { type?: string; coordinates?: unknown } | null;
  properties: Record<string, unknown> | null;
}

const LAYERS = ["areas", "frontline", "states"] as const;

export function addressOf({ api, theatre, release, date, lens, knownBy }: Omit<Asked, "view" | "strikes" | "places" | "about">, layer: string): string {
  const moment = new URLSearchParams({ release, date, lens });
  if (knownBy !== null) moment.set("known_by", knownBy);
  return `${api}theatres/${encodeURIComponent(theatre)}/${layer}/?${moment.toString()}`;
}

/** Ask the site for each layer of the day, and put what lies in view into one collection; `layer` tells which a feature is of. */
export async function collect(asked: Asked, signal: AbortSignal): Promise<Blob> {
  const layers = await Promise.all(LAYERS.map(async (layer) => ({ layer: layer as string, features: await features(addressOf(asked, layer), signal) })));
  layers.push({ layer: "strikes", features: asked.strikes.flatMap((strike) => strikeFeature(strike, asked.places.get(strike.place))) });
  const seen = layers.flatMap(({ layer, features: found }) =>
    found.filter((one) => isInView(one.geometry?.coordinates, asked.view)).map((one) => ({ ...one, properties: { layer, ...one.properties } })),
  );
  const collection = { type: "FeatureCollection", release: asked.release, ...asked.about, features: seen };
  return new Blob([JSON.stringify(collection)], { type: "application/geo+json" });
}

/** A strike as the release tells of it, at its place; none where that is not there. */
export function strikeFeature(strike: Strike, place: Place | undefined): Feature[] {
  if (!place) return [];
  const people = ({ civilians, combatants, unknown, wording }: Casualties): object => ({ civilians, combatants, unknown, wording });
  return [
    {
      type: "Feature",
      geometry: { type: "Point", coordinates: [place.longitude, place.latitude] },
      properties: {
        id: strike.id,
        place: strike.place,
        place_name: place.name,
        date_start: strike.dateStart,
        date_end: strike.dateEnd,
        kind: strike.kind,
        attackers: strike.attackers,
        weapon: strike.weapon,
        target: strike.target,
        killed: people(strike.killed),
        injured: people(strike.injured),
        grading: strike.grading,
        source: strike.source,
        reported_at: strike.reportedAt,
        known_on: strike.knownOn,
        summary: strike.summary,
      },
    },
  ];
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
