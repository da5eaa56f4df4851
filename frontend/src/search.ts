/** Places of the theatre by any spelling in any script: exact before begun before within before nearly. */
import { normalise, plain } from "./names";
import type { Place } from "./records";

interface Entry {
  place: Place;
  keys: readonly string[];
  importance: number;
}

export interface Found {
  place: Place;
  /** 0 for an exact name, rising. */
  rank: number;
}

/** Shorter queries are not tried with a letter wrong. */
const LEAST_NEARLY = 4;

/** How far two texts are apart, up to `most`: letters more, fewer or other (Levenshtein), neighbours swapped counting once. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length]!;
}

function rankOf(keys: readonly string[], asked: readonly string[]): number {
  let best = Infinity;
  for (const query of asked) {
    const most = query.length >= 8 ? 2 : 1;
    for (const key of keys) {
      if (key === query) return 0;
      if (key.startsWith(query)) best = Math.min(best, 1);
      else if (key.includes(` ${query}`)) best = Math.min(best, 2);
      else if (query.length > 2 && key.includes(query)) best = Math.min(best, 3);
      else if (best > 4 && query.length >= LEAST_NEARLY && distance(key.slice(0, query.length + 1), query, most) <= most) best = 4;
      else if (best > 4 && query.length >= LEAST_NEARLY && distance(key.slice(0, query.length), query, most) <= most) best = 4;
    }
  }
  return best;
}

export class Gazetteer {
  private readonly entries: readonly Entry[];

  /** `names` are the keys of each place's other spellings, as the release has them; empty where they have not come. */
  constructor(places: readonly Place[], names: readonly (readonly string[])[], told: ReadonlySet<string>) {
    this.entries = places.map((place, i) => ({
      place,
      keys: [...new Set([normalise(place.name), plain(place.name), normalise(place.nameAr), plain(place.nameAr), ...(names[i] ?? [])])].filter((key) => key !== ""),
      importance: Math.log10(Math.max(place.population ?? 0, 1)) + (told.has(place.slug) ? 2 : 0),
    }));
  }

  /** The best matches of what is typed, at most `count`. */
  find(typed: string, count: number): Found[] {
    const asked = [...new Set([normalise(typed), plain(typed)])].filter((key) => key !== "");
    if (asked.length === 0) return [];
    const found = this.entries.flatMap(({ place, keys, importance }) => {
      const rank = rankOf(keys, asked);
      return rank === Infinity ? [] : [{ place, rank, importance }];
    });
    // Within a name is only for what begins none, nearly for what is not there at all.
    const least = found.some(({ rank }) => rank <= 1) ? 2 : found.some(({ rank }) => rank < 4) ? 3 : 4;
    return found
      .filter(({ rank }) => rank <= least)
      .sort((a, b) => a.rank - b.rank || b.importance - a.importance || (a.place.slug < b.place.slug ? -1 : 1))
      .slice(0, count)
      .map(({ place, rank }) => ({ place, rank }));
  }
}
