import { expect, test } from "vitest";
import { differing, within, type Mark } from "../src/retouch";

function marks(...given: [id: string, look: string, x: number][]): Map<string, Mark> {
  return new Map(given.map(([id, look, x]) => [id, { id, look, box: { left: x - 5, right: x + 5, top: 0, bottom: 10 } }]));
}

const before = marks(["a", "red", 0], ["b", "red", 20], ["c", "green", 40]);

test("of marks that are as they were nothing is drawn anew", () => {
  expect(differing(before, marks(["c", "green", 40], ["a", "red", 0], ["b", "red", 20]), 10)).toEqual([]);
});

test("a mark that changed, came or went is drawn anew, where it was and where it is", () => {
  const lefts = (after: Map<string, Mark>): number[] => differing(before, after, 10)!.map(({ left }) => left);
  expect(lefts(marks(["a", "red", 0], ["b", "green", 20], ["c", "green", 40]))).toEqual([15, 15]);
  expect(lefts(marks(["a", "red", 0], ["b", "red", 20]))).toEqual([35]);
  expect(lefts(marks(["a", "red", 0], ["b", "red", 20], ["c", "green", 40], ["d", "red", 60]))).toEqual([55]);
});

test("where more changed than is worth it, all is drawn anew", () => {
  expect(differing(before, marks(["d", "red", 0]), 3)).toBeNull();
  expect(differing(before, marks(["d", "red", 0]), 4)).toHaveLength(4);
});

test("a part that is drawn anew begins and ends between pixels of the device", () => {
  const seen: number[][] = [];
  const note = (...corners: number[]): void => { seen.push(corners); };
  const context = { save() {}, restore() {}, beginPath() {}, clip() {}, rect: note, clearRect: note } as unknown as CanvasRenderingContext2D;
  within(context, 1.5, { left: 1.1, top: 2, right: 3.9, bottom: 4.2 }, (part) => {
    expect([part.left, part.top, part.right, part.bottom].every((value) => Number.isInteger(value * 1.5 + 1e-9) || Math.abs(value * 1.5 - Math.round(value * 1.5)) < 1e-9)).toBe(true);
    expect(part.left).toBeLessThanOrEqual(1.1);
    expect(part.right).toBeGreaterThanOrEqual(3.9);
  });
  expect(seen).toHaveLength(2);
  expect(seen[0]).toEqual(seen[1]);
});
