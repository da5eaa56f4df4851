/** Which strikes are shown, and where their marks stand. Offsets are pixels. */
import { atLeast, isTotal, killedCivilians } from "./casualties";
import { isKnownDay, isKnownOn } from "./clock";
import { clockOf } from "./context";
import { daysFrom } from "./dates";
import { strikeLook, strikeRadius, type StrikeLook } from "./marks";
import { options } from "./options";
import { toPlane } from "./plane";
import type { Place, Strike } from "./records";
import type { Clock, State } from "./state";
import { isFiltering, passing } from "./strike-filter";

const NONE: readonly Strike[] = [];
/** Strikes by the days that they touch, looked up once for all of a release's. */
const byDay = new WeakMap<readonly Strike[], Map<string, Strike[]>>();

/** Strikes that touch a day, as the clock knows them. */
export function strikesOn(strikes: readonly Strike[], day: string, clock: Clock): Strike[] {
  return touchingOn(strikes, day).filter((strike) => isKnownOn(strike.knownOn, clock, day));
}

function touchingOn(strikes: readonly Strike[], day: string): readonly Strike[] {
  let days = byDay.get(strikes);
  if (!days) {
    days = new Map();
    for (const strike of strikes) {
      for (const one of daysFrom(strike.dateStart, strike.dateEnd)) {
        const there = days.get(one);
        if (there) there.push(strike);
        else days.set(one, [strike]);
      }
    }
    byDay.set(strikes, days);
  }
  return days.get(day) ?? NONE;
}

/** The first day whose strikes are shown. */
export function firstStrikeDay(state: Pick<State, "window" | "day">): number {
  return state.window === 0 ? 0 : Math.max(state.day - state.window + 1, 0);
}

type Selecting = Pick<State, "archive" | "timeline" | "day" | "clock" | "filter" | "window">;
let selected: { key: readonly unknown[]; strikes: readonly Strike[] } = { key: [], strikes: NONE };

/** The strikes that the state shows: those of its day, or of its window of days, that pass its filter. The same list as long as they are the same. */
export function selectStrikes(state: Selecting): readonly Strike[] {
  const all = state.archive?.strikes ?? NONE;
  const { timeline, day, filter } = state;
  const [first, clock] = [firstStrikeDay(state), clockOf(state as State)];
  const key = [all, timeline, first, day, clock, filter];
  if (!key.every((part, i) => part === selected.key[i])) {
    // A strike of several days is one strike; what is known by the last day counts.
    const touching = new Set<Strike>();
    for (let one = first; timeline && one <= day; one++) for (const strike of touchingOn(all, timeline.dateOf(one))) touching.add(strike);
    const known = (strike: Strike): boolean => isKnownOn(strike.knownOn, clock, timeline!.dateOf(day));
    const wanted = passing(filter);
    selected = { key, strikes: [...touching].filter((strike) => known(strike) && wanted(strike)) };
  }
  return selected.strikes;
}

/** How many strikes that pass the filter are told of each day; null where nothing is filtered, or they are not here yet. */
export function filteredPerDay(state: Pick<State, "archive" | "release" | "timeline" | "clock" | "filter">): number[] | null {
  const { archive, release, filter } = state;
  if (!archive || !release || !isFiltering(filter) || archive.strikes.length === 0) return null;
  const number = new Map(release.days.map((day, i) => [day, i]));
  const counts = release.days.map(() => 0);
  const wanted = passing(filter);
  const clock = clockOf(state as State);
  for (const strike of archive.strikes) {
    const day = number.get(clock === "now" ? strike.dateStart : strike.knownOn);
    if (day !== undefined && wanted(strike) && (!isKnownDay(clock) || strike.knownOn <= clock)) counts[day]! += 1;
  }
  return counts;
}

export interface StrikeMark {
  strikes: readonly Strike[];
  /** Slug of the place at which it stands. */
  place: string;
  look: StrikeLook;
  /** How many people were killed at the least; null: nothing is known. */
  least: number | null;
  /** In the plane of the mesh. */
  x: number;
  y: number;
  /** Offset from there: several at one place stand around it, none hiding another. */
  dx: number;
  dy: number;
}

/** How large marks are at a zoom: zoomed out, neighbours need the room. */
export function markSize(zoom: number): number {
  return Math.min(Math.max(0.7 + (zoom - 7) * 0.3, 0.7), 1);
}

/** Whether a place is so wide that a strike "there" could be anywhere in it. */
function isVague(place: Place): boolean {
  return place.kind === "province" || place.kind === "district" || place.kind === "area";
}

function looksOf(strikes: readonly Strike[], place: Place, size: number): StrikeMark[] {
  const at = toPlane(place.longitude, place.latitude);
  return strikes.map((strike) => {
    const look = strikeLook(strike, killedCivilians(strike), isTotal(strike));
    const vague = isVague(place);
    return { strikes: [strike], place: place.slug, look: { ...look, vague, radius: look.radius * size, high: look.high * size }, least: atLeast([strike]), ...at, dx: 0, dy: 0 };
  });
}

