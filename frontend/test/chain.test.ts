import { expect, test } from "vitest";
import type { FrontSegment } from "../src/areas";
import { chain } from "../src/chain";

function segment(x1: number, y1: number, x2: number, y2: number, width = 10): FrontSegment {
  return { x1, y1, x2, y2, width, between: [0, 1], owner: 0, triangle: 0 };
}

test("segments that meet are one line, whichever way round they were", () => {
  const lines = chain([segment(2, 0, 1, 0), segment(0, 0, 1, 0), segment(2, 0, 3, 1)]);
  expect(lines).toHaveLength(1);
  const { points } = lines[0]!;
  expect(points.length).toBe(8);
  expect([points.slice(0, 2), points.slice(-2)].sort((a, b) => a[0]! - b[0]!)).toEqual([[0, 0], [3, 1]]);
});

test("a closed line comes back to where it began", () => {
  const [line, ...others] = chain([segment(0, 0, 1, 0), segment(1, 1, 0, 0), segment(1, 0, 1, 1)]);
  expect(others).toHaveLength(0);
  expect(line!.points.slice(0, 2)).toEqual(line!.points.slice(-2));
  expect(line!.points).toHaveLength(8);
});

test("where three lines meet each ends there, and none is lost or drawn twice", () => {
  const lines = chain([segment(0, 0, 1, 0), segment(1, 0, 2, 1), segment(1, 0, 2, -1), segment(2, 1, 3, 1)]);
  expect(lines.map(({ points }) => points.length / 2 - 1).sort()).toEqual([1, 1, 2]);
});

test("each part of a line keeps its width", () => {
  const [line] = chain([segment(1, 0, 4, 0, 40), segment(1, 0, 0, 0, 5)]);
  expect(line!.widths).toEqual(line!.points[0] === 0 ? [5, 40] : [40, 5]);
});
