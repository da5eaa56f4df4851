import { expect, test } from "vitest";
import { atLeast } from "../src/casualties";
import type { Place, Strike } from "../src/records";
import { initialState, type State } from "../src/state";
import { readStrikes } from "../src/statements";
import { choices, NO_FILTER, passes, toggled, type StrikeFilter } from "../src/strike-filter";
import { clustered, filteredPerDay, layStrikes, selectStrikes } from "../src/strikes";
import { sample } from "./sample/make.mjs";

const template = readStrikes(sample().files["strikes.json"], "strikes.json").strikes[0]!;
const none = { low: null, best: null, high: null };

function strike(changes: Partial<Strike> & { low?: number | null }): Strike {
  const { low = null, ...rest } = changes;
  const killed = { civilians: { low, best: null, high: null }, combatants: none, unknown: none, wording: "" };
  const day = rest.dateStart ?? "2031-03-08";
  return { ...template, id: Math.random().toString(36), place: "karsova", dateStart: day, dateEnd: rest.dateEnd ?? day, kind: "air-strike", killed, ...rest };
}

test("one strike told of twice is counted once, by the higher of its low figures", () => {
  expect(atLeast([strike({ low: 4 }), strike({ low: 7, source: "another" })])).toBe(7);
});

test("strikes at other places, on other days or of other types add up", () => {
  expect(atLeast([strike({ low: 4 }), strike({ low: 3, place: "ostra" }), strike({ low: 2, dateStart: "2031-03-09" }), strike({ low: 1, kind: "shelling" })])).toBe(10);
});

test("a total over days counts in place of the days in it, never besides them", () => {
  const days = [strike({ low: 4 }), strike({ low: 2, dateStart: "2031-03-12" })];
  expect(atLeast([...days, strike({ low: 9, dateStart: "2031-03-07", dateEnd: "2031-03-09" })])).toBe(11);
  expect(atLeast([...days, strike({ low: 1, dateStart: "2031-03-07", dateEnd: "2031-03-09" })])).toBe(6);
});

test("where no figure is known there is none, and a strike without one takes nothing from the others", () => {
  expect(atLeast([strike({}), strike({})])).toBeNull();
  expect(atLeast([strike({}), strike({ low: 4, place: "ostra" })])).toBe(4);
});

function place(slug: string, longitude: number, kind = "town"): [string, Place] {
  return [slug, { slug, name: slug, nameAr: "", kind, longitude, latitude: 40, population: null, extent: null, precisionM: null }];
}

const places = new Map([place("near", 20), place("by", 20.02), place("far", 22), place("land", 21, "country"), place("karsova", 25), place("whole", 23, "province")]);

test("zoomed out close places are one mark with a count and an honest sum; zoomed in each has its own", () => {
  const some = [strike({ place: "near", low: 4 }), strike({ place: "by", low: 7 }), strike({ place: "far", low: 1 })];
  const out = layStrikes(some, places, 7);
  expect(out.map(({ look, least }) => [look.count, least])).toEqual(expect.arrayContaining([[2, 11], [1, 1]]));
  expect(out).toHaveLength(2);
  expect(layStrikes(some, places, 11).map(({ look }) => look.count)).toEqual([1, 1, 1]);
});

test("no strike is lost or doubled by putting them together", () => {
  const many = Array.from({ length: 500 }, (_, i) => strike({ place: ["near", "by", "far", "karsova"][i % 4]!, low: i % 5 }));
  for (const zoom of [5, 7, 9, 12]) {
    const shown = layStrikes(many, places, zoom).flatMap((mark) => mark.strikes.map(({ id }) => id));
    expect(shown.sort()).toEqual(many.map(({ id }) => id).sort());
  }
});

test("a strike of which only the country is known has no mark, one in a province says that it is somewhere in it", () => {
  expect(layStrikes([strike({ place: "land" }), strike({ place: "nowhere" })], places, 8)).toHaveLength(0);
  expect(layStrikes([strike({ place: "whole" })], places, 8)[0]?.look.vague).toBe(true);
});

