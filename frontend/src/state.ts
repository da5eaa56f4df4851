/** The one state that all views share, and the tiny store that holds it. */
import type { Archive } from "./archive";
import type { Clock } from "./clock";
import type { Compare, Compared } from "./compare";
import type { Apart } from "./lens-apart";
import type { Release } from "./records";
import { NO_FILTER, type StrikeFilter } from "./strike-filter";
import type { Timeline } from "./timeline";

export type { Clock } from "./clock";

export type Phase = "loading" | "ready" | "empty" | "offline" | "failed";
export type Sheet = "peek" | "half" | "full";

export interface View {
  zoom: number;
  latitude: number;
  longitude: number;
}

export interface State {
  /** `empty`: nothing has been published yet. `offline`: the network failed. `failed`: files came, but wrong. */
  phase: Phase;
  /** What went wrong, for those who can mend it. */
  problem: string;
  release: Release | null;
  /** Claims, strikes and evidence, as far as they have come. */
  archive: Archive | null;
  /** How many files of the archive have come: a change means that there is more to tell. */
  told: number;
  /** What is drawn. While another lens is on its way this is still the old one. */
  timeline: Timeline | null;
  /** A timeline is on its way. */
  busy: boolean;
  /** How many pieces of timelines have come. */
  pieces: number;
  /** Without network: when the release was published (ISO 8601) that an earlier visit has kept. Null: the network answered. */
  kept: string | null;
  /** A chosen lens, clock or day could not be fetched. */
  missed: { lens: string; clock: Clock; day: number | null } | null;
  /** What the reader asked for; `timeline` says what is drawn. */
  lens: string;
  clock: Clock;
  /** Days since the theatre's first day, fractional while the front moves. */
  position: number;
  /** The day that is named and listed: the nearest whole one. */
  day: number;
  /** Where the hand is while the days there are on their way; `position` stays where the map was drawn last. */
  sought: number | null;
  playing: boolean;
  /** A hand is on the time line: what takes long waits until it rests. */
  held: boolean;
  /** What the reader compares with, and that once it is in hand. */
  compare: Compare | null;
  compared: Compared | null;
  /** Where two maps part, as a share of the width; and whether what differs is marked on one instead. */
  divide: number;
  difference: boolean;
  /** Beside a timeline of what was known that day: that of what is known today. */
  today: Timeline | null;
  /** How far each lens is from the first one, once that is in hand for a day; and whether the reader looks at the choice of lenses. */
  apart: { day: number; clock: Clock; lenses: ReadonlyMap<string, Apart> } | null;
  choosing: boolean;
  /** Days a second. */
  speed: number;
  /** Play begins anew at the end. */
  loop: boolean;
  /** Strikes of so many days up to the one shown are shown; 0: all since the first. */
  window: number;
  /** Slug of the place whose claims are shown. */
  place: string | null;
  /** A spot of ground that is asked about, longitude and latitude in degrees; shown where no place is chosen. */
  spot: readonly [longitude: number, latitude: number] | null;
  /** Which strikes are shown. */
  filter: StrikeFilter;
  /** Slug of the place about which the reader reports an error: the form is open. */
  reporting: string | null;
  /** Null: the whole theatre is in view. */
  view: View | null;
  sheet: Sheet;
  dark: boolean;
}

export function initialState(): State {
  return {
    phase: "loading",
    problem: "",
    release: null,
    archive: null,
    told: 0,
    timeline: null,
    busy: false,
    pieces: 0,
    kept: null,
    missed: null,
    lens: "",
    clock: "now",
    position: 0,
    day: 0,
    sought: null,
    playing: false,
    held: false,
    compare: null,
    compared: null,
    divide: 0.5,
    difference: false,
    today: null,
    apart: null,
    choosing: false,
    speed: 1,
    loop: false,
    window: 1,
    place: null,
    spot: null,
    filter: NO_FILTER,
    reporting: null,
    view: null,
    sheet: "half",
    dark: false,
  };
}

type Watcher = { keys: readonly (keyof State)[]; run: (state: State) => void };

export class Store {
  private state: State;
  private watchers: Watcher[] = [];

  constructor(state: State = initialState()) {
    this.state = state;
  }

  get(): Readonly<State> {
    return this.state;
  }

  /** Change some of the state; watchers of what really changed run once each, in the order they came. */
  set(patch: Partial<State>): void {
    const before = this.state;
    const changed = (Object.keys(patch) as (keyof State)[]).filter((key) => patch[key] !== before[key]);
    if (changed.length === 0) return;
    this.state = { ...before, ...patch };
    for (const watcher of [...this.watchers]) {
      if (watcher.keys.some((key) => changed.includes(key))) watcher.run(this.state);
    }
  }

  /** Run now, and again whenever one of `keys` changes. Returns how to stop. */
  watch(keys: readonly (keyof State)[], run: (state: State) => void): () => void {
    const watcher = { keys, run };
    this.watchers.push(watcher);
    run(this.state);
    return () => {
      this.watchers = this.watchers.filter((other) => other !== watcher);
    };
  }
}
