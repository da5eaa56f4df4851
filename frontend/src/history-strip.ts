/** A place's history as a strip of days: a button for each stretch of alike days; a click goes to the day under it. */
import { actorOf, actorShort, type Context } from "./context";
import { daysInWords } from "./dates";
import { button, h } from "./dom";
import { historyAddress, readHistory, statesIn, stretches, type Stretch } from "./history";
import type { State } from "./state";

function inWords(context: Context, state: State, held: Stretch["state"]): string {
  const { words } = context;
  if (held === null) return words.historyMissing;
  if (!held?.holder) return words.nobody;
  const name = actorShort(words, state, held.holder);
  return held.status === "held" ? name : `${name}${words.comma}${words.statuses[held.status] ?? held.status}`;
}

export function historyStrip(context: Context, state: State): HTMLElement | null {
  const { words, playback } = context;
  const { release, timeline, place } = state;
  if (!timeline || place === null) return null;
  const days: Stretch["state"][] = timeline.files.pieces.flatMap(({ days: count }, number) => {
    const piece = timeline.pieceInHand(number);
    return piece ? statesIn(piece, place) : new Array<null>(count).fill(null);
  });
  let waiting: HTMLElement | null = null;
  if (release && days.includes(null)) {
    const address = historyAddress(context.inquiry.api, release, timeline, place);
    const whole = context.inquiry.answer(address, (json) => readHistory(json, place, days.length));
    // What is in hand stays: it is the same, and there without the site.
    if (typeof whole !== "string") whole.forEach((held, day) => { if (days[day] === null) days[day] = held; });
    else if (whole === "coming") waiting = h("p", { class: "none", role: "status" }, words.historyComing);
    else waiting = h("p", { class: "none", role: "alert" }, words.historyFailed, " ", button({ class: "retry" }, () => { context.inquiry.forget(address); }, words.retry));
  }
  if (waiting === null && days.every((held) => !held)) return null;
  const strip = h("div", { class: "strip", role: "group", "aria-label": words.history });
  for (const { first, days: count, state: held } of stretches(days)) {
    const said = `${daysInWords(timeline.dateOf(first), timeline.dateOf(first + count - 1), words.locale)}: ${inWords(context, state, held)}`;
    const status = held === null ? "missing" : held?.holder ? held.status : "unknown";
    const part = h("button", { type: "button", class: `stretch ${status}`, title: said, "aria-label": said, "aria-current": state.day >= first && state.day < first + count ? "date" : null });
    part.style.flexGrow = String(count);
    const colour = actorOf(state, held?.holder ?? null)?.colour;
    const contender = actorOf(state, held?.contenders[0] ?? null)?.colour;
    if (colour) part.style.setProperty("--actor", colour);
    if (contender) part.style.setProperty("--contender", contender);
    part.addEventListener("click", (event) => {
      // By hand the very day that was hit, by keyboard the first of the stretch.
      const box = part.getBoundingClientRect();
      const along = words.direction === "rtl" ? box.right - event.clientX : event.clientX - box.left;
      const hit = event.detail === 0 || box.width === 0 ? 0 : Math.floor((along / box.width) * count);
      playback.goTo(first + Math.min(Math.max(hit, 0), count - 1));
    });
    strip.append(part);
  }
  const mark = h("i", { class: "here", "aria-hidden": "true" });
  mark.style.insetInlineStart = `${((state.day + 0.5) / days.length) * 100}%`;
  strip.append(mark);
  return h("section", { class: "history" }, h("h3", {}, words.history), strip, waiting);
}
