/** A place's whole history: who held it, day after day, as stretches of days that are alike. */
import { readerOf } from "./check";
import type { Piece, PlaceState } from "./piece";
import type { Release } from "./records";
import type { Timeline } from "./timeline";

/** A stretch of days on which a place's state shows the same; `state` undefined: it has none, null: those days are not in hand. */
export interface Stretch {
  first: number;
  days: number;
  state: PlaceState | undefined | null;
}

function alike(a: Stretch["state"], b: Stretch["state"]): boolean {
  if (!a || !b) return a === b;
  return a.holder === b.holder && a.status === b.status && a.contenders.join() === b.contenders.join();
}

/** The place's state on each day of a piece. */
export function statesIn(piece: Piece, place: string): (PlaceState | undefined)[] {
  let now: PlaceState | undefined;
  return piece.days.map((day) => {
    if (day.gone.includes(place)) now = undefined;
    now = day.states.find((state) => state.place === place) ?? now;
    return now;
  });
}

/** A place's history as the site tells it, for days whose pieces are not in hand -> the place's state on each of so many days. */
export function readHistory(json: unknown, place: string, days: number): (PlaceState | undefined)[] {
  const reader = readerOf(json, "history");
  const found = reader.at("stretches").list((one) => {
    const status = one.at("status").absent ? null : one.at("status").text(true);
    const state: PlaceState | undefined = status === null ? undefined : {
      place,
      holder: one.at("holder").absent ? null : one.at("holder").slug(),
      status: ["held", "contested", "claimed"].includes(status) ? (status as PlaceState["status"]) : "unknown",
      contenders: one.at("contenders").list((item) => item.slug()),
      since: null,
      doubted: false,
    };
    return new Array<PlaceState | undefined>(one.at("days").number(1, days)).fill(state);
  }).flat();
  return found.length === days ? found : reader.at("stretches").fail(`${days} days`);
}

/** What the site is asked for a place's history: in the release that is drawn, through the lens and by the clock that are drawn. */
export function historyAddress(api: string, release: Release, { lens, clock }: Pick<Timeline, "lens" | "clock">, place: string): string {
  const asked = new URLSearchParams({ release: release.hash, place, lens, clock });
  return `${api}theatres/${encodeURIComponent(release.theatre.slug)}/history/?${asked.toString()}`;
}

/** Gather days that are alike. */
export function stretches(days: readonly Stretch["state"][]): Stretch[] {
  const found: Stretch[] = [];
  days.forEach((state, day) => {
    const last = found.at(-1);
    if (last && alike(last.state, state)) last.days += 1;
    else found.push({ first: day, days: 1, state });
  });
  return found;
}
