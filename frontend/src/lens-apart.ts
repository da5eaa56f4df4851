/** How far each lens is from the first one on a day: the places of which it says another side holds them, or that it does not know. */
import type { Release } from "./records";
import type { PlaceState } from "./timeline";

export interface Apart {
  places: number;
  /** Places of which either says anything. */
  of: number;
}

/** Compare who holds each place through two lenses; allies are one side. */
export function apart(
  release: Pick<Release, "actors">,
  first: ReadonlyMap<string, PlaceState>,
  other: ReadonlyMap<string, PlaceState>,
): Apart {
  const sides = new Map(release.actors.map((actor) => [actor.slug, actor.side || actor.slug]));
  const sideIn = (states: ReadonlyMap<string, PlaceState>, place: string): string => sides.get(states.get(place)?.holder ?? "") ?? "";
  const all = new Set([...first.keys(), ...other.keys()]);
  let places = 0;
  for (const place of all) if (sideIn(first, place) !== sideIn(other, place)) places += 1;
  return { places, of: all.size };
}
