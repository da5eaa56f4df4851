/** A piece of a timeline, and the evidence beside it: what changed on each of its days. Wrong files are refused by file and field. */
import { Malformed, readerOf, type Reader } from "./check";
import type { PieceFiles, Release, Status } from "./records";
import { checkFormat } from "./release";

/** What pieces are read against. */
export type Frame = Pick<Release, "days" | "quantum" | "network" | "actors" | "placeSlugs">;

export interface PlaceState {
  place: string;
  holder: string | null;
  status: Status;
  contenders: readonly string[];
  since: string | null;
  /** Its claims are not followed: the holder is whoever holds the ground around. */
  doubted: boolean;
}

/** Which of a place's claims, from the earliest. */
export interface ClaimRef {
  place: string;
  number: number;
}

export interface Holding {
  holder: string | null;
  status: Status;
}

export interface Change {
  place: string;
  from: Holding;
  to: Holding;
  claims: readonly ClaimRef[];
  /** One of the claims is from a report. */
  reported: boolean;
}

/** Which numbers of an array change, and by how much each. */
export interface Steps {
  at: readonly number[];
  by: readonly number[];
}

export interface RawDay {
  layers: readonly (Steps & { name: string })[];
  states: readonly PlaceState[];
  gone: readonly string[];
  named: readonly string[];
  changes: readonly Change[];
  areasKm2: ReadonlyMap<string, number>;
  frontKm: number;
}

export interface Piece {
  /** Number of its first day. */
  first: number;
  /** Names of the layers that it changes; the others are zero throughout. */
  layers: readonly string[];
  days: readonly RawDay[];
}

/** A claim that a state rests on, the rule that weighed it, its weight. */
export type Reason = readonly [claim: ClaimRef, rule: string, weight: number];

/** Why each state of a piece's days is as it is, as it changes from day to day. */
export interface EvidencePiece {
  first: number;
  days: readonly { confidence: Steps; evidence: readonly { place: string; claims: readonly Reason[] }[] }[];
}

const ALL_STATUSES: readonly Status[] = ["held", "contested", "claimed", "unknown"];
/** `support` counts tenths of a kilometre; it has no quantum. */
const FARTHEST = 1_000_000;

function pick<T>(reader: Reader, items: readonly T[], what: string): T {
  const item = items[reader.number(0)];
  return item === undefined ? reader.fail(`the number of ${what}`) : item;
}

function holder(reader: Reader, frame: Frame): string | null {
  return reader.absent ? null : pick(reader, frame.actors, "an actor").slug;
}

function holding(reader: Reader, frame: Frame): Holding {
  const [who, how] = reader.list((item) => item);
  if (who === undefined || how === undefined) return reader.fail("[actor, status]");
  return { holder: holder(who, frame), status: pick(how, ALL_STATUSES, "a status") };
}

/** `[number]` of a claim about `place`, or `[number, place]` of one about another. */
function claimRef(reader: Reader, place: string, frame: Frame): ClaimRef {
  const [number, about] = reader.list((item) => item);
  if (number === undefined) return reader.fail("[claim] or [claim, place]");
  return { place: about === undefined ? place : pick(about, frame.placeSlugs, "a place"), number: number.number(0) };
}

function steps(reader: Reader, length: number): Steps {
  const at = reader.at("i").gaps(length);
  const by = reader.at("v").integers(-FARTHEST, FARTHEST);
  if (at.length !== by.length) reader.at("v").fail(`as many numbers as i (${at.length})`);
  return { at, by };
}

/** Take steps and check that every number stays between 0 and `most`. */
function take(reader: Reader, { at, by }: Steps, array: Int32Array, most: number): void {
  at.forEach((where, k) => {
    const value = array[where]! + by[k]!;
    if (value < 0 || value > most) reader.at("v").fail(`steps that stay between 0 and ${most}`);
    array[where] = value;
  });
}

