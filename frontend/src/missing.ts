/** What was not yet known on a day that is shown as it was known then, in a sentence. */
import { isKnownDay } from "./clock";
import { actorShort, dateOf, placeName, type Context } from "./context";
import { dayInWords } from "./dates";
import type { State } from "./state";
import type { PlaceState } from "./timeline";

/** So many places are named. */
const NAMED = 3;

/** Places by who holds them as is known today, where another or nobody was known to then; the greatest first. */
export function missingThen(
  then: ReadonlyMap<string, PlaceState>,
  today: ReadonlyMap<string, PlaceState>,
  size: (place: string) => number,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const places = [...today].filter(([place, { holder }]) => holder !== null && (then.get(place)?.holder ?? null) !== holder);
  places.sort(([a], [b]) => size(b) - size(a) || (a < b ? -1 : 1));
  for (const [place, { holder }] of places) found.set(holder!, [...(found.get(holder!) ?? []), place]);
  return found;
}

/** "30 November as it was known that day: not yet reported was that …"; empty where the day is shown as known today, or until it can be said. */
export function missingInWords(context: Context, state: State): string {
  const { words } = context;
  const { release, timeline, today, day } = state;
  if (!release || !timeline || timeline.clock === "now" || today?.lens !== timeline.lens || !today.has(day) || !timeline.has(day)) return "";
  const size = (place: string): number => release.places.get(place)?.population ?? 0;
  const found = missingThen(timeline.at(day).states, today.at(day).states, size);
  const date = dayInWords(dateOf(state), words.locale);
  const by = isKnownDay(timeline.clock) && timeline.clock !== dateOf(state) ? dayInWords(timeline.clock, words.locale) : "";
  if (found.size === 0) return words.nothingMissing(date, by);
  let left = NAMED;
  let more = 0;
  const rows: [string, string][] = [];
  for (const [holder, places] of found) {
    const told = places.slice(0, left);
    left -= told.length;
    more += places.length - told.length;
    if (told.length > 0) rows.push([actorShort(words, state, holder), words.list(told.map((place) => placeName(words, release.places.get(place), place)))]);
  }
  return words.notYet(date, rows, more, by);
}
