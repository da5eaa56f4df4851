/** Which strikes a reader wants to see: by attacker, type, source and grading. Nothing chosen of a kind means all of it. */
import type { Strike } from "./records";

/** Attacker of a strike of which nobody says who made it. */
export const NOBODY = "unknown";
export const DIMENSIONS = ["attacker", "type", "source", "grading"] as const;
export type Dimension = (typeof DIMENSIONS)[number];
/** Chosen codes of each kind, in order and once each, separated by commas, as the address has them. */
export type StrikeFilter = Readonly<Record<Dimension, string>>;

export const NO_FILTER: StrikeFilter = { attacker: "", type: "", source: "", grading: "" };

/** A strike's own codes of a kind: an attacker for each, `unknown` where none is named. */
export function codesOf(strike: Strike, dimension: Dimension): readonly string[] {
  if (dimension === "attacker") return strike.attackers.length > 0 ? strike.attackers : [NOBODY];
  return [dimension === "type" ? strike.kind : dimension === "source" ? strike.source : strike.grading];
}

export function chosen(filter: StrikeFilter, dimension: Dimension): readonly string[] {
  return filter[dimension] === "" ? [] : filter[dimension].split(",");
}

export function isFiltering(filter: StrikeFilter): boolean {
  return DIMENSIONS.some((dimension) => filter[dimension] !== "");
}

/** Choose a code, or no longer. */
export function toggled(filter: StrikeFilter, dimension: Dimension, code: string): StrikeFilter {
  const before = chosen(filter, dimension);
  const after = before.includes(code) ? before.filter((one) => one !== code) : [...before, code];
  return { ...filter, [dimension]: after.sort().join(",") };
}

/** A filter made ready for many strikes: the kinds of which something is chosen, and what. */
function demands(filter: StrikeFilter): (readonly [Dimension, ReadonlySet<string>])[] {
  return DIMENSIONS.filter((dimension) => filter[dimension] !== "").map((dimension) => [dimension, new Set(chosen(filter, dimension))]);
}

/** Whether strikes pass a filter; ask this for one, and its answer for each of many. */
export function passing(filter: StrikeFilter): (strike: Strike) => boolean {
  const wanted = demands(filter);
  return (strike) => wanted.every(([dimension, codes]) => codesOf(strike, dimension).some((code) => codes.has(code)));
}

export function passes(filter: StrikeFilter, strike: Strike): boolean {
  return passing(filter)(strike);
}

/** The codes that occur, and how many strikes have each that pass the other kinds' choices; the most frequent first. */
export function choices(strikes: readonly Strike[], filter: StrikeFilter, dimension: Dimension): [code: string, count: number][] {
  const counts = new Map<string, number>();
  const isCounted = passing({ ...filter, [dimension]: "" });
  for (const strike of strikes) {
    const counted = isCounted(strike) ? 1 : 0;
    for (const code of codesOf(strike, dimension)) counts.set(code, (counts.get(code) ?? 0) + counted);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
