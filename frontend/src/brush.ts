/** Which strikes are shown: those of the day, of some days up to it, or all since the first; a brush on the time line sets how many. */
import type { Context } from "./context";
import { dayInWords } from "./dates";
import { h } from "./dom";
import { firstStrikeDay } from "./strikes";

/** Days that may be chosen from the list; 0: all. */
const CHOICES = [1, 7, 30, 0];

export function brush(context: Context): { span: HTMLElement; choice: HTMLElement } {
  const { store, words } = context;
  const rtl = words.direction === "rtl";
  const select = h("select", { class: "window", "aria-label": words.strikesPeriod, title: words.strikesPeriod });
  select.addEventListener("change", () => {
    store.set({ window: Number(select.value) });
  });
  const handle = h("div", { class: "edge", role: "slider", tabindex: 0, "aria-label": words.strikesFrom, "aria-orientation": "horizontal", "aria-valuemin": 0 });
  const band = h("div", { class: "brushed", "aria-hidden": "true" });
  const span = h("div", { class: "brush" }, band, handle);
  const days = (): number => store.get().timeline?.length ?? 1;
  const from = (first: number): void => {
    const { day } = store.get();
    store.set({ window: Math.min(Math.max(day - Math.round(first) + 1, 1), day + 1) });
  };

  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    handle.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    event.preventDefault();
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const box = span.getBoundingClientRect();
    const share = (event.clientX - box.left) / Math.max(box.width, 1);
    from((rtl ? 1 - share : share) * days() - 0.5);
  });
  handle.addEventListener("keydown", (event) => {
    const first = firstStrikeDay(store.get());
    const moves: Readonly<Record<string, number>> = {
      [rtl ? "ArrowLeft" : "ArrowRight"]: first + 1,
      [rtl ? "ArrowRight" : "ArrowLeft"]: first - 1,
      ArrowUp: first + 1,
      ArrowDown: first - 1,
      PageUp: first + 7,
      PageDown: first - 7,
      Home: 0,
      End: store.get().day,
    };
    const to = moves[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    from(to);
    event.preventDefault();
  });

  store.watch(["window"], (state) => {
    const choices = [...new Set([...CHOICES.slice(0, -1), state.window, 0])].filter((one) => one !== 0).sort((a, b) => a - b);
    select.replaceChildren(...[...choices, 0].map((one) => h("option", { value: one }, one === 0 ? words.strikesSoFar : one === 1 ? words.strikesDay : words.strikesDays(one))));
    select.value = String(state.window);
  });
  store.watch(["window", "day", "timeline"], (state) => {
    span.hidden = state.window === 1 || state.timeline === null;
    if (span.hidden) return;
    const first = firstStrikeDay(state);
    band.style.insetInlineStart = handle.style.insetInlineStart = `${(first / days()) * 100}%`;
    band.style.insetInlineEnd = `${(1 - (state.day + 1) / days()) * 100}%`;
    handle.setAttribute("aria-valuemax", String(state.day));
    handle.setAttribute("aria-valuenow", String(first));
    handle.setAttribute("aria-valuetext", dayInWords(state.timeline!.dateOf(first), words.locale));
  });
  return { span, choice: select };
}
