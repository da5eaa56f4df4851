/** The second clock: what was known when. `now` (as known today), `then` (each day as it was known at its end), or by one other day. */
import { isDay } from "./dates";
import type { Release, TimelineFiles } from "./records";

export type KnownDay = `${number}-${number}-${number}`;
export type Clock = "now" | "then" | KnownDay;

/** Whether a clock is another day, by which everything is told: such days no release has, the site is asked for them. */
export function isKnownDay(clock: string): clock is KnownDay {
  return isDay(clock);
}

export function clockFrom(text: string | null): Clock | undefined {
  return text === "now" || text === "then" || (text !== null && isKnownDay(text)) ? text : undefined;
}

/** The last day on which what counts was reported, where `day` is shown; null: all that is known today counts. */
export function knownUntil(clock: Clock, day: string): string | null {
  return clock === "now" ? null : clock === "then" ? day : clock;
}

/** Whether something reported on a day is known when `day` is shown. */
export function isKnownOn(knownOn: string, clock: Clock, day: string): boolean {
  const until = knownUntil(clock, day);
  return until === null || knownOn <= until;
}

/** Whether there is a timeline of a lens and clock. */
export function hasClock(release: Release, lens: string, clock: Clock): boolean {
  return isKnownDay(clock) ? release.days.includes(clock) : release.timelines.get(lens)?.has(clock) === true;
}

/** Where the pieces of a timeline lie. Those known by another day the site derives: as many days in each, at addresses of the API. */
export function filesOf(release: Release, lens: string, clock: Clock, api: string): TimelineFiles | undefined {
  const clocks = release.timelines.get(lens);
  if (!isKnownDay(clock)) return clocks?.get(clock);
  const today = clocks?.get("now");
  if (!today) return undefined;
  const address = (layer: string, first: number): string => {
    const asked = new URLSearchParams({ release: release.hash, date: release.days[first]!, lens, known_by: clock });
    return `${api}theatres/${encodeURIComponent(release.theatre.slug)}/${layer}/?${asked.toString()}`;
  };
  return {
    changed: today.changed,
    pieces: today.pieces.map(({ first, days }) => ({ first, days, timeline: address("timeline", first), evidence: address("evidence", first) })),
  };
}

/** The address of a file of a release; one of the API is whole already. */
export function fileAddress(release: Pick<Release, "base">, name: string): string {
  return /^https?:\/\//.test(name) ? name : release.base + name;
}
