/** Beside the map: the date, and below it the day's page or a place's. On a phone a sheet with three heights. */
import { isKnownDay } from "../clock";
import { dateOf, type Context } from "../context";
import { dayAndMonth, dayInWords, weekday, yearInWords } from "../dates";
import { dayPage, toldOnDayPage } from "../day-page";
import { button, h } from "../dom";
import { options } from "../options";
import { spotPage } from "../spot-page";
import { missingInWords } from "../missing";
import { narrate } from "../narration";
import { placePage, toldOnPlacePage } from "../place-page";
import type { Sheet, State } from "../state";

const HEIGHTS: readonly Sheet[] = ["peek", "half", "full"];
/** What in the panel may have the focus. */
const REACHED = "a[href], button, summary, .place-name";
/** A drag shorter than this is a tap. */
const TAP = 6;
/** How long the live region waits for the day to stay, in milliseconds. */
const CALM = 400;
/** How long the page of a day waits while days go by, in milliseconds. */
const SETTLED = 350;
/** And once a hand lets go. */
const LET_GO = 100;

function handle(context: Context): HTMLElement {
  const { store, words } = context;
  let from: number | null = null;
  let dragged = false;
  const move = (steps: number): void => {
    const next = Math.min(Math.max(HEIGHTS.indexOf(store.get().sheet) + steps, 0), HEIGHTS.length - 1);
    store.set({ sheet: HEIGHTS[next]! });
  };
  const press = (): void => {
    const { sheet } = store.get();
    if (!dragged) store.set({ sheet: sheet === "full" ? "peek" : HEIGHTS[HEIGHTS.indexOf(sheet) + 1]! });
    dragged = false;
  };
  const grip = button({ class: "grip", "aria-label": words.sheet }, press, h("i", { "aria-hidden": "true" }));
  grip.addEventListener("pointerdown", (event) => {
    from = event.clientY;
    dragged = false;
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener("pointerup", (event) => {
    const by = from === null ? 0 : event.clientY - from;
    from = null;
    dragged = Math.abs(by) >= TAP;
    if (dragged) move(by < 0 ? 1 : -1);
  });
  grip.addEventListener("pointercancel", () => {
    from = null;
  });
  grip.addEventListener("keydown", (event) => {
    if (event.key === "ArrowUp") move(1);
    else if (event.key === "ArrowDown") move(-1);
    else return;
    event.preventDefault();
  });
  return grip;
}

export function panel(context: Context): HTMLElement {
  const { store, words, root } = context;
  const day = h("span", { class: "day" });
  const year = h("span", { class: "year" });
  const week = h("span", { class: "weekday" });
  const body = h("div", { class: "panel-body", tabindex: -1 });
  const missing = h("p", { class: "missing", part: "missing" });
  const live = h("div", { class: "live", "aria-live": "polite", role: "status" });
  const region = h(
    "section",
    { class: "panel", role: "region", "aria-label": words.panel, part: "panel" },
    handle(context),
    h("h2", { class: "date", part: "date", tabindex: -1 }, h("time", {}, day, " ", year), week),
    missing,
    body,
    live,
  );
  const time = region.querySelector("time")!;

  store.watch(["day", "timeline"], (state) => {
    const date = dateOf(state);
    if (date === "") return;
    time.dateTime = date;
    day.textContent = dayAndMonth(date, words.locale);
    year.textContent = yearInWords(date, words.locale);
    week.textContent = weekday(date, words.locale);
  });

  store.watch(["day", "timeline", "today", "told", "busy"], (state) => {
    const asked = state.busy && isKnownDay(state.clock) ? words.clockAsking(dayInWords(state.clock, words.locale)) : "";
    const text = asked === "" ? missingInWords(context, state) : asked;
    missing.classList.toggle("asking", asked !== "");
    missing.hidden = text === "";
    missing.textContent = text;
    if (asked !== "") live.textContent = asked;
  });

  let shown: string | null = null;
  const tell = (state: State): void => {
    const inside = body.contains((body.getRootNode() as Document | ShadowRoot).activeElement);
    const page = state.place !== null ? placePage(context, state) : state.spot !== null ? spotPage(context, state) : [];
    const before = shown;
    const active = (body.getRootNode() as Document | ShadowRoot).activeElement;
    const number = [...body.querySelectorAll(REACHED)].indexOf(active!);
    shown = page.length > 0 ? (state.place ?? String(state.spot)) : null;
    body.replaceChildren(...(page.length > 0 ? page : dayPage(context, state)));
    if (before === shown) {
      // What has come meanwhile takes nobody's place away.
      if (inside) ([...body.querySelectorAll<HTMLElement>(REACHED)][number] ?? body).focus({ preventScroll: true });
      return;
    }
    body.scrollTop = 0;
    // Whoever came by keyboard is led on: to the place's name, or back to the button it came from.
    if (!inside) return;
    if (shown !== null) body.querySelector<HTMLElement>(".place-name")?.focus({ preventScroll: true });
    else {
      const back = [...body.querySelectorAll<HTMLElement>("button[data-place]")].find((one) => one.dataset["place"] === before);
      (back ?? body).focus();
    }
  };
  // While days go by fast the list would only flicker: it follows once a day has stayed for a moment.
  let telling: number | undefined;
  const later = (delay: number): void => {
    window.clearTimeout(telling);
    telling = window.setTimeout(() => {
      telling = undefined;
      tell(store.get());
    }, delay);
  };
  store.watch(["day", "timeline", "place", "release", "told", "filter", "spot"], (state) => {
    if (state.playing || state.held) later(SETTLED);
    else {
      window.clearTimeout(telling);
      telling = undefined;
      tell(state);
    }
  });
  store.watch(["playing", "held"], ({ playing, held }) => {
    if (!playing && !held && telling !== undefined) later(LET_GO);
  });
  store.watch(["place", "spot"], ({ place, spot, sheet }) => {
    if ((place ?? spot) !== null && sheet === "peek") store.set({ sheet: "half" });
  });
  store.watch(["sheet"], ({ sheet }) => {
    root.dataset["sheet"] = sheet;
  });

  // Why is asked for once the day has stayed for a moment, and of a chosen place at once.
  let asking: number | undefined;
  let asked: string | null = null;
  const ask = (): void => {
    const { archive, timeline, day, place } = store.get();
    if (!archive || !timeline) return;
    // A file that does not come is told of where it is missed.
    const quietly = (wanted: Promise<void>): void => {
      wanted.catch(() => undefined);
    };
    if (place !== null) quietly(archive.wantEvidence(timeline, day));
    quietly(archive.wantClaims(place === null ? toldOnDayPage(store.get()) : toldOnPlacePage(store.get())));
  };
  store.watch(["day", "timeline", "place", "told", "playing"], ({ place, playing }) => {
    window.clearTimeout(asking);
    if (place !== null && place !== asked) ask();
    else if (!playing || place !== null) asking = window.setTimeout(ask, options.reasonDelay);
    asked = place;
  });

  let waiting: number | undefined;
  const announce = (state: State): void => {
    const said = narrate(context, state);
    if (said !== "") live.textContent = said;
  };
  store.watch(["day", "timeline", "playing"], ({ playing }) => {
    window.clearTimeout(waiting);
    // Playing says a day every second or two: too much to listen to.
    if (!playing) waiting = window.setTimeout(() => { announce(store.get()); }, CALM);
  });
  return region;
}
