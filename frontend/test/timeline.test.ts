import { expect, test } from "vitest";
import { readPiece, type Frame } from "../src/piece";
import type { Actor, PieceFiles, TimelineFiles } from "../src/records";
import { Timeline } from "../src/timeline";

const VERTICES = 4;
const DAYS = 60;
const PIECE_DAYS = 8;
const actors = ["a", "b"].map((slug) => ({ slug }) as Actor);
const frame: Frame = {
  days: Array.from({ length: DAYS }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)),
  quantum: { membership: 1000, confidence: 20, sureness: 1000 },
  network: {
    longitude: new Float64Array(VERTICES),
    latitude: new Float64Array(VERTICES),
    triangles: new Uint32Array(),
    places: ["aleppo", "hama"],
  },
  actors,
  placeSlugs: ["aleppo", "hama"],
};
const files: TimelineFiles = {
  changed: 14,
  pieces: Array.from({ length: Math.ceil(DAYS / PIECE_DAYS) }, (_, n): PieceFiles => ({
    first: n * PIECE_DAYS,
    days: Math.min(PIECE_DAYS, DAYS - n * PIECE_DAYS),
    timeline: `timeline-assessed-now-00${n}.json`,
    evidence: `evidence-assessed-now-00${n}.json`,
  })),
};

/** Layers as they are on a day: every third day one vertex goes over from a to b. */
function layersOn(day: number): Record<string, number[]> {
  const a = [1000, 1000, 1000, 1000];
  const b = [0, 0, 0, 0];
  for (let k = 3; k <= day; k += 3) {
    a[k % 4] = k * 10;
    b[k % 4] = 1000 - k * 10;
  }
  return { "a:held": a, "b:held": b };
}

interface DayJson {
  date: string;
  layers: Record<string, { i: number[]; v: number[] }>;
  states: Record<string, unknown[]>;
  gone: number[];
  named: number[];
  changes: unknown[];
  areas_km2: Record<string, number>;
  front_km: number;
}

function json(number: number): { format: number; layers: string[]; days: DayJson[] } {
  const { first, days } = files.pieces[number]!;
  let before: Record<string, number[]> = { "a:held": [0, 0, 0, 0], "b:held": [0, 0, 0, 0] };
  return {
    format: 2,
    layers: ["a:held", "b:held", "support"],
    days: Array.from({ length: days }, (_, k) => {
      const day = first + k;
      const now = layersOn(day);
      const layers: DayJson["layers"] = {};
      for (const [name, values] of Object.entries(now)) {
        const at = values.flatMap((value, i) => (value === before[name]![i] ? [] : [i]));
        if (at.length > 0) layers[name] = { i: at.map((i, n) => i - (at[n - 1] ?? 0)), v: at.map((i) => values[i]! - before[name]![i]!) };
      }
      before = now;
      const hama = day >= 14 && day < 49;
      const rows = [
        ...(k === 0 ? [[0, 0, 0, [], 0]] : []),
        ...((k === 0 && hama) || day === 14 ? [[1, 1, 1, [0], 14]] : []),
      ] as [number, number, number, number[], number][];
      const places = rows.map(([place]) => place);
      return {
        date: frame.days[day]!,
        layers,
        states: {
          place: places.map((place, n) => place - (places[n - 1] ?? 0)),
          holder: rows.map((row) => row[1]),
          status: rows.map((row) => row[2]),
          contenders: rows.map((row) => row[3]),
          since: rows.map((row) => row[4]),
          doubted: [],
        },
        gone: day === 49 ? [1] : [],
        named: day === 9 ? [1] : [],
        areas_km2: { a: 10, unknown: 1 },
        front_km: 3,
        changes: day === 14 ? [{ place: 1, from: [null, 3], to: [1, 1], claims: [[2], [0, 0]], reported: true }] : [],
      };
    }),
  };
}

function timeline(...numbers: number[]): Timeline {
  const made = new Timeline("assessed", "now", files, frame);
  for (const number of numbers) made.put(number, readPiece(json(number), files.pieces[number]!, frame), [number * PIECE_DAYS]);
  return made;
}

function values(layers: ReadonlyMap<string, Float64Array>): Record<string, number[]> {
  return Object.fromEntries([...layers].filter(([name]) => name !== "support").map(([name, layer]) => [name, [...layer]]));
}

test("any day of any piece is what changed over what was", () => {
  for (let day = 0; day < DAYS; day++) {
    const there = timeline(Math.floor(day / PIECE_DAYS)).at(day);
    expect(there.date).toBe(frame.days[day]);
    expect(values(there.layers)).toEqual(layersOn(day));
    expect(there.states.get("aleppo")).toMatchObject({ holder: "a", status: "held", contenders: [], since: "2024-01-01" });
    expect(there.states.has("hama")).toBe(day >= 14 && day < 49);
  }
  expect(timeline(1).at(14).states.get("hama")).toEqual({ place: "hama", holder: "b", status: "contested", contenders: ["a"], since: "2024-01-15", doubted: false });
  expect(timeline(1).at(9).named).toEqual(["hama"]);
});

test("changes name the claims behind them by their numbers, those of another place too", () => {
  expect(timeline(1).changesOf(14)).toEqual([
    {
      place: "hama",
      from: { holder: null, status: "unknown" },
      to: { holder: "b", status: "contested" },
      claims: [{ place: "hama", number: 2 }, { place: "aleppo", number: 0 }],
      reported: true,
    },
  ]);
});

