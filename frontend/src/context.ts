/** What every view is handed: the state, the ways to change it, the words, and the ground under the map. */
import { knownUntil } from "./clock";
import { dayInWords } from "./dates";
import type { Ground } from "./ground";
import type { Inquiry } from "./inquiry";
import { dark, light, type Palette } from "./palette";
import type { Playback } from "./playback";
import type { Actor, Place } from "./records";
import type { Clock, State, Store } from "./state";
import { nameIn, type Words } from "./words";

export interface TheatreLink {
  slug: string;
  name: string;
  url: string;
}

export interface Context {
  store: Store;
  playback: Playback;
  words: Words;
  /** The root of the page inside the element. */
  root: HTMLElement;
  ground: Ground;
  /** What the names of a second map's panes end in, where two are compared; empty: the map itself. */
  beside: "" | "-beside";
  inquiry: Inquiry;
  theatres: readonly TheatreLink[];
  /** Ask for the timeline of a lens and clock. */
  choose(lens: string, clock: Clock): void;
  retry(): void;
  /** Where it is told how the map is made; empty: nowhere. */
  about: string;
  /** Whether readers may report errors. */
  canReport: boolean;
  /** Whether motion is unwelcome. */
  still(): boolean;
}

export function paletteOf(state: State): Palette {
  return state.dark ? dark : light;
}

/** The day that is shown, as YYYY-MM-DD; empty before a release is there. */
export function dateOf(state: State): string {
  return state.timeline?.dateOf(state.day) ?? "";
}

/** The last day on which what counts was reported, at what is drawn; null: all that is known today counts. */
export function knownBy(state: State): string | null {
  return knownUntil(clockOf(state), dateOf(state));
}

/** The clock of what is drawn, which while another is on its way is not yet the chosen one. */
export function clockOf(state: State): Clock {
  return state.timeline?.clock ?? state.clock;
}

export function actorOf(state: State, slug: string | null): Actor | undefined {
  return slug === null ? undefined : state.release?.actors.find((actor) => actor.slug === slug);
}

export function actorName(words: Words, state: State, slug: string | null): string {
  if (slug === null) return words.nobody;
  const actor = actorOf(state, slug);
  return actor ? nameIn(words, actor.name, actor.nameAr) : slug;
}

/** The short name, where a language has one. */
export function actorShort(words: Words, state: State, slug: string | null): string {
  const actor = actorOf(state, slug);
  return actor && !words.nativeFirst ? actor.shortName : actorName(words, state, slug);
}

export function placeName(words: Words, place: Place | undefined, slug: string): string {
  return place ? nameIn(words, place.name, place.nameAr) : slug;
}

/** "as known today", "as known on 1 December 2024". */
export function knownInWords(words: Words, clock: Clock, day: string): string {
  const until = knownUntil(clock, day);
  return until === null ? words.knownToday : words.knownThen(dayInWords(until, words.locale));
}

/** What a clock is called where it is chosen. */
export function clockName(words: Words, clock: Clock): string {
  return clock === "now" || clock === "then" ? words.clocks[clock] : words.clockOn(dayInWords(clock, words.locale));
}

/** A side's name: that of its first actor. */
export function sideName(words: Words, state: State, side: string): string {
  const actor = state.release?.actors.find((one) => one.side === side);
  return actor ? actorShort(words, state, actor.slug) : side;
}
