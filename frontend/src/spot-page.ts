/** The panel's page of a spot of ground: who holds it, how sure that is, and which places decide it. */
import { actorName, dateOf, knownBy, placeName, type Context } from "./context";
import { chip } from "./day-page";
import { button, h } from "./dom";
import { sourceName } from "./evidence";
import type { Answer, Question } from "./inquiry";
import { toPlane } from "./plane";
import type { Release } from "./records";
import { groundAt, nearest, valueAt, type GroundThere } from "./spot";
import type { State } from "./state";
import type { Timeline } from "./timeline";
import { surenessLine } from "./sureness";
import { nameIn } from "./words";

/** So many places' own claims are told. */
const TOLD = 3;

function verdict(context: Context, state: State, release: Release, there: GroundThere | null): HTMLElement {
  const { words } = context;
  if (there === null) return h("p", { class: "verdict" }, words.outside);
  const unit = new Intl.NumberFormat(words.locale, { style: "unit", unit: "kilometer" });
  if (there.holder === null) return h("p", { class: "verdict" }, chip(state, null, "unknown"), words.spotUnknown(unit.format(release.theatre.supportKm)));
  const holder = actorName(words, state, there.holder);
  const say = there.status === "contested" ? words.spotContested : there.status === "claimed" ? words.holdsClaimed : words.spotHeld;
  const contender = there.contender === null ? null : ` ${words.contestedBy(actorName(words, state, there.contender))}`;
  return h("p", { class: "verdict" }, chip(state, there.holder, there.status), h("strong", {}, say(holder)), contender);
}

function placeButton(context: Context, state: State, slug: string): HTMLElement {
  return button({ class: "place", "data-place": slug }, () => {
    context.store.set({ place: slug });
  }, placeName(context.words, state.release?.places.get(slug), slug));
}

function deciders(context: Context, state: State, { places, others }: Answer): HTMLElement[] {
  const { words } = context;
  const percent = new Intl.NumberFormat(words.locale, { style: "percent" });
  const far = new Intl.NumberFormat(words.locale, { style: "unit", unit: "kilometer", maximumFractionDigits: 0 });
  const rows = places.map((one, i) => {
    const bar = h("i", { class: "weight", "aria-hidden": "true" });
    bar.style.setProperty("--share", `${Math.round(one.weight * 100)}%`);
    const known = state.release?.places.has(one.place) === true;
    const best = [...one.words].sort((a, b) => b.weight - a.weight)[0];
    return h(
      "li",
      {},
      h("div", { class: "what" }, chip(state, one.holder, one.status), known ? placeButton(context, state, one.place) : nameIn(words, one.name, one.nameAr),
        h("span", { class: "about" }, `${percent.format(one.weight)} · ${far.format(one.km)}`)),
      bar,
      i < TOLD && best && best.summary !== ""
        ? h("p", { class: "cause", dir: "auto" }, best.summary, " ", h("span", { class: "source" }, `(${sourceName(words, state, best.source)})`))
        : null,
    );
  });
  return [h("ul", { class: "deciders" }, ...rows), ...(others > 0 ? [h("p", { class: "none" }, words.spotOthers(others))] : [])];
}

function why(context: Context, state: State, question: Question): HTMLElement[] {
  const { words } = context;
  const answer = context.inquiry.ask(question);
  if (answer === "coming") return [h("p", { class: "none", role: "status" }, words.spotAsking)];
  if (answer !== "failed") return deciders(context, state, answer);
  const again = button({ class: "retry" }, () => {
    context.inquiry.tryAgain(question);
  }, words.retry);
  return [h("p", { class: "none", role: "alert" }, words.spotFailed, " ", again)];
}

export function spotPage(context: Context, state: State): HTMLElement[] {
  const { words, store } = context;
  const { release, timeline, spot } = state;
  if (!release || !timeline || spot === null) return [];
  const there = groundAt(context.ground.at(release, timeline, state.day).areas(), release, toPlane(...spot));
  const day = timeline.at(state.day);
  const around = nearest(release, day, spot, TOLD);
  const far = new Intl.NumberFormat(words.locale, { style: "unit", unit: "kilometer", maximumFractionDigits: 0 });
  const angle = new Intl.NumberFormat(words.locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const [first] = around;
  const question: Question = { theatre: release.theatre.slug, spot, date: dateOf(state), lens: timeline.lens, knownBy: knownBy(state), release: release.hash };
  return [
    button({ class: "back" }, () => {
      store.set({ spot: null });
    }, h("span", { class: "arrow", "aria-hidden": "true" }, words.direction === "rtl" ? "→" : "←"), ` ${words.back}`),
    h("h3", { class: "place-name", tabindex: -1 }, first ? words.spotNear(far.format(first.km), placeName(words, first.place, first.place.slug)) : words.spot),
    h("p", { class: "origin" }, words.spotAt(angle.format(spot[1]), angle.format(spot[0]))),
    verdict(context, state, release, there),
    ...(there?.holder ? sure(context, timeline, state, release) : []),
    ...(there === null
      ? []
      : [
          h("section", {}, h("h3", {}, words.spotWhy), ...why(context, state, question)),
          h("section", {}, h("h3", {}, words.spotNearest), h("ul", { class: "nearest" }, ...around.map(({ place, km }) => {
            const known = day.states.get(place.slug);
            return h("li", { class: "what" }, chip(state, known?.holder ?? null, known?.status ?? "unknown"), placeButton(context, state, place.slug), h("span", { class: "about" }, far.format(km)));
          }))),
        ]),
  ];
}

function sure(context: Context, timeline: Timeline, state: State, release: Release): HTMLElement[] {
  const layer = timeline.at(state.day).layers.get("confidence");
  const value = layer && state.spot ? valueAt(release.network, layer, state.spot) : null;
  return value === null ? [] : [surenessLine(context, Math.min(value / release.quantum.confidence, 1), null)];
}
