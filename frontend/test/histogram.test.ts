import { expect, test } from "vitest";
import { heightOf, topOf } from "../src/histogram";

test("one day far above all others does not flatten them", () => {
  const counts = Array.from({ length: 200 }, (_, i) => (i === 0 ? 1800 : 10 + (i % 20)));
  expect(topOf(counts)).toBeLessThan(40);
  expect(heightOf(1800, topOf(counts))).toBe(1);
});

test("a day with any report has a bar that can be seen, a day without has none", () => {
  expect(heightOf(0, 400)).toBe(0);
  expect(heightOf(1, 400)).toBeGreaterThan(0.05);
  expect(heightOf(200, 400)).toBe(0.5);
  expect(topOf([0, 0])).toBe(1);
});
