/** Which strikes are shown on a day, and where their marks stand. */
import { isTotal, killedCivilians } from "./casualties";
import { strikeLook, type StrikeLook } from "./marks";
import type { Strike } from "./records";
import type { Clock } from "./state";

/** Strikes that touch a day, as the clock knows them. */
export function strikesOn(strikes: readonly Strike[], day: string, clock: Clock): Strike[] {
  return strikes.filter((strike) => strike.dateStart <= day && day <= strike.dateEnd && (clock === "now" || strike.knownOn <= day));
}

/** The same by place. */
export function strikesByPlace(strikes: readonly Strike[], day: string, clock: Clock): Map<string, Strike[]> {
  const byPlace = new Map<string, Strike[]>();
  for (const strike of strikesOn(strikes, day, clock)) byPlace.set(strike.place, [...(byPlace.get(strike.place) ?? []), strike]);
  return byPlace;
}

export interface StrikeMark {
  strike: Strike;
  look: StrikeLook;
  /** Offset from the place, in pixels: several at one place stand around it, none hiding another. */
  dx: number;
  dy: number;
}

/** How large marks are at a zoom: zoomed out, neighbours need the room. */
export function markSize(zoom: number): number {
  return Math.min(Math.max(0.7 + (zoom - 7) * 0.3, 0.7), 1);
}

/** Marks of strikes at one place: around its dot, each on a spot of its own, the largest first from the upper right. */
export function fan(strikes: readonly Strike[], dotRadius: number, size = 1): StrikeMark[] {
  const marks = strikes
    .map((strike) => {
      const look = strikeLook(strike, killedCivilians(strike), isTotal(strike));
      return { strike, look: { ...look, radius: look.radius * size, high: look.high * size }, dx: 0, dy: 0 };
    })
    .sort((a, b) => b.look.radius - a.look.radius || (a.strike.id < b.strike.id ? -1 : 1));
  const reach = (mark: StrikeMark): number => Math.max(mark.look.radius * 1.2 + 3, mark.look.high) + 1;
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
