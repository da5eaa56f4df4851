/** Ranges of people, added up without making up what nobody said. Null is not known; null is not zero. */
import type { Casualties, Range, Strike } from "./records";

const GROUPS = ["civilians", "combatants", "unknown"] as const;

function lowest(range: Range): number | null {
  return range.low ?? range.best ?? range.high;
}

function highest(range: Range): number | null {
  return range.high ?? range.best ?? range.low;
}

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

/** The low and the high figure over all groups of people. */
export function total(casualties: Casualties): { low: number | null; high: number | null } {
  return {
    low: sum(GROUPS.map((group) => lowest(casualties[group]))),
    high: sum(GROUPS.map((group) => highest(casualties[group]))),
  };
}

/** Whether any civilian is said to be killed. */
export function killedCivilians(strike: Strike): boolean {
  return (highest(strike.killed.civilians) ?? 0) > 0;
}

/** Whether its figures are a total over several days, not one event. */
export function isTotal(strike: Strike): boolean {
  return strike.dateStart !== strike.dateEnd;
}

/**
 * How many people some strikes killed at the least; null when no figure is known. Sources may tell of one strike twice: of those at one
 * place, on one day, of one type only the highest low figure counts, and a total over days counts in place of the days within it,
 * never besides them.
 */
export function atLeast(strikes: readonly Strike[]): number | null {
  const places = new Map<string, { events: Map<string, { of: Strike; low: number }>; totals: { of: Strike; low: number }[] }>();
  let known = false;
  for (const strike of strikes) {
    const { low } = total(strike.killed);
    if (low === null) continue;
    known = true;
    let there = places.get(strike.place);
    if (!there) places.set(strike.place, (there = { events: new Map(), totals: [] }));
    if (isTotal(strike)) {
      there.totals.push({ of: strike, low });
      continue;
    }
    const event = `${strike.dateStart} ${strike.kind}`;
    if (low > (there.events.get(event)?.low ?? -1)) there.events.set(event, { of: strike, low });
  }
  if (!known) return null;
  let least = 0;
  for (const { events, totals } of places.values()) {
    const single = [...events.values()];
    let best = single.reduce((sum, { low }) => sum + low, 0);
    for (const whole of totals) {
      const beyond = single.filter(({ of }) => of.dateStart < whole.of.dateStart || of.dateStart > whole.of.dateEnd);
      best = Math.max(best, whole.low + beyond.reduce((sum, { low }) => sum + low, 0));
    }
    least += best;
  }
  return least;
}
