/** A fold on the map: which strikes are shown, by attacker, type, source and grading. */
import { actorShort, type Context } from "../context";
import { button, h } from "../dom";
import { sourceName } from "../evidence";
import type { Strike } from "../records";
import type { State } from "../state";
import { chosen, choices, DIMENSIONS, isFiltering, NO_FILTER, NOBODY, passing, toggled, type Dimension } from "../strike-filter";

function nameOf(context: Context, state: State, dimension: Dimension, code: string): string {
  const { words } = context;
  if (dimension === "attacker") return code === NOBODY ? words.attackerUnknown : actorShort(words, state, code);
  if (dimension === "source") return sourceName(words, state, code);
  return (dimension === "type" ? words.strikeKinds : words.gradings)[code] ?? code;
}

const NONE: readonly Strike[] = [];

export function strikeFilters(context: Context): HTMLElement {
  const { store, words } = context;
  const summary = h("summary", {}, words.strikeFilters);
  const body = h("div", { class: "legend-body" });
  const fold = h("details", { class: "fold filters", part: "filters", name: "fold" }, summary, body);
  let focused = "";

  const group = (state: State, dimension: Dimension): HTMLElement | null => {
    const found = choices(state.archive?.strikes ?? [], state.filter, dimension);
    if (found.length < 2 && state.filter[dimension] === "") return null;
    const on = chosen(state.filter, dimension);
    const rows = found.map(([code, count]) => {
      const name = `${dimension} ${code}`;
      const box = h("input", { type: "checkbox", name, checked: on.includes(code) });
      box.addEventListener("change", () => {
        focused = name;
        store.set({ filter: toggled(store.get().filter, dimension, code) });
      });
      const number = new Intl.NumberFormat(words.locale).format(count);
      return h("li", {}, h("label", {}, box, h("span", {}, nameOf(context, state, dimension, code)), h("span", { class: "count" }, number)));
    });
    return h("fieldset", {}, h("legend", {}, words.strikeDimensions[dimension]), h("ul", {}, ...rows));
  };

  let drawn: { strikes: unknown; filter: unknown; open: boolean } | null = null;
  const draw = (open: boolean): void => {
    const state = store.get();
    const all = state.archive?.strikes ?? NONE;
    fold.hidden = state.release === null || all.length === 0;
    // Counting many strikes takes its time: only where it is looked at, and when it has changed.
    const { filter } = state;
    if (drawn?.strikes === all && drawn.filter === filter && (drawn.open || !open)) return;
    drawn = { strikes: all, filter, open };
    const filtering = isFiltering(state.filter);
    const number = new Intl.NumberFormat(words.locale);
    const left = filtering ? all.filter(passing(filter)).length : all.length;
    summary.textContent = filtering ? words.strikesLeft(number.format(left), number.format(all.length)) : words.strikeFilters;
    if (!open) return;
    const clear = filtering ? button({ class: "retry" }, () => { store.set({ filter: NO_FILTER }); summary.focus(); }, words.strikesAll) : null;
    body.replaceChildren(...[h("p", { class: "none" }, words.strikeFiltersHint), ...DIMENSIONS.map((dimension) => group(state, dimension)), clear].filter((one) => one !== null));
    if (focused !== "") body.querySelector<HTMLInputElement>(`input[name="${CSS.escape(focused)}"]`)?.focus();
    focused = "";
  };
  store.watch(["release", "told", "filter"], () => {
    draw(fold.open);
  });
  // Before it unfolds, so that the next key finds what is in it.
  summary.addEventListener("click", () => {
    draw(true);
  });
  return fold;
}
