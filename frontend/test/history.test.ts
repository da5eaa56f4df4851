import { expect, test } from "vitest";
import { statesIn, stretches } from "../src/history";
import type { Piece, PlaceState } from "../src/piece";

function state(holder: string | null, status: PlaceState["status"] = "held"): PlaceState {
  return { place: "town", holder, status, contenders: [], since: null, doubted: false };
}

const piece = {
  first: 0,
  layers: [],
  days: [
    { states: [], gone: [] },
    { states: [state("reds"), { ...state("blues"), place: "other" }], gone: [] },
    { states: [], gone: ["other"] },
    { states: [state("blues", "contested")], gone: [] },
    { states: [], gone: ["town"] },
  ],
} as unknown as Piece;

test("a place's state lasts until the day on which another comes, or none any more", () => {
  expect(statesIn(piece, "town").map((one) => one?.holder)).toEqual([undefined, "reds", "reds", "blues", undefined]);
});

test("days that are alike make one stretch, and together they have every day once", () => {
  const days = [...statesIn(piece, "town"), null, null, undefined];
  const found = stretches(days);
  expect(found.map(({ first, days: count }) => [first, count])).toEqual([[0, 1], [1, 2], [3, 1], [4, 1], [5, 2], [7, 1]]);
  expect(found.reduce((sum, { days: count }) => sum + count, 0)).toBe(days.length);
});
