import { expect, test } from "vitest";
import { killedCivilians, isTotal, total } from "../src/casualties";
import { safeAddress } from "../src/dom";
import { Crossing } from "../src/crossing";
import { overlap, placeLabels } from "../src/labels";
import { strikeLook, strikeRadius } from "../src/marks";
import { options } from "../src/options";
import { contrast, dark, distance, light, mix } from "../src/palette";
import { ease, positionAfter } from "../src/playback";
import { readStrikes } from "../src/statements";
import { fan, strikesOn } from "../src/strikes";
import { sample } from "./sample/make.mjs";

const { strikes } = readStrikes(sample().files["strikes.json"], "strikes.json");

test("several strikes at one place do not hide one another, nor the place", () => {
  const day = strikesOn(strikes, "2031-03-08", "now").filter((strike) => strike.place === "karsova");
  expect(day).toHaveLength(3);
  const twice = [...day, ...day.map((strike) => ({ ...strike, id: `${strike.id}-again` }))];
  const marks = fan(twice.map((strike) => ({ strikes: [strike], look: strikeLook(strike, killedCivilians(strike), isTotal(strike)), dx: 0, dy: 0 })), 5);
  marks.forEach((one, i) => {
    expect(Math.hypot(one.dx, one.dy)).toBeGreaterThanOrEqual(one.look.radius + 5);
    for (const other of marks.slice(i + 1)) {
      expect(Math.hypot(one.dx - other.dx, one.dy - other.dy)).toBeGreaterThanOrEqual(one.look.radius + other.look.radius);
    }
  });
});

test("a strike that was not yet known is not shown as known that day", () => {
  expect(strikesOn(strikes, "2031-03-08", "now").length).toBeGreaterThan(0);
  expect(strikesOn(strikes, "2031-03-08", "then")).toHaveLength(0);
});

test("a mark's area stands for the low figure, within bounds", () => {
  expect(strikeRadius(100) ** 2 / strikeRadius(25) ** 2).toBeCloseTo(4, 9);
  expect(strikeRadius(null)).toBe(options.strikeRadius);
  expect(strikeRadius(0)).toBe(options.strikeRadius);
  expect(strikeRadius(1e9)).toBe(options.strikeRadiusMax);
});

test("figures of groups add up to what is known, and not known is not zero", () => {
  const byId = new Map(strikes.map((strike) => [strike.id, strike]));
  expect(total(byId.get("s1")!.killed)).toEqual({ low: 12, high: 26 });
  expect(total(byId.get("s3")!.killed)).toEqual({ low: null, high: null });
  expect(killedCivilians(byId.get("s1")!)).toBe(true);
  expect(killedCivilians(byId.get("s2")!)).toBe(false);
  expect(isTotal(byId.get("s5")!)).toBe(true);
});

test("no two labels overlap, and the more important one stays", () => {
  const view = { left: 0, top: 0, right: 400, bottom: 300 };
  const wanted = Array.from({ length: 60 }, (_, i) => ({ x: 20 + ((i * 37) % 360), y: 20 + ((i * 53) % 260), radius: 4, width: 70, height: 14 }));
  const placed = placeLabels(wanted, [], view, 3);
  expect(placed[0]?.index).toBe(0);
  expect(placed.length).toBeGreaterThan(10);
  expect(placed.length).toBeLessThan(60);
  placed.forEach(({ box }, i) => {
    for (const other of placed.slice(i + 1)) expect(overlap(box, other.box)).toBe(false);
    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.right).toBeLessThanOrEqual(400);
  });
});

test("only http and https addresses are followed", () => {
  expect(safeAddress("https://example.org/a")).toBe("https://example.org/a");
  expect(safeAddress("javascript:alert(1)")).toBeNull();
  expect(safeAddress("data:text/html,x")).toBeNull();
  expect(safeAddress("/relative")).toBeNull();
  expect(safeAddress("")).toBeNull();
});

test("areas of any two sides stay apart on paper, and strike marks stand out", () => {
  const colours = ["#b0413e", "#3fa38a", "#8fb8de", "#e3b23c"];
  for (const theme of [light, dark]) {
    for (const tint of options.confidenceTints) {
      const drawn = colours.map((colour) => mix(mix(colour, theme.paper, tint), theme.paper, options.areaOpacity));
      drawn.forEach((one, i) => {
        expect(distance(one, theme.paper)).toBeGreaterThan(10);
        for (const other of drawn.slice(i + 1)) expect(distance(one, other)).toBeGreaterThan(10);
      });
    }
    for (const colour of [...colours, theme.paper]) {
      const ground = mix(colour, theme.paper, options.areaOpacity);
      // A mark is ink in a casing: one of the two stands out from any ground.
      expect(Math.max(contrast(theme.ink, ground), contrast(theme.casing, ground))).toBeGreaterThan(3);
    }
  }
});

