/** Files of claims and strikes -> records. Anything wrong is refused with the file and field named. */
import { readerOf, type Reader } from "./check";
import type { Casualties, Claim, Range, Report, Statement, Strike } from "./records";

function report(reader: Reader): Report {
  return {
    id: reader.at("id").text(true),
    title: reader.at("title").text(),
    source: reader.at("source").text(),
    url: reader.at("url").text(),
    publishedAt: reader.at("published_at").text(),
    isSummary: reader.at("is_summary").flag(false),
  };
}

function statement(reader: Reader): Statement {
  const dateStart = reader.at("date_start").day();
  const reportedAt = reader.at("reported_at").text();
  return {
    id: reader.at("id").text(true),
    place: reader.at("place").slug(),
    dateStart,
    dateEnd: reader.at("date_end").absent ? dateStart : reader.at("date_end").day(),
    datePrecision: reader.at("date_precision").text(),
    reportedAt,
    knownOn: reader.at("known_on").absent ? reportedAt.slice(0, 10) : reader.at("known_on").day(),
    source: reader.at("source").text(),
    via: reader.at("via").text(),
    report: reader.at("report").text(),
    basis: reader.at("basis").text(),
    summary: reader.at("summary").text(),
    quote: reader.at("quote").text(),
    provenance: reader.at("provenance").text(),
  };
}

function claim(reader: Reader): Claim {
  return {
    ...statement(reader),
    actor: reader.at("actor").slug(),
    relation: reader.at("relation").text(true),
    share: reader.at("share").text(),
  };
}

function range(reader: Reader): Range {
  if (reader.absent) return { low: null, best: null, high: null };
  return {
    low: reader.at("low").numberOrNull(0),
    best: reader.at("best").numberOrNull(0),
    high: reader.at("high").numberOrNull(0),
  };
}

function casualties(reader: Reader): Casualties {
  const none: Range = { low: null, best: null, high: null };
  if (reader.absent) return { civilians: none, combatants: none, unknown: none, wording: "" };
  return {
    civilians: range(reader.at("civilians")),
    combatants: range(reader.at("combatants")),
    unknown: range(reader.at("unknown")),
    wording: reader.at("wording").text(),
  };
}

function strike(reader: Reader): Strike {
  return {
    ...statement(reader),
    attackers: reader.at("attackers").listOrNone((item) => item.slug()),
    kind: reader.at("kind").text(),
    weapon: reader.at("weapon").text(),
    target: reader.at("target").text(),
    killed: casualties(reader.at("killed")),
    injured: casualties(reader.at("injured")),
    grading: reader.at("grading").text(),
  };
}

/** Read a file of claims, and the reports that they cite. */
export function readClaims(json: unknown, file: string): { claims: Claim[]; reports: Report[] } {
  const reader = readerOf(json, file);
  return { claims: reader.at("claims").list(claim), reports: reader.at("reports").list(report) };
}

/** Read the strikes, and the reports that they cite. */
export function readStrikes(json: unknown, file: string): { strikes: Strike[]; reports: Report[] } {
  const reader = readerOf(json, file);
  return { strikes: reader.at("strikes").list(strike), reports: reader.at("reports").list(report) };
}
