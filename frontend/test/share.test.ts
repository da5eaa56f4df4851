import { expect, test } from "vitest";
import { options } from "../src/options";
import { haste, positionAfter } from "../src/playback";
import { isInView } from "../src/share/data";
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

test("a film of a few days goes as slowly as Play, one of two years ends within a minute", () => {
  expect(haste(9)).toBe(1);
  const last = 768;
  expect(positionAfter(options.filmMost * haste(last), 0, last, false)).toBe(last);
  expect(positionAfter(0.9 * options.filmMost * haste(last), 0, last, false)).toBeLessThan(last);
});
