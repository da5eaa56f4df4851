import { expect, test } from "vitest";
import { ageInWords } from "../src/dates";
import { filesToKeep } from "../src/offline";

const sized = (bytes: number) => ({ "release.json": { bytes }, "timeline-assessed-now-000.json": { bytes }, "claims-0000.json": { bytes } });

test("all of a small release is kept", () => {
  expect(filesToKeep(sized(1000))).toEqual(["release.json", "timeline-assessed-now-000.json", "claims-0000.json"]);
});

test("of a release that would fill a reader's disk only what every picture needs is kept without being looked at", () => {
  expect(filesToKeep(sized(9e6))).toEqual(["release.json"]);
});

test("an age is told in minutes, hours or days", () => {
  const now = new Date("2031-03-20T12:00:00Z");
  expect(ageInWords("2031-03-20T11:58:00Z", now, "en-GB")).toBe("2 minutes ago");
  expect(ageInWords("2031-03-19T12:00:00Z", now, "en-GB")).toBe("24 hours ago");
  expect(ageInWords("2031-03-13T12:00:00Z", now, "en-GB")).toBe("7 days ago");
  expect(ageInWords("2031-03-20T12:05:00Z", now, "en-GB")).toBe("this minute");
  expect(ageInWords("soon", now, "en-GB")).toBe("");
});
