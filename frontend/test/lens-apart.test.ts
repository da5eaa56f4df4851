import { expect, test } from "vitest";
import { apart } from "../src/lens-apart";
import type { PlaceState } from "../src/timeline";

const release = { actors: [{ slug: "hts", side: "rebels" }, { slug: "sna", side: "rebels" }, { slug: "army", side: "state" }] } as unknown as Parameters<typeof apart>[0];
const states = (held: Record<string, string | null>): Map<string, PlaceState> =>
  new Map(Object.entries(held).map(([place, holder]) => [place, { place, holder } as PlaceState]));

test("places differ where another side, or nobody, is said to hold them", () => {
  const first = states({ aleppo: "hts", hama: "army", idlib: "hts", manbij: "army" });
  expect(apart(release, first, states({ aleppo: "army", hama: "army", idlib: "sna" }))).toEqual({ places: 2, of: 4 });
  expect(apart(release, first, first)).toEqual({ places: 0, of: 4 });
});

test("a place of which neither knows the holder does not differ", () => {
  expect(apart(release, states({ aleppo: null }), states({ hama: null }))).toEqual({ places: 0, of: 2 });
});
