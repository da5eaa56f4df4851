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
