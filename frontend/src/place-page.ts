/** The panel's page of a place: who holds it, how sure that is and since when, and every claim and strike that says so. */
import { actorName, clockOf, dateOf, type Context } from "./context";
import { dayInWords } from "./dates";
import { button, h } from "./dom";
import { chip } from "./day-page";
import { claimItem, isKnown, lastReported, sinceInWords, strikeItem } from "./evidence";
import { EXTENDED } from "./named-areas";
import type { Claim, Place } from "./records";
import type { State } from "./state";
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
  );
}

function sureness(context: Context, known: PlaceState): HTMLElement {
  const { words } = context;
  const steps = words.confidences;
  const step = Math.min(Math.floor(known.confidence * steps.length), steps.length - 1);
  const meter = h("span", { class: "meter", "aria-hidden": "true" }, ...steps.map((_, i) => h("i", { class: i <= step ? "on" : "" })));
  const percent = new Intl.NumberFormat(words.locale, { style: "percent" }).format(known.confidence);
  return h("p", { class: "sure" }, `${words.confidence}: `, meter, ` ${steps[step] ?? ""} (${percent})`, known.since ? ` · ${sinceInWords(known.since, words)}` : null);
}

export function placePage(context: Context, state: State): HTMLElement[] {
  const { words, store } = context;
  const { release, timeline } = state;
  const place = state.place === null ? undefined : release?.places.get(state.place);
  if (!release || !timeline || !place) return [];
  const known = timeline.at(state.day).states.get(place.slug);
  const evidence = new Map((known?.claims ?? []).map(([claim, rule, weight]) => [claim, [rule, weight] as const]));
  const about: Claim[] = [...release.claims.values()].filter((claim) => claim.place === place.slug || evidence.has(claim.id));
  const claims = about.filter((claim) => evidence.has(claim.id) || isKnown(state, claim));
  // What counts most first, then the newest.
  const weight = (claim: Claim): number => evidence.get(claim.id)?.[1] ?? -1;
  claims.sort(
    (a, b) =>
      weight(b) - weight(a) ||
      b.dateEnd.localeCompare(a.dateEnd) ||
      b.reportedAt.localeCompare(a.reportedAt) ||
      a.id.localeCompare(b.id),
  );
  const strikes = release.strikes.filter((strike) => strike.place === place.slug && isKnown(state, strike));
  strikes.sort((a, b) => b.dateStart.localeCompare(a.dateStart) || a.id.localeCompare(b.id));
  const later = about.filter((claim) => claim.place === place.slug && claim.dateStart > dateOf(state) && clockOf(state) === "now").length;
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
    ...(known && known.holder !== null ? [sureness(context, known)] : []),
    ...(last !== null && last < dateOf(state) ? [h("p", { class: "none" }, words.noReportSince(dayInWords(last, words.locale)))] : []),
    h(
      "section",
      {},
      h("h3", {}, words.claims),
      ...(claims.length === 0 ? [h("p", { class: "none" }, words.noClaims)] : claims.map((claim) => claimItem(context, state, claim, evidence))),
      ...(later > 0 ? [h("p", { class: "none" }, words.claimsLater(later))] : []),
    ),
    ...(strikes.length === 0
      ? []
      : [h("section", {}, h("h3", {}, words.strikesThere), ...strikes.map((strike) => strikeItem(context, state, strike, null)))]),
  ];
}