function states(reader: Reader, frame: Frame): PlaceState[] {
  const places = reader.at("place").gaps(frame.placeSlugs.length);
  const column = (key: string): Reader[] => {
    const items = reader.at(key).list((item) => item);
    return items.length === places.length ? items : reader.at(key).fail(`as many rows as place (${places.length})`);
  };
  const doubted = new Set(reader.at("doubted").gaps(frame.placeSlugs.length));
  const [holders, statuses, contenders, since] = [column("holder"), column("status"), column("contenders"), column("since")];
  return places.map((place, row) => ({
    place: frame.placeSlugs[place]!,
    holder: holder(holders[row]!, frame),
    status: pick(statuses[row]!, ALL_STATUSES, "a status"),
    contenders: contenders[row]!.list((item) => pick(item, frame.actors, "an actor").slug),
    since: since[row]!.absent ? null : dayFrom(frame.days[0]!, since[row]!.number(-1e6, 1e6)),
    doubted: doubted.has(place),
  }));
}

/** The day so many days after another. */
function dayFrom(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}

/** Check that a file is of the days that the manifest says, and return their readers. */
function daysOf(reader: Reader, file: string, { first, days }: PieceFiles, frame: Frame): Reader[] {
  checkFormat(reader);
  const found = reader.at("days").list((item) => item);
  if (found.length !== days) throw new Malformed(`${file}: days: ${days} days expected, as in release.json`);
  found.forEach((one, k) => {
    const date = frame.days[first + k]!;
    if (one.at("date").day() !== date) one.at("date").fail(`${date}, as in release.json,`);
  });
  return found;
}

/** Read a piece by which the front moves. Raises Malformed naming file and field. */
export function readPiece(json: unknown, files: PieceFiles, frame: Frame): Piece {
  const reader = readerOf(json, files.timeline);
  const days = daysOf(reader, files.timeline, files, frame);
  const vertices = frame.network.longitude.length;
  const place = (item: Reader): string => pick(item, frame.placeSlugs, "a place");
  const layers = reader.at("layers").list((item) => item.text(true));
  const made = new Map(layers.map((name) => [name, new Int32Array(vertices)]));
  const most = (name: string): number => (name === "support" ? FARTHEST : name === "confidence" ? frame.quantum.confidence : frame.quantum.membership);
  return {
    first: files.first,
    layers,
    days: days.map((day): RawDay => ({
      layers: day.at("layers").entries().map(([name, layer]) => {
        const array = made.get(name) ?? day.at("layers").fail(`layers that the file lists, not "${name}",`);
        const found = steps(layer, vertices);
        take(layer, found, array, most(name));
        return { name, ...found };
      }),
      states: states(day.at("states"), frame),
      gone: day.at("gone").list(place),
      named: day.at("named").list(place),
      changes: day.at("changes").list((change) => {
        const slug = place(change.at("place"));
        return {
          place: slug,
          from: holding(change.at("from"), frame),
          to: holding(change.at("to"), frame),
          claims: change.at("claims").list((item) => claimRef(item, slug, frame)),
          reported: change.at("reported").flag(false),
        };
      }),
      areasKm2: new Map(day.at("areas_km2").entries().map(([key, value]) => [key, value.number(0)])),
      frontKm: day.at("front_km").number(0),
    })),
  };
}

/** Read why the states of a piece are as they are. Raises Malformed naming file and field. */
export function readEvidence(json: unknown, files: PieceFiles, frame: Frame): EvidencePiece {
  const reader = readerOf(json, files.evidence);
  const places = frame.placeSlugs;
  const sureness = new Int32Array(places.length);
  return {
    first: files.first,
    days: daysOf(reader, files.evidence, files, frame).map((day) => {
      const confidence = steps(day.at("confidence"), places.length);
      take(day.at("confidence"), confidence, sureness, frame.quantum.sureness);
      const told = day.at("evidence").at("place").gaps(places.length);
      const claims = day.at("evidence").at("claims").list((item) => item);
      if (claims.length !== told.length) day.at("evidence").at("claims").fail(`as many rows as place (${told.length})`);
      const evidence = told.map((number, row) => {
        const place = places[number]!;
        const reasons = claims[row]!.list((item): Reason => {
          const [claim, rule, weight, about] = item.list((part) => part);
          if (claim === undefined || rule === undefined || weight === undefined) return item.fail("[claim, rule, weight]");
          const where = about === undefined ? place : pick(about, places, "a place");
          return [{ place: where, number: claim.number(0) }, rule.text(true), weight.number(0, 1)];
        });
        return { place, claims: reasons };
      });
      return { confidence, evidence };
    }),
  };
}
