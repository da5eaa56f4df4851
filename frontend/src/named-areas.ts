/** Which areas, as sources name them, a day's claims and strikes speak of. */
import { clockOf, dateOf } from "./context";
import type { Place } from "./records";
import type { State } from "./state";
import { strikesOn } from "./strikes";

/** Kinds of place that have an extent and are drawn as soft areas, never as dots. */
export const EXTENDED: ReadonlySet<string> = new Set(["area", "district", "province", "country"]);

/** Areas that reports of the day speak of or strikes hit; a whole province or country would say nothing on this map. */
export function areasNamedOn(state: State): Place[] {
  const { release, timeline } = state;
  if (!release || !timeline) return [];
  const strikes = strikesOn(state.archive?.strikes ?? [], dateOf(state), clockOf(state));
  const named = new Set<string>([...timeline.at(state.day).named, ...strikes.map((strike) => strike.place)]);
  return [...release.places.values()].filter(
    (place) => named.has(place.slug) && (place.kind === "area" || place.kind === "district"),
  );
}
