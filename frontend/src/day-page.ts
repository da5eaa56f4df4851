/** The panel's page of a day: who holds how much, what changed and by whose word, strikes, and every place as a button. */
import { actorName, actorOf, actorShort, placeName, type Context } from "./context";
import { button, h } from "./dom";
import { sourceName, strikeItem } from "./evidence";
import { areasNamedOn, EXTENDED } from "./named-areas";
import type { State } from "./state";
import { selectStrikes } from "./strikes";
import type { Change } from "./timeline";

/** Causing claims shown under a change; the place's own page has them all. */
const CAUSES = 2;
/** Turns of a day whose claims are fetched to be shown; those of the others are a place's page away. */
const TOLD = 12;

/** A chip in an actor's colour; hollow for a claimed place, none for unknown. */
export function chip(state: State, holder: string | null, status: string): HTMLElement {
  const mark = h("span", { class: `chip ${/^[a-z]+$/.test(status) ? status : "unknown"}`, "aria-hidden": "true" });
  const colour = actorOf(state, holder)?.colour;
  if (colour) mark.style.setProperty("--actor", colour);
  return mark;
}

/** "Opposition, contested". */
export function holdingInWords(context: Context, state: State, holding: Change["to"]): string {
  const { words } = context;
  if (holding.holder === null) return words.nobody;
  const name = actorShort(words, state, holding.holder);
  return holding.status === "held" ? name : `${name}${words.comma}${words.statuses[holding.status] ?? holding.status}`;
}

export function placeButton(context: Context, state: State, slug: string, className = "place"): HTMLButtonElement {
  const name = placeName(context.words, state.release?.places.get(slug), slug);
  return button({ class: className, "data-place": slug }, () => {
    context.store.set({ place: slug, sheet: state.sheet === "peek" ? "half" : context.store.get().sheet });
  }, name);
}

/** Changes with the same turn and the same causes, told together. */
interface Turn {
  from: Change["from"];
  to: Change["to"];
  claims: Change["claims"];
  /** A report tells of it. */
  reported: boolean;
  places: string[];
}

/** Group a day's changes; those that reports tell of come first, then those that change who holds, then the greater places. */
export function turnsOf(state: State, changes: readonly Change[]): Turn[] {
  const { release } = state;
  const turns = new Map<string, Turn>();
  for (const { place, from, to, claims, reported } of changes) {
    const key = JSON.stringify([from.holder, from.status, to.holder, to.status, claims]);
    const turn = turns.get(key);
    if (turn) turn.places.push(place);
    else turns.set(key, { from, to, claims, reported, places: [place] });
  }
  const size = (slug: string): number => release?.places.get(slug)?.population ?? 0;
  const weight = (turn: Turn): readonly number[] => [
    Number(turn.reported),
    Number(turn.from.holder !== turn.to.holder),
    Math.max(...turn.places.map(size)),
  ];
  for (const turn of turns.values()) turn.places.sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1));
  return [...turns.values()].sort((a, b) => {
    const [one, other] = [weight(a), weight(b)];
    const at = one.findIndex((value, i) => value !== other[i]);
    return at < 0 ? (a.places[0]! < b.places[0]! ? -1 : 1) : other[at]! - one[at]!;
  });
}

function turnItem(context: Context, state: State, turn: Turn): HTMLElement {
  const { words } = context;
  const claims = turn.claims.slice(0, CAUSES).flatMap((ref) => state.archive?.claim(ref) ?? []);
  const names = turn.places.flatMap((slug, i) => (i === 0 ? [placeButton(context, state, slug)] : [words.comma, placeButton(context, state, slug)]));
  return h(
    "li",
    { class: "change" },
    h(
      "div",
      { class: "what" },
      h("span", {}, ...names),
      h(
        "span",
        { class: "turn" },
        chip(state, turn.from.holder, turn.from.status),
        `${holdingInWords(context, state, turn.from)} ${words.arrow} `,
        chip(state, turn.to.holder, turn.to.status),
        h("b", {}, holdingInWords(context, state, turn.to)),
      ),
    ),
    ...claims.map((claim) =>
      h(
        "p",
        { class: "cause" },
        h("bdi", {}, claim.summary === "" ? (words.relations[claim.relation]?.(actorName(words, state, claim.actor)) ?? claim.relation) : claim.summary),
        " ",
        h("span", { class: "source" }, `(${sourceName(words, state, claim.source)})`),
      ),
    ),
  );
}