/** Put marks around a dot, each on a spot of its own, the largest first from the upper right. */
export function fan<T extends Pick<StrikeMark, "look" | "dx" | "dy" | "strikes">>(given: readonly T[], dotRadius: number): T[] {
  const marks = [...given].sort((a, b) => b.look.radius - a.look.radius || (a.strikes[0]!.id < b.strikes[0]!.id ? -1 : 1));
  const reach = (mark: T): number => Math.max(mark.look.radius * 1.2 + 3, mark.look.high) + 1;
  const taken: { x: number; y: number; r: number }[] = [{ x: 0, y: 0, r: dotRadius + 4 }];
  for (const mark of marks) {
    const r = reach(mark);
    let put = false;
    for (let ring = dotRadius + 4 + r; !put; ring += 3) {
      for (let turn = 0; turn < 16 && !put; turn++) {
        const angle = -Math.PI / 4 + (turn % 2 === 0 ? turn / 2 : -(turn + 1) / 2) * (Math.PI / 8);
        const x = ring * Math.cos(angle);
        const y = ring * Math.sin(angle);
        if (taken.some((other) => Math.hypot(other.x - x, other.y - y) < other.r + r)) continue;
        mark.dx = x;
        mark.dy = y;
        taken.push({ x, y, r });
        put = true;
      }
    }
  }
  return marks;
}

/** Several strikes as one mark: it says how many, and of how many killed at the least they tell. */
function together(strikes: readonly Strike[], place: Place, size: number): StrikeMark {
  const least = atLeast(strikes);
  const radius = Math.max(strikeRadius(least), options.strikeRadius + 2) * size;
  const attackers = new Set(strikes.map((strike) => strike.attackers.join(",")));
  const look: StrikeLook = {
    radius,
    high: radius,
    civilians: strikes.some(killedCivilians),
    total: false,
    weak: strikes.every((strike) => strikeLook(strike, false, false).weak),
    vague: isVague(place),
    attackers: attackers.size === 1 ? strikes[0]!.attackers : [],
    count: strikes.length,
  };
  return { strikes, place: place.slug, look, least, ...toPlane(place.longitude, place.latitude), dx: 0, dy: 0 };
}

let laid: { strikes: readonly Strike[] | null; zoom: number; places: unknown; marks: StrikeMark[] } = { strikes: null, zoom: 0, places: null, marks: [] };

/**
 * Marks of some strikes at a zoom, the largest first. Those of places that lie close together on the screen are one mark, and so
 * are more than a few at one place. A strike of which only the country is known has no place on the map.
 */
export function layStrikes(strikes: readonly Strike[], places: ReadonlyMap<string, Place>, zoom: number): readonly StrikeMark[] {
  if (laid.strikes === strikes && laid.zoom === zoom && laid.places === places) return laid.marks;
  const byPlace = new Map<string, Strike[]>();
  for (const strike of strikes) {
    const there = byPlace.get(strike.place);
    if (there) there.push(strike);
    else byPlace.set(strike.place, [strike]);
  }
  const groups = [...byPlace].flatMap(([slug, there]) => {
    const place = places.get(slug);
    return place && place.kind !== "country" ? [{ place, there, ...toPlane(place.longitude, place.latitude) }] : [];
  });
  groups.sort((a, b) => b.there.length - a.there.length || (a.place.slug < b.place.slug ? -1 : 1));
  const size = markSize(zoom);
  const marks = clustered(groups, zoom >= options.zoomOfEveryStrike ? 0 : options.strikeCluster / 2 ** zoom).flatMap((cluster) => {
    const all = cluster.flatMap(({ there }) => there);
    const { place } = cluster[0]!;
    const few = cluster.length === 1 && all.length <= (zoom >= options.zoomOfEveryStrike ? options.strikesAround : options.strikesAroundFar);
    return fan(few ? looksOf(all, place, size) : [together(all, place, size)], options.dotRadius[place.kind] ?? options.dotRadiusOther);
  });
  marks.sort((a, b) => b.look.radius - a.look.radius);
  laid = { strikes, zoom, places, marks };
  return marks;
}

/** Gather points, in their order, with all that lie within a reach of them: a grid of that width knows its neighbours. */
export function clustered<T extends { x: number; y: number }>(points: readonly T[], reach: number): T[][] {
  if (reach <= 0) return points.map((point) => [point]);
  const cell = ({ x, y }: T, dx = 0, dy = 0): string => `${Math.floor(x / reach) + dx},${Math.floor(y / reach) + dy}`;
  const grid = new Map<string, Set<T>>();
  for (const point of points) {
    const there = grid.get(cell(point));
    if (there) there.add(point);
    else grid.set(cell(point), new Set([point]));
  }
  const taken = new Set<T>();
  const clusters: T[][] = [];
  for (const point of points) {
    if (taken.has(point)) continue;
    const found: T[] = [point];
    taken.add(point);
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const other of grid.get(cell(point, dx, dy)) ?? []) {
          if (taken.has(other) || Math.hypot(other.x - point.x, other.y - point.y) > reach) continue;
          taken.add(other);
          found.push(other);
        }
      }
    }
    clusters.push(found);
  }
  return clusters;
}
