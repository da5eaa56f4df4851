import { expect, test } from "vitest";
import { options } from "../src/options";
import { haste, positionAfter } from "../src/playback";
import type { Place, Strike } from "../src/records";
import { addressOf, isInView, strikeFeature } from "../src/share/data";
import { wrapped } from "../src/share/sheet";

const letters = (text: string): number => text.length;

test("a caption breaks between words and loses none", () => {
  expect(wrapped("Places from GeoNames (CC BY 4.0)", 12, letters)).toEqual(["Places from", "GeoNames (CC", "BY 4.0)"]);
  expect(wrapped("incomprehensibilities are few", 10, letters)).toEqual(["incomprehensibilities", "are few"]);
  expect(wrapped("", 10, letters)).toEqual([]);
});

test("a feature is in view when the box around it meets the view", () => {
  const view = [36, 35, 37, 36] as const;
  expect(isInView([36.5, 35.5], view)).toBe(true);
  expect(isInView([35.9, 35.5], view)).toBe(false);
  expect(isInView([[[35, 34], [38, 34], [38, 37], [35, 34]]], view)).toBe(true);
  expect(isInView([[[38, 34], [39, 34], [39, 37], [38, 34]]], view)).toBe(false);
  expect(isInView(null, view)).toBe(false);
});

test("the data in view are asked of the release that is drawn, as known by the day that is drawn", () => {
  const asked = { api: "/api/v1/", theatre: "karsova", release: "5a3b1e0c9d7f2468", date: "2031-03-07", lens: "assessed", knownBy: null };
  expect(addressOf(asked, "areas")).toBe("/api/v1/theatres/karsova/areas/?release=5a3b1e0c9d7f2468&date=2031-03-07&lens=assessed");
  expect(addressOf({ ...asked, knownBy: "2031-03-05" }, "states")).toMatch(/states\/\?.*&known_by=2031-03-05$/);
});

test("a strike is told as the release has it, at its place", () => {
  const none = { low: null, best: null, high: null };
  const people = { civilians: { low: 4, best: null, high: 9 }, combatants: none, unknown: none, wording: "several" };
  const strike = { id: "s", place: "dun", dateStart: "2031-03-04", dateEnd: "2031-03-04", kind: "shelling", attackers: ["republic"], killed: people, injured: people } as unknown as Strike;
  const [feature] = strikeFeature(strike, { name: "Dun", longitude: 21.35, latitude: 40.9 } as Place);
  expect(feature).toMatchObject({ geometry: { coordinates: [21.35, 40.9] }, properties: { id: "s", place_name: "Dun", killed: { civilians: { low: 4, best: null } } } });
  expect(strikeFeature(strike, undefined)).toEqual([]);
});

test("a film of a few days goes as slowly as Play, one of two years ends within a minute", () => {
  expect(haste(9)).toBe(1);
  const last = 768;
  expect(positionAfter(options.filmMost * haste(last), 0, last, false)).toBe(last);
  expect(positionAfter(0.9 * options.filmMost * haste(last), 0, last, false)).toBeLessThan(last);
});
