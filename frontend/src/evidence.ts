/** One claim or strike as a reader sees it: what is said, by whom, of which days, when, and why it counted. */
import { isTotal } from "./casualties";
import { isKnownOn } from "./clock";
import { actorName, clockOf, dateOf, sideName, type Context } from "./context";
import { dayInWords, daysInWords, momentInWords, zoneInWords } from "./dates";
import { h, link } from "./dom";
import type { Casualties, Claim, Range, Statement, Strike } from "./records";
import type { State } from "./state";
import type { PlaceState } from "./timeline";
import { nameIn, type Words } from "./words";

type Node_ = Node | string;

/** Whether a claim or strike is part of what the drawn clock knows on the drawn day. */
export function isKnown(state: State, statement: Statement): boolean {
  const day = dateOf(state);
  return statement.dateStart <= day && isKnownOn(statement.knownOn, clockOf(state), day);
}

function joined(parts: readonly (Node_ | null | "")[]): Node_[] {
  const given = parts.filter((part): part is Node_ => part !== null && part !== "");
  return given.flatMap((part, i) => (i === 0 ? [part] : [" · ", part]));
}

/** "SOHR (monitor, not aligned with a side)". */
export function sourceLine(context: Context, state: State, slug: string): HTMLElement {
  const { words } = context;
  const source = state.release?.sources.get(slug);
  if (!source) return h("span", { class: "source" }, slug);
  const kind = words.sourceKinds[source.kind] ?? source.kind;
  const alignment = source.alignment === "" ? words.unaligned : words.alignment(sideName(words, state, source.alignment));
  const about = source.kind === "background" ? kind : `${kind}${words.comma}${alignment}`;
  return h("span", { class: "source" }, link(nameIn(words, source.name, source.nameAr), source.url), h("span", { class: "about" }, ` (${about})`));
}

export function sourceName(words: Words, state: State, slug: string): string {
  const source = state.release?.sources.get(slug);
  return source ? nameIn(words, source.name, source.nameAr) : slug;
}

/** Who said it, through whom, of which days, when. */
function origin(context: Context, state: State, statement: Statement): HTMLElement {
  const { words } = context;
  const { release } = state;
  const report = state.archive?.reports.get(statement.report);
  const zone = release?.theatre.timeZone ?? "UTC";
  const precision = words.precisions[statement.datePrecision];
  const days = words.dated(daysInWords(statement.dateStart, statement.dateEnd, words.locale));
  const dated = precision && statement.datePrecision !== "range" ? `${days} (${precision})` : days;
  const spoken = momentInWords(statement.reportedAt, zone, words.locale);
  // Records from outside the reports were not "reported" at a moment anyone knows.
  const reported =
    statement.provenance === "report" && spoken !== "" ? words.reported(spoken, zoneInWords(zone, statement.knownOn, words.locale)) : "";
  const via = statement.via !== "" && statement.via !== statement.source ? words.via(sourceName(words, state, statement.via)) : "";
  const provenance = statement.provenance === "report" ? "" : statement.provenance === "gazetteer" ? words.gazetteer : words.background;
  let cited: Node_ = "";
  if (report && report.title !== "") {
    cited = h("cite", {}, h("bdi", {}, link(report.title, report.url)), report.isSummary ? ` (${words.summary})` : null);
  }
  return h("p", { class: "origin" }, ...joined([sourceLine(context, state, statement.source), via, dated, reported, provenance, cited]));
}

/** Whether a claim speaks against who has a doubted place: then it was weighed, and not followed. */
export function isOverruled(claim: Pick<Claim, "actor" | "relation">, known: Pick<PlaceState, "doubted" | "holder"> | undefined): boolean {
  const against = claim.relation === "lost" || claim.relation === "denies";
  return known?.doubted === true && against === (claim.actor === known.holder);
}

/** "Counted: an independent monitor says so (weight 0.85)". */
export function countedInWords([rule, weight]: readonly [rule: string, weight: number], overruled: boolean, words: Words): string {
  const share = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 2 }).format(weight);
  return `${overruled ? words.doubtedClaim : words.counted} ${words.rules[rule] ?? rule} (${words.weight(share)})`;
}

