/** Which places have a dot on the map, and how important each is. Lengths are pixels of the canvas. */
import type { Frame } from "./canvas-layer";
import { EXTENDED } from "./named-areas";
import { options } from "./options";
import { toPlane } from "./plane";
import type { Place, Release } from "./records";
import type { State } from "./state";

const KIND_WEIGHT: Readonly<Record<string, number>> = { city: 4, town: 1.5, airport: 2, base: 1.2, industrial: 1.2, suburb: 0.5 };

/** Added to the importance of a place that a reader points at or has chosen. */
export const CHOSEN = 100;

export interface Shown {
  place: Place;
  importance: number;
  radius: number;
  x: number;
  y: number;
}

/** A place that may have a dot: where it is in the plane of the mesh, and its importance on a day on which nothing happens there. */
interface Site {
  place: Place;
  x: number;
  y: number;
  importance: number;
  told: boolean;
}

/** The importance needed at a zoom. */
export function needed(steps: readonly (readonly [number, number])[], zoom: number): number {
  return steps.find(([below]) => zoom < below)?.[1] ?? -Infinity;
}

const sitesOf = new WeakMap<Release, readonly Site[]>();

/** The places of a release that may have a dot: looked up once, since every day asks for all of them. */
function sites(release: Release): readonly Site[] {
  let found = sitesOf.get(release);
  if (!found) {
    found = [...release.places.values()]
      .filter((place) => !EXTENDED.has(place.kind))
      .map((place) => {
        const told = release.told.has(place.slug);
        const importance = (KIND_WEIGHT[place.kind] ?? 0) + Math.log10(Math.max(place.population ?? 0, 1)) / 2 + (told ? 2 : 0);
        return { place, ...toPlane(place.longitude, place.latitude), importance, told };
      })
      .sort((a, b) => b.importance - a.importance || (a.place.slug < b.place.slug ? -1 : 1));
    sitesOf.set(release, found);
  }
  return found;
}

/** The places to show on the state's day at this zoom, the most important first. */
export function shownPlaces({ scale, dx, dy, zoom, width, height }: Frame, state: State, release: Release, hovered: string | null): Shown[] {
  const { states } = state.timeline!.at(state.day);
  const changed = new Set(state.timeline!.changesOf(state.day).map((change) => change.place));
  const least = needed(options.dotFrom, zoom);
  const shown: Shown[] = [];
  for (const { place, x: east, y: south, importance: usual, told } of sites(release)) {
    const x = east * scale + dx;
    const y = south * scale + dy;
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const chosen = place.slug === state.place || place.slug === hovered;
    const news = changed.has(place.slug);
    const notable = told || news || chosen;
    const importance = usual + (news ? 2 : 0) + (chosen ? CHOSEN : 0);
    if (!notable) {
      if (zoom < options.zoomOfUnknownPlaces && !states.has(place.slug)) continue;
      if (place.kind === "village" && zoom < options.zoomOfVillages) continue;
      if (importance < least) continue;
    }
    // Of a place that no report names the map says less; zoomed out, of all of them.
    const size = Math.min(Math.max(0.6 + (zoom - 7) * 0.2, 0.6), 1) * (notable ? 1 : 0.75);
    shown.push({ place, importance, radius: (options.dotRadius[place.kind] ?? options.dotRadiusOther) * size, x, y });
  }
  return shown.sort((a, b) => b.importance - a.importance || (a.place.slug < b.place.slug ? -1 : 1));
}