/** The places whose claims the page of a day tells of, those of its greatest turns: on a day of collapse there are hundreds. */
export function toldOnDayPage(state: State): string[] {
  const changes = state.day === 0 ? [] : (state.timeline?.changesOf(state.day) ?? []);
  const turns = turnsOf(state, changes).slice(0, TOLD);
  return turns.flatMap((turn) => turn.claims.slice(0, CAUSES).map((ref) => ref.place));
}

/** Ground held by each actor, as one bar and in numbers. */
function ground(context: Context, state: State): HTMLElement | null {
  const { words } = context;
  const areas = state.timeline?.at(state.day).areasKm2;
  if (!areas || areas.size === 0) return null;
  const number = new Intl.NumberFormat(words.locale, { maximumSignificantDigits: 3 });
  const rows = [...(state.release?.actors.map((actor) => actor.slug) ?? []), "unknown"].flatMap((slug) => {
    const km2 = areas.get(slug) ?? 0;
    return km2 > 0 ? [{ slug, km2 }] : [];
  });
  const bar = h("div", { class: "shares", "aria-hidden": "true" });
  const key = h("ul", { class: "key" });
  for (const { slug, km2 } of rows) {
    const part = h("i", { class: slug === "unknown" ? "unknown" : "" });
    part.style.flexGrow = String(km2);
    const colour = actorOf(state, slug)?.colour;
    if (colour) part.style.setProperty("--actor", colour);
    bar.append(part);
    const name = slug === "unknown" ? words.unknownGround : actorShort(words, state, slug);
    key.append(h("li", {}, chip(state, slug, slug === "unknown" ? "unknown" : "held"), h("span", {}, name), h("span", { class: "km2" }, words.area(number.format(km2)))));
  }
  return h("section", { class: "ground", "aria-label": words.areas }, bar, key);
}

/** All places with a state or inside the network, by name, as buttons. */
function places(context: Context, state: State): HTMLElement {
  const { words } = context;
  const release = state.release!;
  const { states } = state.timeline!.at(state.day);
  const inside = new Set(release.network.places);
  const all = [...release.places.values()].filter((place) => inside.has(place.slug) || states.has(place.slug) || EXTENDED.has(place.kind));
  const list = h("ul", { class: "places-list" });
  const fold = h("details", { class: "places" }, h("summary", {}, `${words.places} `, h("span", { class: "count" }, words.placesMore(all.length))), list);
  const fill = (): void => {
    const order = new Intl.Collator(words.locale);
    const named = all.map((place) => ({ place, name: placeName(words, place, place.slug) }));
    named.sort((a, b) => order.compare(a.name, b.name));
    list.replaceChildren(
      ...named.map(({ place }) => {
        const known = states.get(place.slug);
        return h(
          "li",
          {},
          chip(state, known?.holder ?? null, known?.status ?? "unknown"),
          placeButton(context, state, place.slug),
          h("span", { class: "kind" }, known ? holdingInWords(context, state, known) : (words.kinds[place.kind] ?? place.kind)),
        );
      }),
    );
  };
  // Some hundred buttons: made when they are wanted, and for good as long as the reader keeps the list open.
  fold.open = context.root.dataset["places"] === "open";
  if (fold.open) fill();
  fold.addEventListener("toggle", () => {
    context.root.dataset["places"] = fold.open ? "open" : "";
    if (fold.open && list.childElementCount === 0) fill();
  });
  return fold;
}

export function dayPage(context: Context, state: State): HTMLElement[] {
  const { words } = context;
  const { release, timeline } = state;
  if (!release || !timeline) return [];
  const changes = timeline.changesOf(state.day);
  const strikes = selectStrikes({ ...state, window: 1 });
  const named = areasNamedOn(state);
  const share = ground(context, state);
  const none = state.day === 0 ? words.firstDay : words.noChanges;
  return [
    ...(share ? [share] : []),
    h("p", { class: "hint" }, words.hint),
    h(
      "section",
      {},
      h("h3", {}, words.changes),
      changes.length === 0 || state.day === 0
        ? h("p", { class: "none" }, none)
        : h("ul", { class: "changes" }, ...turnsOf(state, changes).map((turn) => turnItem(context, state, turn))),
    ),
    h(
      "section",
      {},
      h("h3", {}, words.strikesOfDay),
      strikes.length === 0
        ? h("p", { class: "none" }, words.noStrikes)
        : h("div", {}, ...strikes.map((strike) => strikeItem(context, state, strike, placeButton(context, state, strike.place)))),
    ),
    ...(named.length === 0
      ? []
      : [
          h(
            "section",
            {},
            h("h3", {}, words.areasNamed),
            h("ul", { class: "named" }, ...named.map((place) => h("li", {}, placeButton(context, state, place.slug)))),
          ),
        ]),
    places(context, state),
  ];
}
