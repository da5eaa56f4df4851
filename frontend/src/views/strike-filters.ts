/** A fold on the map: which strikes are shown, by attacker, type, source and grading. */
import { actorShort, type Context } from "../context";
import { button, h } from "../dom";
import { sourceName } from "../evidence";
import type { State } from "../state";
import { chosen, choices, DIMENSIONS, isFiltering, NO_FILTER, NOBODY, passes, toggled, type Dimension } from "../strike-filter";

function nameOf(context: Context, state: State, dimension: Dimension, code: string): string {
  const { words } = context;
  if (dimension === "attacker") return code === NOBODY ? words.attackerUnknown : actorShort(words, state, code);
  if (dimension === "source") return sourceName(words, state, code);
  return (dimension === "type" ? words.strikeKinds : words.gradings)[code] ?? code;
}

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

  store.watch(["release", "told", "filter"], (state) => {
    const all = state.archive?.strikes ?? [];
    fold.hidden = state.release === null || all.length === 0;
    const filtering = isFiltering(state.filter);
    const number = new Intl.NumberFormat(words.locale);
    const left = all.filter((strike) => passes(state.filter, strike)).length;
    summary.textContent = filtering ? words.strikesLeft(number.format(left), number.format(all.length)) : words.strikeFilters;
    const clear = filtering ? button({ class: "retry" }, () => { store.set({ filter: NO_FILTER }); summary.focus(); }, words.strikesAll) : null;
    body.replaceChildren(...[h("p", { class: "none" }, words.strikeFiltersHint), ...DIMENSIONS.map((dimension) => group(state, dimension)), clear].filter((one) => one !== null));
    if (focused !== "") body.querySelector<HTMLInputElement>(`input[name="${CSS.escape(focused)}"]`)?.focus();
    focused = "";
  });
  return fold;
}