test("clusters gather what is within reach, and nothing beyond it", () => {
  const points = Array.from({ length: 400 }, (_, i) => ({ x: (i * 37) % 101, y: (i * 53) % 97 }));
  const found = clustered(points, 6);
  expect(found.flat()).toHaveLength(400);
  for (const [first, ...others] of found) for (const { x, y } of others) expect(Math.hypot(x - first!.x, y - first!.y)).toBeLessThanOrEqual(6);
  found.forEach(([first], i) => {
    for (const [other] of found.slice(i + 1)) expect(Math.hypot(other!.x - first!.x, other!.y - first!.y)).toBeGreaterThan(6);
  });
});

test("a filter asks for one of the chosen codes of each kind, and for nothing where none is chosen", () => {
  const by = strike({ attackers: ["russia", "syria"], grading: "fair" });
  const filter = (changes: Partial<StrikeFilter>): StrikeFilter => ({ ...NO_FILTER, ...changes });
  expect(passes(NO_FILTER, by)).toBe(true);
  expect(passes(filter({ attacker: "syria,turkey" }), by)).toBe(true);
  expect(passes(filter({ attacker: "turkey" }), by)).toBe(false);
  expect(passes(filter({ attacker: "syria", grading: "weak" }), by)).toBe(false);
  expect(passes(filter({ attacker: "unknown" }), strike({ attackers: [] }))).toBe(true);
  expect(toggled(toggled(NO_FILTER, "type", "missile"), "type", "drone").type).toBe("drone,missile");
  expect(toggled(filter({ type: "drone" }), "type", "drone")).toEqual(NO_FILTER);
});

test("choices count what the other kinds let pass", () => {
  const some = [strike({ source: "a", grading: "fair" }), strike({ source: "a", grading: "weak" }), strike({ source: "b", grading: "weak" })];
  expect(choices(some, { ...NO_FILTER, grading: "weak", source: "b" }, "source")).toEqual([["a", 1], ["b", 1]]);
  expect(choices(some, { ...NO_FILTER, source: "b" }, "grading")).toEqual([["weak", 1], ["fair", 0]]);
});

test("the map's strikes and the bars' counts follow the filter", () => {
  const strikes = [strike({ source: "a" }), strike({ source: "b" }), strike({ source: "b", dateStart: "2031-03-09" })];
  const days = ["2031-03-08", "2031-03-09"];
  const state = {
    ...initialState(),
    archive: { strikes },
    release: { days },
    timeline: { clock: "now", dateOf: (day: number) => days[day] },
    filter: { ...NO_FILTER, source: "b" },
  } as unknown as State;
  expect(selectStrikes(state).map(({ source }) => source)).toEqual(["b"]);
  expect(selectStrikes(state)).toBe(selectStrikes(state));
  expect(filteredPerDay(state)).toEqual([1, 1]);
  expect(filteredPerDay({ ...state, filter: NO_FILTER })).toBeNull();
});

test("strikes of a window of days are those that touch any of its days, each once, as known by the last", () => {
  const days = ["2031-03-07", "2031-03-08", "2031-03-09"];
  const strikes = [
    strike({ id: "first", dateStart: days[0]!, dateEnd: days[0]!, knownOn: days[0]! }),
    strike({ id: "long", dateStart: days[0]!, dateEnd: days[2]!, knownOn: days[2]! }),
    strike({ id: "last", dateStart: days[2]!, dateEnd: days[2]!, knownOn: "2031-03-10" }),
  ];
  const at = (day: number, window: number, clock: "now" | "then"): string[] =>
    selectStrikes({
      ...initialState(),
      archive: { strikes },
      timeline: { clock, dateOf: (number: number) => days[number] },
      day,
      window,
    } as unknown as State).map(({ id }) => id);
  expect(at(2, 1, "now")).toEqual(["long", "last"]);
  expect(at(2, 2, "now")).toEqual(["long", "last"]);
  expect(at(2, 3, "now").sort()).toEqual(["first", "last", "long"]);
  expect(at(2, 0, "then").sort()).toEqual(["first", "long"]);
  expect(at(1, 0, "then")).toEqual(["first"]);
});
