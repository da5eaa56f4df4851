import { expect, test } from "vitest";
import { sayings, turningOf } from "../src/narration";
import type { Holding } from "../src/piece";
import { ar } from "../src/words/ar";
import { en } from "../src/words/en";

const held = (holder: string | null): Holding => ({ holder, status: holder === null ? "unknown" : "held" });
const as = (holder: string, status: Holding["status"]): Holding => ({ holder, status });

test.each([
  [held("government"), held("opposition"), "takes"],
  [held("government"), as("opposition", "contested"), "takesContested"],
  [held("government"), as("opposition", "claimed"), "claims"],
  [held("government"), as("government", "contested"), "nowContested"],
  [as("government", "contested"), held("government"), "settled"],
  [held("government"), as("government", "claimed"), "onlyClaimed"],
  [held("government"), held(null), "lostSight"],
  [held(null), as("opposition", "claimed"), "claims"],
])("a change is told as surely as it is known: %j to %j %s", (from, to, turning) => {
  expect(turningOf({ from, to })).toBe(turning);
});

test("what is alike is said together, what weighs most first", () => {
  const turn = (to: Holding, ...places: string[]): { from: Holding; to: Holding; places: string[] } => ({ from: held("government"), to, places });
  expect(sayings([turn(held("opposition"), "aleppo"), turn(as("opposition", "claimed"), "hama"), turn(held("opposition"), "idlib")])).toEqual([
    { turning: "takes", actor: "opposition", places: ["aleppo", "idlib"] },
    { turning: "claims", actor: "opposition", places: ["hama"] },
  ]);
});

test("a claim is never said to be held", () => {
  expect(en.narration.claims("Opposition", "Hama")).toBe("by one side's word only, Opposition takes Hama");
  expect(ar.narration.claims("المعارضة", "حماة")).toContain("بقول طرف واحد فقط");
});

test("a day is one sentence and who holds how much", () => {
  const ground = en.narration.ground([["Government", "38%"], ["SDF", "17%"]]);
  expect(en.narration.sentence("30 November 2024", ["Opposition takes Aleppo", "Hama with Government, now contested"], 2, ground)).toBe(
    "30 November 2024: Opposition takes Aleppo; Hama with Government, now contested; and changes at 2 other places. Of the mapped ground Government holds 38% and SDF holds 17%.",
  );
});
