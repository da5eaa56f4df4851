/** What the address says: one table of parameters, read and written by the same rows. */
import { clockFrom, type Clock } from "./clock";
import { isDay } from "./dates";

export { isDay };

export interface Address {
  /** ISO day; empty: the last day with changes. */
  date: string;
  /** Lens slug; empty: the release's first. */
  lens: string;
  /** Or the day by which it was known. */
  known: Clock;
  place: string;
  /** A spot of ground: longitude and latitude in degrees, with a comma between; empty: none. */
  at: string;
  /** Chosen codes of strikes, separated by commas; empty: all. */
  attacker: string;
  /** A day, a lens or `known`: what is compared with; and whether what differs is marked on one map. */
  compare: string;
  differ: boolean;
  /** Strikes of so many days up to the one shown; 0: all so far. */
  window: number;
  type: string;
  source: string;
  grading: string;
  z: number | null;
  lat: number | null;
  lng: number | null;
}

interface Parameter<T> {
  name: string;
  fallback: T;
  /** The value, or undefined when the text says none. */
  parse(text: string): T | undefined;
  serialise(value: T): string;
}

const SLUG = /^[a-z0-9][a-z0-9-]{0,99}$/;

function slug(name: string): Parameter<string> {
  return { name, fallback: "", parse: (text) => (SLUG.test(text) ? text : undefined), serialise: (value) => value };
}

/** Slugs in order, each once, separated by commas. */
function slugs(name: string): Parameter<string> {
  const parse = (text: string): string | undefined => {
    const given = text.split(",");
    return given.length <= 50 && given.every((one) => SLUG.test(one)) ? [...new Set(given)].sort().join(",") : undefined;
  };
  return { name, fallback: "", parse, serialise: (value) => value };
}

function number(name: string, low: number, high: number, digits: number): Parameter<number | null> {
  return {
    name,
    fallback: null,
    parse: (text) => {
      const value = /^-?\d{1,3}(\.\d{1,8})?$/.test(text) ? Number(text) : Number.NaN;
      return value >= low && value <= high ? value : undefined;
    },
    serialise: (value) => String(Number((value ?? 0).toFixed(digits))),
  };
}

const table: { [Key in keyof Address]: Parameter<Address[Key]> } = {
  date: {
    name: "date",
    fallback: "",
    parse: (text) => (isDay(text) ? text : undefined),
    serialise: (value) => value,
  },
  lens: slug("lens"),
  known: {
    name: "known",
    fallback: "now",
    parse: clockFrom,
    serialise: (value) => value,
  },
  place: slug("place"),
  at: {
    name: "at",
    fallback: "",
    parse: (text) => (spotOf(text) === null ? undefined : text),
    serialise: (value) => value,
  },
  compare: slug("compare"),
  differ: { name: "differ", fallback: false, parse: (text) => (text === "1" ? true : undefined), serialise: () => "1" },
  window: {
    name: "window",
    fallback: 1,
    parse: (text) => (text === "all" ? 0 : /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined),
    serialise: (value) => (value === 0 ? "all" : String(value)),
  },
  attacker: slugs("attacker"),
  type: slugs("type"),
  source: slugs("source"),
  grading: slugs("grading"),
  z: number("z", 0, 20, 2),
  lat: number("lat", -85, 85, 4),
  lng: number("lng", -180, 540, 4), // beyond 180 in a theatre across the antimeridian,
};

/** A spot as the address has it -> longitude and latitude in degrees; null where it is none. */
export function spotOf(text: string): readonly [number, number] | null {
  if (!/^-?\d{1,3}(\.\d{1,5})?,-?\d{1,2}(\.\d{1,5})?$/.test(text)) return null;
  const [longitude, latitude] = text.split(",").map(Number) as [number, number];
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 85 ? [longitude, latitude] : null;
}

/** Read an address; what is absent or makes no sense is left at its default. */
export function readAddress(query: string): Address {
  const given = new URLSearchParams(query);
  const address = {} as Record<keyof Address, unknown>;
  for (const key of Object.keys(table) as (keyof Address)[]) {
    const parameter = table[key] as Parameter<unknown>;
    const text = given.get(parameter.name);
    address[key] = (text === null ? undefined : parameter.parse(text)) ?? parameter.fallback;
  }
  return address as unknown as Address;
}

/** Write an address into a query, leaving out defaults and keeping parameters that are not ours. */
export function writeAddress(address: Address, query = ""): string {
  const written = new URLSearchParams(query);
  for (const key of Object.keys(table) as (keyof Address)[]) {
    const parameter = table[key] as Parameter<unknown>;
    if (address[key] === parameter.fallback) written.delete(parameter.name);
    else written.set(parameter.name, parameter.serialise(address[key]));
  }
  return written.toString();
}
