/** A place's whole history: who held it, day after day, as stretches of days that are alike. */
import type { Piece, PlaceState } from "./piece";

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
