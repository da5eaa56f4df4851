import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { normalise } from "../src/names";
import type { Place } from "../src/records";
import { distance, Gazetteer } from "../src/search";

const golden = JSON.parse(readFileSync(new URL("../../tests/core/golden/names.json", import.meta.url), "utf8")) as Record<string, string>;

test.each(Object.entries(golden))("%s folds to the key that the server folds it to", (name, key) => {
  expect(normalise(name)).toBe(key);
});

test("what is a word of the language's own objects is a name like any other", () => {
  expect(normalise("constructor")).toBe("constructor");
  expect(normalise("__proto__")).toBe("proto");
});

function place(slug: string, name: string, nameAr: string, population: number | null = null): Place {
  return { slug, name, nameAr, kind: "town", longitude: 37, latitude: 36, population, extent: null, precisionM: null };
}

const places = [
  place("maarat", "Maarat al-Numan", "معرة النعمان", 58000),
  place("misrin", "Maarrat Misrin", "معرة مصرين", 17000),
  place("bab", "Al-Bab", "الباب", 63000),
  place("aleppo", "Aleppo", "حلب", 2000000),
  place("kobani", "Ayn al-Arab", "عين العرب", 44000),
  place("najjar", "Sheikh Najjar", "الشيخ نجار"),
];
const names = [["مارات", "marat numan"], [], [], ["halab", "алепо", "halep"], ["kobani", "коbani"], []];
const gazetteer = new Gazetteer(places, names, new Set(["bab"]));
const find = (typed: string): string[] => gazetteer.find(typed, 8).map(({ place: { slug } }) => slug);

test.each([
  ["Ma‘arrat an-Nu‘mān", ["maarat"]],
  ["el bab", ["bab"]],
  ["باب", ["bab"]],
  ["Halep", ["aleppo"]],
  ["Алепо", ["aleppo"]],
  ["kobani", ["kobani"]],
  ["cheikh najar", ["najjar"]],
  ["النعمان", ["maarat"]],
])("%s is found", (typed, slugs) => {
  expect(find(typed)).toEqual(slugs);
});

test("the larger of places that begin alike comes first, and an exact name before both", () => {
  expect(find("maar")).toEqual(["maarat", "misrin"]);
  expect(find("aleppo")[0]).toBe("aleppo");
});

test("a letter wrong is forgiven where nothing else is found, not otherwise", () => {
  expect(find("Alepo")).toEqual(["aleppo"]);
  expect(find("Alpepo")).toEqual(["aleppo"]);
  expect(find("Mnabij")).toEqual([]);
  expect(find("zzzzzz")).toEqual([]);
  expect(find("  ")).toEqual([]);
});

test("distance counts letters and swaps, and gives up beyond what is asked", () => {
  expect(distance("hama", "hama", 2)).toBe(0);
  expect(distance("hmaa", "hama", 2)).toBe(1);
  expect(distance("idlib", "idleb", 2)).toBe(1);
  expect(distance("aleppo", "hama", 2)).toBeGreaterThan(2);
});
