/** Two maps side by side: another day, another lens or the other clock beside what is shown. */
import { knownInWords } from "./context";
import { dayInWords } from "./dates";
import type { Release } from "./records";
import { Store, type Clock, type State } from "./state";
import type { Timeline } from "./timeline";
import { nameIn, type Words } from "./words";

/** What is compared with: a day of the same timeline, the same day by another lens, or by the other clock. */
export type Compare = { kind: "day"; day: number } | { kind: "lens"; lens: string } | { kind: "clock" };

/** Layers of which each map has its own. */
export const COMPARED = ["areas", "named", "front", "strikes", "places"] as const;

/** What stands beside, once it is in hand. A day of null goes along with the day shown. */
export interface Compared {
  timeline: Timeline;
  day: number | null;
}

/** As it stands in the address: a day, a lens, or `known` for the other clock; empty: no comparison. */
export function compareIn(compare: Compare | null, release: Release): string {
  if (compare === null) return "";
  return compare.kind === "day" ? release.days[compare.day]! : compare.kind === "lens" ? compare.lens : "known";
}

export function compareFrom(text: string, release: Release): Compare | null {
  const day = release.days.indexOf(text);
  if (day >= 0) return { kind: "day", day };
  if (text === "known") return { kind: "clock" };
  return release.lenses.some((lens) => lens.slug === text) ? { kind: "lens", lens: text } : null;
}

/** Which timeline and day are meant, beside what is drawn now. */
export function meant(compare: Compare, drawn: Timeline): { lens: string; clock: Clock; day: number | null } {
  const { lens, clock } = drawn;
  if (compare.kind === "day") return { lens, clock, day: compare.day };
  if (compare.kind === "lens") return { lens: compare.lens, clock, day: null };
  return { lens, clock: clock === "now" ? "then" : "now", day: null };
}

/** What stands beside, by what it differs in: a day, a lens, a clock; empty where nothing does. */
export function comparedInWords(words: Words, { release, timeline, compared, day }: State): string {
  if (!release || !timeline || !compared) return "";
  const other = compared.timeline;
  const date = dayInWords(other.dateOf(compared.day ?? day), words.locale);
  const lens = release.lenses.find((one) => one.slug === other.lens)!;
  const parts = compared.day === null ? [] : [date];
  if (other.lens !== timeline.lens) parts.push(nameIn(words, lens.name, lens.nameAr));
  if (other.clock !== timeline.clock) parts.push(knownInWords(words, other.clock, other.dateOf(compared.day ?? day)));
  return parts.join(words.comma);
}

/** The state as the map beside sees it: the same but for the timeline and the moment. Its views run only while there is one. */
export class Beside extends Store {
  constructor(private readonly own: Store) {
    super();
  }

  override get(): Readonly<State> {
    const state = this.own.get();
    const { compared } = state;
    if (compared === null) return { ...state, timeline: null };
    const { timeline } = compared;
    const position = compared.day ?? (timeline.has(state.position) ? state.position : state.day);
    return timeline.has(position) ? { ...state, timeline, position, day: Math.round(position) } : { ...state, timeline: null };
  }

  override set(patch: Partial<State>): void {
    this.own.set(patch);
  }

  override watch(keys: readonly (keyof State)[], run: (state: State) => void): () => void {
    return this.own.watch([...keys, "compared"], ({ compared }) => {
      if (compared !== null) run(this.get());
    });
  }
}
