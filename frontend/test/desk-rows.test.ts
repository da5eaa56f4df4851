import { expect, test } from "vitest";
import { alike, decided, nextWaiting, reopened, type Row, step, waiting } from "../src/desk/rows";

const hama = { name: "Hama", kind: "city", longitude: 36.75, latitude: 35.13 };

function row(id: string, changes: Partial<Row> = {}): Row {
  const plain = { id, text: "Hama", name: "Hama", likeness: "hama (city)", status: "ambiguous", status_shown: "Ambiguous", precision: "" };
  return { ...plain, is_waiting: true, is_decided: false, place: null, decided_by: "", candidates: [], conflicts: [], seen: "", ...changes };
}

const done = { is_waiting: false, is_decided: true };

test("the next mention that waits is looked for round the report", () => {
  const rows = [row("a"), row("b", done), row("c")];
  expect(nextWaiting(rows, "a")).toBe("c");
  expect(nextWaiting(rows, "c")).toBe("a");
  expect(nextWaiting([row("a", done)], "a")).toBe("a");
});

test("steps end at the first and the last mention", () => {
  const rows = [row("a"), row("b")];
  expect([step(rows, "a", -1), step(rows, "a", 1), step(rows, "b", 1)]).toEqual(["a", "b", "b"]);
});

test("a decision taken back waits again, as doubtful as it was", () => {
  const settled = decided(row("a"), "corrected", hama);
  expect([settled.status_shown, settled.place, waiting([settled])]).toEqual(["Corrected", hama, 0]);
  expect(reopened(settled)).toMatchObject({ status: "unknown", place: null, is_waiting: true, decided_by: "" });
  const candidate = { ...hama, number: 0, key: 1, country_code: "SY", precision: "", score: "0.9", reasons: [] };
  expect(reopened({ ...settled, candidates: [candidate] }).status).toBe("ambiguous");
});

test("alike are the others of the same likeness that wait", () => {
  const rows = [row("a"), row("b"), row("c", done), row("d", { likeness: "hama (airport)" })];
  expect(alike(rows, rows[0]!).map((one) => one.id)).toEqual(["b"]);
});