/** A claim, and why it counted in the state of `evidence` (claim id -> rule and weight) or that it did not. */
export function claimItem(
  context: Context,
  state: State,
  claim: Claim,
  evidence: ReadonlyMap<string, readonly [rule: string, weight: number]> | null,
  overruled: boolean,
): HTMLElement {
  const { words } = context;
  const actor = actorName(words, state, claim.actor);
  const said = words.relations[claim.relation]?.(actor) ?? `${claim.relation}: ${actor}`;
  const share = words.shares[claim.share] ?? "";
  const basis = words.bases[claim.basis] ?? claim.basis;
  const item = h(
    "article",
    { class: `claim basis-${/^[a-z]+$/.test(claim.basis) ? claim.basis : "other"}`, "data-claim": claim.id },
    h("h4", {}, said, share === "" ? null : ` (${share})`, " ", h("span", { class: "basis" }, basis)),
    claim.summary === "" ? null : h("p", { class: "said", dir: "auto" }, claim.summary),
    claim.quote === "" ? null : h("blockquote", { dir: "auto" }, claim.quote),
    origin(context, state, claim),
  );
  if (evidence) {
    const counted = evidence.get(claim.id);
    item.append(h("p", { class: "rule" }, counted ? countedInWords(counted, overruled, words) : words.notCounted));
  }
  return item;
}

const numbers = new Map<string, Intl.NumberFormat>();

/** Numbers as a language writes them; making a format takes far longer than using it. */
function numbersIn(locale: string): Intl.NumberFormat {
  let made = numbers.get(locale);
  if (!made) numbers.set(locale, (made = new Intl.NumberFormat(locale)));
  return made;
}

/** "4", "2–5", "at least 7", "up to 9"; empty when nothing is known. */
export function rangeInWords(range: Range, words: Words): string {
  const number = numbersIn(words.locale);
  const { low, best, high } = range;
  if (low !== null && high !== null) return low === high ? number.format(low) : words.span(number.format(low), number.format(high));
  if (low !== null) return words.atLeast(number.format(low));
  if (high !== null) return words.upTo(number.format(high));
  return best === null ? "" : number.format(best);
}

function people(casualties: Casualties, verb: string, words: Words): string {
  const groups = (["civilians", "combatants", "unknown"] as const).flatMap((group) => {
    const range = casualties[group];
    const text = rangeInWords(range, words);
    const one = range.low === 1 && range.high === 1;
    return text === "" ? [] : [words.groups[group](text, one)];
  });
  return groups.length === 0 ? "" : `${words.list(groups)} ${verb}`;
}

/** "4 civilians killed, 54 injured". */
export function casualtiesInWords(strike: Strike, words: Words): string {
  const parts = [people(strike.killed, words.killed, words), people(strike.injured, words.injured, words)].filter((part) => part !== "");
  return parts.length === 0 ? words.casualtiesUnknown : parts.join(words.comma);
}

export function strikeItem(context: Context, state: State, strike: Strike, place: Node | null): HTMLElement {
  const { words } = context;
  const kind = words.strikeKinds[strike.kind] ?? strike.kind;
  const attackers = strike.attackers.map((slug) => actorName(words, state, slug));
  const by = attackers.length > 0 ? words.by(words.list(attackers)) : words.attackerUnknown;
  const said = [strike.killed.wording, strike.injured.wording].filter((text) => text !== "").join("; ");
  const grading = words.gradings[strike.grading] ?? strike.grading;
  return h(
    "article",
    { class: "strike", "data-strike": strike.id },
    h("h4", {}, ...joined([place, `${kind}${words.comma}${by}`]), " ", h("span", { class: "basis" }, grading)),
    h(
      "p",
      { class: "toll" },
      h("strong", {}, casualtiesInWords(strike, words)),
      ` (${sourceName(words, state, strike.source)})`,
      isTotal(strike) ? `${words.comma}${words.total(daysInWords(strike.dateStart, strike.dateEnd, words.locale))}` : null,
    ),
    said === "" ? null : h("p", { class: "origin" }, words.wording(`\u2068${said}\u2069`)),
    strike.summary === "" ? null : h("p", { class: "said", dir: "auto" }, strike.summary),
    strike.quote === "" ? null : h("blockquote", { dir: "auto" }, strike.quote),
    strike.target === "" ? null : h("p", { class: "origin" }, words.target(`\u2068${strike.target}\u2069`)),
    origin(context, state, strike),
  );
}

/** The last day, up to the drawn one, of which a report says anything about a place; null when none does. */
export function lastReported(state: State, statements: readonly Statement[]): string | null {
  const day = dateOf(state);
  let last: string | null = null;
  for (const statement of statements) {
    if (statement.provenance !== "report") continue;
    const of = statement.dateEnd < day ? statement.dateEnd : day;
    if (last === null || of > last) last = of;
  }
  return last;
}

export function sinceInWords(day: string, words: Words): string {
  return words.since(dayInWords(day, words.locale));
}
