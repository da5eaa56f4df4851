import { expect, test } from "vitest";
import { dayAndMonth, dayInWords, daysInWords, momentInWords, monthAndYear, zoneInWords } from "../src/dates";
import { casualtiesInWords, countedInWords, isOverruled, rangeInWords } from "../src/evidence";
import type { Strike } from "../src/records";
import { wordsFor } from "../src/words";
import { ar } from "../src/words/ar";
import { en } from "../src/words/en";

test("dates are in the reader's words", () => {
  expect(dayInWords("2024-12-01", "en-GB")).toBe("1 December 2024");
  expect(dayAndMonth("2024-12-01", "en-GB")).toBe("1 December");
  expect(monthAndYear("2024-12-01", "en-GB")).toBe("Dec 2024");
  // Which spaces stand around the dash is the platform's own affair.
  expect(daysInWords("2024-11-29", "2024-12-01", "en-GB").replace(/\s/g, " ")).toBe("29 November – 1 December 2024");
  expect(daysInWords("2024-12-01", "2024-12-01", "en-GB")).toBe("1 December 2024");
  expect(dayInWords("2024-12-01", "ar-SY")).toContain("كانون الأول");
});

test("moments are told in the theatre's time", () => {
  expect(momentInWords("2024-11-30T22:30:00Z", "Asia/Damascus", "en-GB")).toBe("1 December at 01:30");
  expect(momentInWords("2024-11-30T22:30:00Z", "Not/AZone", "en-GB")).toBe("30 November at 22:30");
  expect(momentInWords("soon", "Asia/Damascus", "en-GB")).toBe("");
  expect(zoneInWords("Asia/Damascus", "2024-12-01", "en-GB")).toBe("Damascus, UTC+3");
});

test("every language has every word, of the same kind", () => {
  for (const [key, value] of Object.entries(en)) {
    const other = (ar as unknown as Record<string, unknown>)[key];
    expect(typeof other, key).toBe(typeof value);
    if (typeof value === "object") expect(Object.keys(other as object).sort(), key).toEqual(Object.keys(value).sort());
  }
  expect(Object.keys(ar).sort()).toEqual(Object.keys(en).sort());
});

test("a language tag chooses the words, its region the form of dates", () => {
  expect(wordsFor("ar").direction).toBe("rtl");
  expect(wordsFor("ar-EG").locale).toBe("ar-EG");
  expect(wordsFor("en-US").locale).toBe("en-US");
  expect(wordsFor("tlh").play).toBe("Play");
  expect(wordsFor("").play).toBe("Play");
});

test("Arabic counts in its own plurals", () => {
  expect(wordsFor("ar").placesMore(1)).toBe("مكان واحد");
  expect(wordsFor("ar").placesMore(2)).toBe("مكانان");
  expect(wordsFor("ar").placesMore(5)).toMatch(/أماكن$/);
  expect(wordsFor("ar").placesMore(50)).toMatch(/مكانًا$/);
});

test("a claim at a doubted place is told with its own rule, and that it is not followed", () => {
  const known = { doubted: true, holder: "government" };
  const lone = { actor: "opposition", relation: "controls" };
  expect(isOverruled(lone, known)).toBe(true);
  expect(isOverruled({ actor: "government", relation: "lost" }, known)).toBe(true);
  expect(isOverruled({ actor: "government", relation: "controls" }, known)).toBe(false);
  expect(isOverruled({ actor: "opposition", relation: "denies" }, known)).toBe(false);
  expect(isOverruled(lone, { ...known, doubted: false })).toBe(false);
  expect(isOverruled(lone, undefined)).toBe(false);
  expect(countedInWords(["monitor", 0.85], false, en)).toBe("Counted: an independent monitor says so (weight 0.85)");
  expect(countedInWords(["monitor", 0.85], true, en)).toBe("Weighed, not followed: an independent monitor says so (weight 0.85)");
  expect(countedInWords(["monitor", 0.85], true, ar)).toContain(ar.rules["monitor"]);
});

test("a range says no more than is known", () => {
  const range = (low: number | null, best: number | null, high: number | null) => rangeInWords({ low, best, high }, en);
  expect(range(4, 4, 4)).toBe("4");
  expect(range(2, 3, 5)).toBe("2–5");
  expect(range(7, null, null)).toBe("at least 7");
  expect(range(7, 7, null)).toBe("at least 7");
  expect(range(null, null, 9)).toBe("up to 9");
  expect(range(null, 300, null)).toBe("300");
  expect(range(0, 0, 0)).toBe("0");
  expect(range(null, null, null)).toBe("");
});

test("casualties are named by who they were, and unknown when nobody said", () => {
  const none = { low: null, best: null, high: null };
  const nobody = { civilians: none, combatants: none, unknown: none, wording: "" };
  const strike = (killed: object, injured: object) => ({ killed: { ...nobody, ...killed }, injured: { ...nobody, ...injured } }) as unknown as Strike;
  const four = { low: 4, best: 4, high: 4 };
  const one = { low: 1, best: 1, high: 1 };
  expect(casualtiesInWords(strike({ civilians: four }, { unknown: { low: 54, best: 54, high: 54 } }), en)).toBe("4 civilians killed, 54 people injured");
  expect(casualtiesInWords(strike({ civilians: one, combatants: { ...four, high: null } }, {}), en)).toBe("1 civilian and at least 4 combatants killed");
  expect(casualtiesInWords(strike({}, {}), en)).toBe("Casualties not known.");
});
