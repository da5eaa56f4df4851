/** The mentions of a report as the server says them, and what follows from a decision before the server has answered. */

/** Longitude and latitude in degrees. */
export interface Spot {
  name: string;
  kind: string;
  longitude: number;
  latitude: number;
}

export interface Candidate extends Spot {
  number: number;
  key: number;
  country_code: string;
  precision: string;
  score: string;
  reasons: string[];
}

export interface Row {
  id: string;
  text: string;
  name: string;
  likeness: string;
  status: string;
  status_shown: string;
  precision: string;
  is_waiting: boolean;
  is_decided: boolean;
  place: Spot | null;
  decided_by: string;
  candidates: Candidate[];
  conflicts: string[];
  seen: string;
}

const SHOWN: Record<string, string> = { accepted: "Accepted", corrected: "Corrected", rejected: "Rejected", ambiguous: "Ambiguous", unknown: "Unknown" };

/** The row as it will be once it is decided; `place` null is no place. */
export function decided(row: Row, status: "accepted" | "corrected" | "rejected", place: Spot | null): Row {
  return { ...row, status, status_shown: SHOWN[status] ?? status, place, is_waiting: false, is_decided: true, decided_by: "you" };
}

/** The row as it will be once its decision is taken back: as doubtful as it was, nothing chosen. */
export function reopened(row: Row): Row {
  const status = row.candidates.length > 0 ? "ambiguous" : "unknown";
  return { ...row, status, status_shown: SHOWN[status] ?? status, place: null, is_waiting: true, is_decided: false, decided_by: "" };
}

/** The next mention that waits after this one, going round; the same one where no other does. */
export function nextWaiting(rows: readonly Row[], id: string): string {
  const at = rows.findIndex((row) => row.id === id);
  const round = [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0))];
  return round.find((row) => row.is_waiting)?.id ?? id;
}

/** The mention so many before or after this one; the first and the last are the ends. */
export function step(rows: readonly Row[], id: string, by: number): string {
  const at = rows.findIndex((row) => row.id === id);
  return rows[Math.min(Math.max(at + by, 0), rows.length - 1)]?.id ?? id;
}

/** The other mentions of the same name that wait. */
export function alike(rows: readonly Row[], row: Row): Row[] {
  return rows.filter((one) => one.is_waiting && one.id !== row.id && one.likeness === row.likeness);
}

export function waiting(rows: readonly Row[]): number {
  return rows.filter((row) => row.is_waiting).length;
}