test("text has contrast AA in both themes", () => {
  for (const theme of [light, dark]) {
    for (const ground of [theme.surface, theme.raised, theme.paper]) {
      for (const text of [theme.ink, theme.soft, theme.accent, theme.alert]) expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test("playing rests on each day, glides between days and ends on the last", () => {
  const beat = options.glide + options.rest;
  expect(positionAfter(0, 2, 9, false)).toBe(2);
  expect(positionAfter(options.rest - 1, 2, 9, false)).toBe(2);
  expect(positionAfter(options.rest + options.glide / 2, 2, 9, false)).toBeCloseTo(2.5, 9);
  expect(positionAfter(beat, 2, 9, false)).toBe(3);
  expect(positionAfter(beat * 99, 2, 9, false)).toBe(9);
  expect(ease(0)).toBe(0);
  expect(ease(1)).toBe(1);
});

test("with reduced motion days step and nothing glides", () => {
  const beat = options.glide + options.rest;
  for (let elapsed = 0; elapsed < beat * 4; elapsed += 50) {
    expect(Number.isInteger(positionAfter(elapsed, 0, 9, true))).toBe(true);
  }
  expect(positionAfter(beat * 3, 0, 9, true)).toBe(3);
});

test("a label stands clear of the front, or not at all", () => {
  const front = new Crossing(400, 300);
  // From north to south, right of the mark; and for the second label on all sides.
  front.add([{ x1: 12, y1: 0, x2: 12, y2: 30 }], { scale: 10, dx: 0, dy: 0 });
  const view = { left: 0, top: 0, right: 400, bottom: 300 };
  const label = { x: 110, y: 150, radius: 4, width: 60, height: 14 };
  const [placed] = placeLabels([label], [], view, 3, front);
  expect(placed!.box.right).toBeLessThan(120 - 4);
  expect(placeLabels([label], [], view, 3)[0]!.box.left).toBeGreaterThan(110);
  const walls = new Crossing(400, 300);
  for (let y = 0; y < 30; y += 1) walls.add([{ x1: 0, y1: y, x2: 40, y2: y }], { scale: 10, dx: 0, dy: 0 });
  expect(placeLabels([label, { ...label, centred: 60 }], [], view, 3, walls)).toEqual([]);
});

test("a label stands on its mark's side of the front", () => {
  const front = new Crossing(400, 300);
  front.add([{ x1: 125, y1: 0, x2: 125, y2: 300 }], { scale: 1, dx: 0, dy: 0 });
  const view = { left: 0, top: 0, right: 400, bottom: 300 };
  const label = { x: 110, y: 150, radius: 4, width: 60, height: 14 };
  // On its own side there is no room: what is free lies beyond the front.
  const taken = [{ left: 0, top: 0, right: 112, bottom: 300 }];
  expect(placeLabels([{ ...label, radius: 12 }], taken, view, 3)[0]!.box.left).toBeGreaterThan(120);
  expect(placeLabels([{ ...label, radius: 12 }], taken, view, 3, front)).toEqual([]);
  expect(placeLabels([{ ...label, x: 125, radius: 12 }], taken, view, 3, front)[0]!.box.left).toBeGreaterThan(125);
});

test("what is drawn outside of the map crosses nothing", () => {
  const front = new Crossing(100, 100);
  front.add([{ x1: -50, y1: -50, x2: 500, y2: -50 }, { x1: 300, y1: 0, x2: 300, y2: 50 }], { scale: 1, dx: 0, dy: 0 });
  expect(front.under({ left: -20, top: -20, right: 120, bottom: 120 })).toBe(false);
  front.add([{ x1: -50, y1: 50, x2: 500, y2: 50 }], { scale: 1, dx: 0, dy: 0 });
  expect(front.under({ left: 90, top: 52, right: 130, bottom: 60 })).toBe(true);
  expect(front.under({ left: 90, top: 62, right: 130, bottom: 70 })).toBe(false);
});

test("where both names find no room, the first stands alone", () => {
  const view = { left: 0, top: 0, right: 100, bottom: 20 };
  const label = { x: 10, y: 10, radius: 3, width: 90, height: 12, alone: 60 };
  expect(placeLabels([label], [], { ...view, right: 200 }, 3)[0]).toMatchObject({ short: false });
  const [placed] = placeLabels([label], [], view, 3);
  expect(placed).toMatchObject({ short: true });
  expect(placed!.box.right - placed!.box.left).toBe(60);
});
