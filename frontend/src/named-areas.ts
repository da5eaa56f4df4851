/** Which areas, as sources name them, a day's claims and strikes speak of. */
import { clockOf, dateOf } from "./context";
import type { Place } from "./records";
import type { State } from "./state";
import { strikesOn } from "./strikes";

/** Kinds of place that have an extent and are drawn as soft areas, never as dots. */
export const EXTENDED: ReadonlySet<string> = new Set(["area", "district", "province", "country"]);

/** Areas that claims or strikes of the day name; a whole province or country would say nothing on this map. */
export function areasNamedOn(state: State): Place[] {
  const { release } = state;
  const day = dateOf(state);
  if (!release) return [];
  const clock = clockOf(state);
  const named = new Set<string>(strikesOn(release, day, clock).map((strike) => strike.place));
  for (const claim of release.claims.values()) {
    if (claim.provenance !== "report" || claim.dateStart > day || day > claim.dateEnd) continue;
    if (clock === "now" || claim.knownOn <= day) named.add(claim.place);
  }
  return [...release.places.values()].filter(
    (place) => named.has(place.slug) && (place.kind === "area" || place.kind === "district"),
  );
}
