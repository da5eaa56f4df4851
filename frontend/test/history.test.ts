import { expect, test } from "vitest";
import { historyAddress, readHistory, statesIn, stretches } from "../src/history";
import type { Release } from "../src/records";
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

test("what the site tells of a place is its state on every day, and nothing else is taken", () => {
  const told = {
    stretches: [
      { first: "2031-03-01", days: 2, status: null, holder: null, contenders: [] },
      { first: "2031-03-03", days: 3, status: "contested", holder: "blues", contenders: ["reds"] },
    ],
  };
  expect(readHistory(told, "town", 5).map((one) => one && [one.holder, one.status, ...one.contenders])).toEqual([
    undefined, undefined, ["blues", "contested", "reds"], ["blues", "contested", "reds"], ["blues", "contested", "reds"],
  ]);
  expect(() => readHistory(told, "town", 6)).toThrow("6 days");
  expect(() => readHistory({ stretches: [{ ...told.stretches[1], holder: "<img>" }] }, "town", 3)).toThrow("holder");
});

test("a history is asked of the release, lens and clock that are drawn", () => {
  const release = { hash: "5a3b1e0c9d7f2468", theatre: { slug: "karsova" } } as unknown as Release;
  expect(historyAddress("/api/v1/", release, { lens: "assessed", clock: "then" }, "town")).toBe(
    "/api/v1/theatres/karsova/history/?release=5a3b1e0c9d7f2468&place=town&lens=assessed&clock=then",
  );
});
