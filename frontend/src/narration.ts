/** A day in a sentence, for those who listen: what changed, each change as surely as it is known, then who holds how much ground. */
import { actorShort, clockOf, dateOf, knownInWords, placeName, type Context } from "./context";
import { dayInWords } from "./dates";
import { turnsOf } from "./day-page";
import type { State } from "./state";
import type { Change } from "./timeline";
import { nameIn } from "./words";

/** What a change amounts to. Claimed is not taken, and contested ground is not simply held. */
export type Turning = "takes" | "takesContested" | "claims" | "nowContested" | "settled" | "onlyClaimed" | "lostSight";

export interface Saying {
  turning: Turning;
  actor: string;
  places: string[];
}

/** So many sayings, places of each, and actors' shares of the ground are told. */
const SAYINGS = 3;
const PLACES = 2;
const SHARES = 3;

export function turningOf({ from, to }: Pick<Change, "from" | "to">): Turning {
  if (to.holder === null || to.status === "unknown") return "lostSight";
  const isNew = to.holder !== from.holder;
  if (to.status === "claimed") return isNew ? "claims" : "onlyClaimed";
  if (to.status === "contested") return isNew ? "takesContested" : "nowContested";
  return isNew ? "takes" : "settled";
}

/** Put together what is alike, in the order of what weighs most. */
export function sayings(turns: readonly (Pick<Change, "from" | "to"> & { places: readonly string[] })[]): Saying[] {
  const found = new Map<string, Saying>();
  for (const turn of turns) {
    const turning = turningOf(turn);
    const actor = turn.to.holder ?? "";
    const known = found.get(`${turning} ${actor}`);
    if (known) known.places.push(...turn.places);
    else found.set(`${turning} ${actor}`, { turning, actor, places: [...turn.places] });
  }
  return [...found.values()];
}

/** "30 November 2024: Opposition takes Khan Shaykhun and 4 other places; … Government holds 38 % of the ground, …"; empty before there is a day. */
export function narrate(context: Context, state: State): string {
  const { words } = context;
  const { release, timeline } = state;
  if (!release || !timeline?.has(state.day)) return "";
  const day = timeline.at(state.day);
  const lens = release.lenses.find((one) => one.slug === timeline.lens);
  const date = dateOf(state);
  const head = [
    dayInWords(date, words.locale),
    ...(lens && lens !== release.lenses[0] ? [nameIn(words, lens.name, lens.nameAr)] : []),
    ...(clockOf(state) === "now" ? [] : [knownInWords(words, clockOf(state), date)]),
  ].join(words.comma);
  if (state.day === 0) return words.narration.sentence(head, [words.firstDay.replace(/\.$/, "")], 0, "");
  const all = sayings(turnsOf(state, day.changes));
  const told = all.slice(0, SAYINGS).map(({ turning, actor, places }) => {
    const names = places.slice(0, PLACES).map((place) => placeName(words, release.places.get(place), place));
    const others = places.length - names.length;
    return words.narration[turning](actorShort(words, state, actor === "" ? null : actor), words.list([...names, ...(others > 0 ? [words.narration.others(others)] : [])]));
  });
  const left = all.slice(SAYINGS).reduce((sum, { places }) => sum + places.length, 0);
  return words.narration.sentence(head, told.length > 0 ? told : [words.narration.nothing], left, shares(context, state, day.areasKm2));
}

function shares(context: Context, state: State, areas: ReadonlyMap<string, number>): string {
  const { words } = context;
  const whole = [...areas.values()].reduce((sum, km2) => sum + km2, 0);
  const held = [...areas].filter(([actor, km2]) => actor !== "unknown" && km2 > 0).sort((a, b) => b[1] - a[1]).slice(0, SHARES);
  if (whole <= 0 || held.length === 0) return "";
  const percent = new Intl.NumberFormat(words.locale, { style: "percent" });
  return words.narration.ground(held.map(([actor, km2]) => [actorShort(words, state, actor), percent.format(km2 / whole)] as const));
}
