import { expect, test } from "vitest";
import { isDay, readAddress, writeAddress, type Address } from "../src/url";

const nothing: Address = { date: "", lens: "", known: "now", place: "", at: "", window: 1, compare: "", differ: false, attacker: "", type: "", source: "", grading: "", z: null, lat: null, lng: null };

test.each<Address>([
  nothing,
  { ...nothing, date: "2024-12-01" },
  { ...nothing, lens: "government", known: "then" },
  { ...nothing, date: "2024-11-30", known: "2024-12-02" },
  { ...nothing, place: "maarat-al-numan" },
  { ...nothing, window: 0 },
  { ...nothing, compare: "2024-11-27", differ: true },
  { ...nothing, compare: "government" },
  { ...nothing, window: 30 },
  { ...nothing, date: "2024-11-30", lens: "opposition", known: "then", place: "aleppo", z: 8.25, lat: 36.2012, lng: -37.16 },
  { ...nothing, at: "36.7123,-35.1" },
  { ...nothing, attacker: "russia,unknown", type: "air-strike", source: "sohr", grading: "fair,weak" },
  { ...nothing, z: 0, lat: 0, lng: 0 },
])("an address that is written and read again is the same: %j", (address) => {
  expect(readAddress(writeAddress(address))).toEqual(address);
});

test("defaults leave no trace in the address", () => {
  expect(writeAddress(nothing)).toBe("");
  expect(writeAddress(nothing, "date=2024-12-01&known=then&z=8")).toBe("");
});

test("parameters of others are kept", () => {
  expect(writeAddress({ ...nothing, date: "2024-12-01" }, "lang=ar")).toBe("lang=ar&date=2024-12-01");
});

test.each([
  ["date=2024-02-30", "date"],
  ["date=yesterday", "date"],
  ["date=20241201", "date"],
  ["lens=%3Cscript%3E", "lens"],
  ["lens=../secrets", "lens"],
  ["known=never", "known"],
  ["known=2024-02-30", "known"],
  ["place=a%20b", "place"],
  ["window=0", "window"],
  ["window=-7", "window"],
  ["window=99999", "window"],
  ["z=99", "z"],
  ["z=1e1", "z"],
  ["lat=91", "lat"],
  ["lng=NaN", "lng"],
  ["lng=", "lng"],
  ["attacker=russia,,x", "attacker"],
  ["type=<b>", "type"],
  ["at=36.7", "at"],
  ["at=190,35", "at"],
])("what makes no sense is left at its default: %s", (query, key) => {
  expect(readAddress(query)[key as keyof Address]).toEqual(nothing[key as keyof Address]);
});

test("a day is a real day of the calendar", () => {
  expect(isDay("2024-02-29")).toBe(true);
  expect(isDay("2023-02-29")).toBe(false);
  expect(isDay("2024-12-1")).toBe(false);
});