test("seeking backwards gives the same as seeking from scratch", () => {
  const wandering = timeline(0, 1, 2, 3, 4);
  // Farther than what is kept ready, in both directions.
  for (const day of [39, 2, 38, 30, 37, 0, 31, 7, 39, 12, 1]) {
    const there = wandering.at(day);
    const fresh = timeline(Math.floor(day / PIECE_DAYS)).at(day);
    expect(values(there.layers)).toEqual(values(fresh.layers));
    expect([...there.states]).toEqual([...fresh.states]);
  }
});

test("a moment lies between two days, over the border of two pieces too, and a day itself is that day alone", () => {
  const both = timeline(0, 1);
  expect(both.between(2.5)).toEqual({ first: both.at(2).layers, second: both.at(3).layers, share: 0.5 });
  expect(both.between(7.25)).toEqual({ first: both.at(7).layers, second: both.at(8).layers, share: 0.25 });
  expect(both.between(3)).toEqual({ first: both.at(3).layers, second: both.at(3).layers, share: 0 });
  expect(both.between(-1).first).toBe(both.at(0).layers);
});

test("it knows which pieces a moment is drawn from, and whether they are in hand", () => {
  const one = timeline(1);
  expect(one.needed(7.5)).toEqual([0, 1]);
  expect(one.needed(8)).toEqual([1]);
  expect([one.has(7.5), one.has(8), one.has(14.9), one.has(15), one.has(15.1), one.has(99)]).toEqual([false, true, true, true, false, false]);
  expect(() => one.at(3)).toThrow("2024-01-04 is not in hand");
});

test("of many pieces those near the drawn day and near the hand stay", () => {
  const made = timeline(0, 1, 2, 3, 4, 5);
  made.put(7, readPiece(json(7), files.pieces[7]!, frame), [0, 59]);
  const kept = files.pieces.map((_, number) => made.hasPiece(number));
  expect(kept).toEqual([true, true, true, false, true, true, false, true]);
  expect(kept.filter(Boolean)).toHaveLength(6);
});

test("the opening day is the last one with changes", () => {
  expect(timeline().lastDayWithChanges).toBe(14);
});

test.each<[string, (file: ReturnType<typeof json>) => void, RegExp]>([
  ["an index beyond the network", (file) => { file.days[3]!.layers = { "a:held": { i: [4], v: [1] } }; }, /days\[3\]\.layers\.a:held\.i\[0\]: a whole number from 0 to 3/],
  ["indices that run beyond it", (file) => { file.days[3]!.layers = { "a:held": { i: [1, 3], v: [1, 1] } }; }, /days\[3\]\.layers\.a:held\.i\[1\]: rising numbers below 4/],
  ["an index twice", (file) => { file.days[3]!.layers = { "a:held": { i: [1, 0], v: [1, 1] } }; }, /days\[3\]\.layers\.a:held\.i\[1\]: rising numbers below 4/],
  ["a membership beyond the quantum", (file) => { file.days[3]!.layers = { "a:held": { i: [0], v: [1] } }; }, /days\[3\]\.layers\.a:held\.v: steps that stay between 0 and 1000/],
  ["a membership below nothing", (file) => { file.days[3]!.layers = { "a:held": { i: [0], v: [-1001] } }; }, /days\[3\]\.layers\.a:held\.v: steps that stay between 0 and 1000/],
  ["more indices than values", (file) => { file.days[3]!.layers = { "a:held": { i: [0, 1], v: [1] } }; }, /as many numbers as i \(2\)/],
  ["a layer that the file does not list", (file) => { file.days[3]!.layers = { "z:held": { i: [0], v: [1] } }; }, /layers that the file lists, not "z:held"/],
  ["a day too few", (file) => { file.days.pop(); }, /8 days expected/],
  ["days in another order", (file) => { file.days.reverse(); }, /days\[0\]\.date: 2024-01-01, as in release\.json, expected/],
  ["a status of its own", (file) => { file.days[0]!.states["status"] = [4]; }, /states\.status\[0\]: the number of a status/],
  ["a holder nobody knows", (file) => { file.days[0]!.states["holder"] = [2]; }, /states\.holder\[0\]: the number of an actor/],
  ["a column too short", (file) => { file.days[0]!.states["since"] = []; }, /states\.since: as many rows as place \(1\)/],
  ["a place nobody knows", (file) => { file.days[1]!.gone = [2]; }, /days\[1\]\.gone\[0\]: the number of a place/],
  ["another format", (file) => { file.format = 1; }, /format: format 2 expected/],
])("a piece with %s is refused with the field named", (_, spoil, message) => {
  const file = json(0);
  spoil(file);
  expect(() => readPiece(file, files.pieces[0]!, frame)).toThrow(message);
  expect(() => readPiece(file, files.pieces[0]!, frame)).toThrow(/^timeline-assessed-now-000\.json: /);
});

test("a jump over many days copies what changed once, and shares the rest", () => {
  const made = timeline(1);
  const [first, last] = [made.at(8), made.at(15)];
  expect(values(last.layers)).toEqual(layersOn(15));
  expect(last.layers.get("support")).toBe(first.layers.get("support"));
  expect(last.layers.get("a:held")).not.toBe(first.layers.get("a:held"));
  // The days in between were passed, not made: the first one still is what it was.
  expect(values(first.layers)).toEqual(layersOn(8));
  expect(last.states).not.toBe(first.states);
  expect(made.at(16 - 3).states).toBe(made.at(8).states);
});
