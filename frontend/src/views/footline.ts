/** Under the map, on every view: scale, day, lens, known-by and release, so that a screenshot can't lie; credit and licence. */
import type * as L from "leaflet";
import { comparedInWords } from "../compare";
import { clockOf, dateOf, knownInWords, type Context } from "../context";
import { dayInWords } from "../dates";
import { h, link, linked } from "../dom";
import { nameIn } from "../words";

const WIDEST = 110;

/** The longest round length (1, 2, 5 times a power of ten, metres) that is at most `metres`. */
export function roundLength(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  const share = metres / power;
  return power * (share >= 5 ? 5 : share >= 2 ? 2 : 1);
}

function scaleBar(context: Context, map: L.Map): HTMLElement {
  const text = h("span");
  const bar = h("span", { class: "scale-bar", "aria-hidden": "true" });
  const update = (): void => {
    const size = map.getSize();
    if (size.x === 0) return;
    const metres = map.distance(map.containerPointToLatLng([0, size.y / 2]), map.containerPointToLatLng([WIDEST, size.y / 2]));
    if (!(metres > 0)) return;
    const length = roundLength(metres);
    const unit = length >= 1000 ? "kilometer" : "meter";
    text.textContent = new Intl.NumberFormat(context.words.locale, { style: "unit", unit }).format(length >= 1000 ? length / 1000 : length);
    bar.style.width = `${(WIDEST * length) / metres}px`;
  };
  map.on("zoomend moveend resize", update);
  map.whenReady(update);
  return h("span", { class: "scale", title: context.words.scale }, bar, text);
}

export function footline(context: Context, map: L.Map, tilesCredit: string): HTMLElement {
  const { store, words } = context;
  const stamp = h("span", { class: "stamp", part: "stamp" });
  const credit = h("span", { class: "credit", part: "credit", dir: "auto" });
  store.watch(["day", "timeline", "release", "compared"], (state) => {
    const { release, timeline } = state;
    if (!release || !timeline) {
      stamp.textContent = "";
      return;
    }
    const lens = release.lenses.find((one) => one.slug === timeline.lens);
    const day = dayInWords(dateOf(state), words.locale);
    const known = knownInWords(words, clockOf(state), dateOf(state));
    const text = words.stamp(day, lens ? nameIn(words, lens.name, lens.nameAr) : timeline.lens, known, release.hash);
    const beside = comparedInWords(words, state);
    stamp.textContent = beside === "" ? text : `${text} · ${words.compareWith(beside)}`;
  });
  store.watch(["release"], ({ release }) => {
    const parts: Node[][] = [];
    if (release?.theatre.attribution) parts.push(linked(release.theatre.attribution));
    if (release?.theatre.dataLicence) parts.push(linked(words.licence(release.theatre.dataLicence)));
    parts.push(tilesCredit === "" ? [link(words.naturalEarth, "https://www.naturalearthdata.com/")] : linked(tilesCredit));
    if (context.about !== "") parts.push([link(words.about, new URL(context.about, document.baseURI).href)]);
    parts.push([link(words.leaflet, "https://leafletjs.com/")]);
    credit.replaceChildren(...parts.flatMap((part, i) => (i === 0 ? part : [document.createTextNode(" · "), ...part])));
  });
  return h("footer", { class: "footline", part: "footline" }, scaleBar(context, map), stamp, credit);
}
