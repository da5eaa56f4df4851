/** The line between two maps that are compared: drawn by hand or key, with the name of each on its side. */
import type * as L from "leaflet";
import { COMPARED, comparedInWords } from "../compare";
import { dateOf, knownInWords, type Context } from "../context";
import { dayInWords } from "../dates";
import { button, h } from "../dom";
import { nameIn } from "../words";

/** How far an arrow key moves the line, as a share of the map. */
const STEP = 0.05;

export function divider(context: Context): HTMLElement {
  const { store, words } = context;
  const here = h("span", { class: "side here" });
  const there = h("span", { class: "side there" });
  const handle = h("div", { class: "handle", role: "slider", tabindex: 0, "aria-label": words.divider, "aria-orientation": "horizontal", "aria-valuemin": 0, "aria-valuemax": 100 }, h("i", { "aria-hidden": "true" }));
  const mark = button({ class: "differences", "aria-pressed": "false" }, () => {
    store.set({ difference: !store.get().difference });
  }, words.differences);
  const end = button({ class: "end" }, () => {
    store.set({ compare: null, difference: false });
    // The button goes with the comparison: the focus goes back to where that was chosen.
    context.root.querySelector<HTMLElement>("select.compare")?.focus();
  }, words.compareEnd);
  const line = h("div", { class: "divider" }, handle);
  const box = h("div", { class: "comparison", dir: "ltr" }, line, h("div", { class: "sides" }, here, there), h("div", { class: "acts", dir: words.direction }, mark, end));
  const share = (value: number): void => {
    store.set({ divide: Math.min(Math.max(value, 0), 1) });
  };
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    handle.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    event.preventDefault();
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const { left, width } = box.getBoundingClientRect();
    share((event.clientX - left) / Math.max(width, 1));
  });
  handle.addEventListener("keydown", (event) => {
    const { divide } = store.get();
    // The map is not mirrored, and neither is the line over it.
    const moves: Readonly<Record<string, number>> = { ArrowRight: divide + STEP, ArrowLeft: divide - STEP, ArrowUp: divide + STEP, ArrowDown: divide - STEP, Home: 0, End: 1 };
    const to = moves[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    share(to);
    event.preventDefault();
  });

  store.watch(["compare", "compared", "day", "timeline", "difference", "divide", "release"], (state) => {
    const { compared, compare, release, timeline } = state;
    box.hidden = compare === null || release === null || timeline === null;
    if (box.hidden) return;
    const own = release!.lenses.find((one) => one.slug === timeline!.lens)!;
    const same = compared === null ? "day" : compared.day !== null ? "day" : compared.timeline.lens !== timeline!.lens ? "lens" : "clock";
    here.textContent = same === "day" ? dayInWords(dateOf(state), words.locale) : same === "lens" ? nameIn(words, own.name, own.nameAr) : knownInWords(words, timeline!.clock, dateOf(state));
    there.textContent = compared === null ? words.comparing : comparedInWords(words, state);
    box.classList.toggle("marked", state.difference);
    mark.setAttribute("aria-pressed", String(state.difference));
    line.style.left = `${state.divide * 100}%`;
    handle.setAttribute("aria-valuenow", String(Math.round(state.divide * 100)));
    handle.setAttribute("aria-valuetext", words.dividerAt(new Intl.NumberFormat(words.locale, { style: "percent" }).format(state.divide)));
  });
  return box;
}

/** Show each map on its side of the line. */
export function divide(context: Context, map: L.Map): void {
  const { store } = context;
  const clip = (): void => {
    // Asked for its size before there is a release, the map would keep it while the lines around it still grow.
    if (!store.get().release) return;
    const { compared, difference, divide: share } = store.get();
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint([0, 0]);
    const [left, middle, right] = [corner.x - size.x, corner.x + size.x * share, corner.x + 2 * size.x];
    const [top, bottom] = [corner.y - size.y, corner.y + 2 * size.y];
    const box = (from: number, to: number): string => `polygon(${from}px ${top}px, ${to}px ${top}px, ${to}px ${bottom}px, ${from}px ${bottom}px)`;
    const split = compared !== null && !difference;
    for (const name of COMPARED) {
      const [own, other] = [map.getPane(name), map.getPane(`${name}-beside`)];
      if (own) own.style.clipPath = split ? box(left, middle) : "";
      if (!other) continue;
      other.style.display = split ? "" : "none";
      other.style.clipPath = box(middle, right);
    }
  };
  map.on("move zoom viewreset resize zoomend", clip);
  store.watch(["compared", "difference", "divide"], clip);
}
