import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Archive } from "../src/archive";
import { readPiece } from "../src/piece";
import { readRelease, type ReleaseFiles } from "../src/release";
import { Timeline } from "../src/timeline";

/** A release written by the server's own code, and what must be read from it of some days; the server's tests hold it too. */
interface Golden {
  hash: string;
  files: Record<string, unknown>;
  days: Record<string, Record<string, Expected>>;
}

interface Expected {
  layers: Record<string, number[]>;
  states: Record<string, { holder: string; status: string; contenders: string[]; since: string; doubted: boolean; confidence: number; evidence: [string, string, number][] }>;
  front_km: number;
}

const golden = JSON.parse(readFileSync(new URL("../../tests/core/golden/release.json", import.meta.url), "utf8")) as Golden;
const release = readRelease(golden.files as unknown as ReleaseFiles, golden.hash, "");

describe.each(Object.keys(golden.days))("%s", (name) => {
  const [lens, clock] = name.split(" ") as [string, "now" | "then"];
  const timeline = new Timeline(lens, clock, release.timelines.get(lens)!.get(clock)!, release);
  const archive = new Archive(release, (file) => Promise.resolve(golden.files[file]), () => undefined);
  timeline.files.pieces.forEach((piece, number) => {
    timeline.put(number, readPiece(golden.files[piece.timeline], piece, release), [0]);
  });

  test.each(Object.keys(golden.days[name]!).map(Number))("day %i is read as the server wrote it", async (day) => {
    const wanted = golden.days[name]![day]!;
    const there = timeline.at(day);
    const nothing = new Float64Array(release.network.longitude.length);
    for (const [layer, values] of Object.entries(wanted.layers)) expect([...(there.layers.get(layer) ?? nothing)], layer).toEqual(values);
    expect(there.frontKm).toBe(wanted.front_km);
    expect([...there.states.keys()].sort()).toEqual(Object.keys(wanted.states).sort());
    await archive.wantClaims(release.placeSlugs);
    await archive.wantEvidence(timeline, day);
    for (const [place, { confidence, evidence, ...shown }] of Object.entries(wanted.states)) {
      expect(there.states.get(place)).toEqual({ place, ...shown });
      const reasons = archive.reasons(timeline, place, day)!;
      expect(reasons.confidence).toBeCloseTo(confidence, 3);
      expect(reasons.evidence.map(([ref, rule, weight]) => [archive.claim(ref)?.id, rule, weight])).toEqual(evidence);
    }
  });
});

test("it has several pieces, and opens on the last day on which anything changed", () => {
  const files = release.timelines.get("assessed")!;
  expect(files.get("now")!.pieces).toHaveLength(3);
  expect(release.days[files.get("now")!.changed]).toBe("2025-01-29");
  expect(release.days[files.get("then")!.changed]).toBe("2025-01-31");
});

test("what its reports tell of is counted by both clocks", () => {
  const day = (date: string): number => release.days.indexOf(date);
  expect(release.reported.get("now")!.claims[day("2025-01-29")]).toBe(1);
  expect(release.reported.get("then")!.claims[day("2025-01-29")]).toBe(0);
  expect(release.reported.get("then")!.claims[day("2025-01-31")]).toBe(1);
});
