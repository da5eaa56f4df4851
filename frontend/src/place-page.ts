/** The panel's page of a place: who holds it, how sure that is and since when, and every claim and strike that says so. */
import { actorName, clockOf, dateOf, type Context } from "./context";
import { dayInWords } from "./dates";
import { button, h } from "./dom";
import { chip } from "./day-page";
import { claimItem, isKnown, isOverruled, lastReported, strikeItem } from "./evidence";
import { historyStrip } from "./history-strip";
import { EXTENDED } from "./named-areas";
import type { Claim, Place } from "./records";
import type { State } from "./state";
import { surenessLine } from "./sureness";
import type { PlaceState } from "./timeline";

function verdict(context: Context, state: State, place: Place, known: PlaceState | undefined): HTMLElement {
  const { words } = context;
  if (EXTENDED.has(place.kind)) return h("p", { class: "verdict" }, words.areaPlace);
  if (!known) {
    const inside = state.release?.network.places.includes(place.slug);
    return h("p", { class: "verdict" }, inside ? words.noState : words.outside);
  }
  if (known.holder === null) return h("p", { class: "verdict" }, chip(state, null, "unknown"), words.unknownHolder);
  const holder = actorName(words, state, known.holder);
  const sentence =
    known.status === "contested" ? words.holdsContested(holder) : known.status === "claimed" ? words.holdsClaimed(holder) : words.holds(holder);
  const contenders = known.contenders.map((slug) => actorName(words, state, slug));
  return h(
    "p",
    { class: "verdict" },
    chip(state, known.holder, known.status),
    h("strong", {}, sentence),
    contenders.length > 0 ? ` ${words.contestedBy(words.list(contenders))}` : null,
    known.doubted ? ` ${words.doubted}` : null,
  );
}

/** The places whose claims a place's page tells of: its own, and those of areas around it. */
export function toldOnPlacePage(state: State): string[] {
  const { archive, timeline, place } = state;
  if (!archive || !timeline || place === null) return [];
  return [place, ...(archive.reasons(timeline, place, state.day)?.evidence ?? []).map(([ref]) => ref.place)];
}

/** What is said while claims are on their way, or when they did not come. */
function waiting(context: Context, state: State, yet: boolean): HTMLElement[] {
  const { words } = context;
  if (!yet) return [];
  if (state.archive?.failed !== true) return [h("p", { class: "none", role: "status" }, words.claimsComing)];
  const again = button({ class: "retry" }, () => {
    state.archive?.tryAgain();
    context.store.set({ told: context.store.get().told + 1 });
  }, words.retry);
  return [h("p", { class: "none", role: "alert" }, words.claimsMissed, " ", again)];
}

export function placePage(context: Context, state: State): HTMLElement[] {
  const { words, store } = context;
  const { release, archive, timeline } = state;
  const place = state.place === null ? undefined : release?.places.get(state.place);
  if (!release || !archive || !timeline || !place) return [];
  const known = timeline.at(state.day).states.get(place.slug);
  const reasons = archive.reasons(timeline, place.slug, state.day);
  const own = archive.claimsAbout(place.slug);
  const evidence = new Map<string, readonly [rule: string, weight: number]>();
  const about = new Map<string, Claim>((own ?? []).map((claim) => [claim.id, claim]));
  for (const [ref, rule, weight] of reasons?.evidence ?? []) {
    const claim = archive.claim(ref);
    if (!claim) continue;
    evidence.set(claim.id, [rule, weight]);
    about.set(claim.id, claim);
  }
  const claims = [...about.values()].filter((claim) => evidence.has(claim.id) || isKnown(state, claim));
  // What counts most first, then the newest.
  const weight = (claim: Claim): number => evidence.get(claim.id)?.[1] ?? -1;
  claims.sort(
    (a, b) =>
      weight(b) - weight(a) ||
      b.dateEnd.localeCompare(a.dateEnd) ||
      b.reportedAt.localeCompare(a.reportedAt) ||
      a.id.localeCompare(b.id),
  );
  const strikes = archive.strikes.filter((strike) => strike.place === place.slug && isKnown(state, strike));
  strikes.sort((a, b) => b.dateStart.localeCompare(a.dateStart) || a.id.localeCompare(b.id));
  const later = [...about.values()].filter((claim) => claim.place === place.slug && claim.dateStart > dateOf(state) && clockOf(state) === "now").length;
  const last = lastReported(state, [...claims, ...strikes]);
  const second = words.nativeFirst ? place.name : place.nameAr;
  const first = words.nativeFirst && place.nameAr !== "" ? place.nameAr : place.name;

  return [
    button({ class: "back" }, () => {
      store.set({ place: null });
    }, h("span", { class: "arrow", "aria-hidden": "true" }, words.direction === "rtl" ? "→" : "←"), ` ${words.back}`),
    h(
      "h3",
      { class: "place-name", tabindex: -1 },
      first,
      second !== "" && second !== first ? h("span", { class: "native", lang: words.nativeFirst ? "en" : "ar" }, ` ${second}`) : null,
      h("span", { class: "kind" }, ` ${words.kinds[place.kind] ?? place.kind}`),
    ),
    verdict(context, state, place, known),
    ...(known && known.holder !== null && reasons ? [surenessLine(context, reasons.confidence, known.since)] : []),
    ...(last !== null && last < dateOf(state) ? [h("p", { class: "none" }, words.noReportSince(dayInWords(last, words.locale)))] : []),
    ...[historyStrip(context, state)].filter((strip) => strip !== null),
    h(
      "section",
      {},
      h("h3", {}, words.claims),
      ...waiting(context, state, own === null || reasons === null),
      ...(claims.length === 0 && own !== null ? [h("p", { class: "none" }, words.noClaims)] : []),
      ...claims.map((claim) => claimItem(context, state, claim, reasons ? evidence : null, isOverruled(claim, known))),
      ...(later > 0 ? [h("p", { class: "none" }, words.claimsLater(later))] : []),
    ),
    ...(context.canReport
      ? [h("p", {}, button({ class: "wrong" }, () => { store.set({ reporting: place.slug }); }, words.reporting.open))]
      : []),
    ...(strikes.length === 0
      ? []
      : [h("section", {}, h("h3", {}, words.strikesThere), ...strikes.map((strike) => strikeItem(context, state, strike, null)))]),
  ];
}
