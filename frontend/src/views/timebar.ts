/**
 * The time line: Play or Pause, a slider over the days with how much was reported of each behind it, and which strikes are shown.
 *
 * It runs the way the language does: in Arabic from right to left, as everything that is read there in order; only the map is not mirrored.
 */
import { brush } from "../brush";
import { isKnownDay } from "../clock";
import { clockOf, paletteOf, type Context } from "../context";
import { dayInWords, monthAndYear, shortDay } from "../dates";
import { button, h, svg } from "../dom";
import { drawHistogram } from "../histogram";
import { options } from "../options";
import { filteredPerDay } from "../strikes";

/** Days a page key moves. */
const PAGE = 7;
/** How far a wheel turns at a notch, and how high a line is where it counts lines, in pixels. */
const NOTCH = 100;
const LINE = 33;
/** Room that the name of a day needs: a letter's, and the space between two. */
const LETTER = 7.2;
const SPACE = 14;
/** Up to so many days the time line names days, beyond them months. */
const DAYS_NAMED = 120;

function icon(path: string): SVGSVGElement {
  return svg("svg", { viewBox: "0 0 24 24", width: 22, height: 22, "aria-hidden": "true", focusable: "false" }, svg("path", { d: path, fill: "currentColor" }));
}

export function timebar(context: Context): HTMLElement {
  const { store, playback, words } = context;
  const rtl = words.direction === "rtl";
  const number = new Intl.NumberFormat(words.locale);

  const playIcon = icon("M7 4.5v15l12-7.5z");
  const pauseIcon = icon("M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z");
  const play = button({ class: "play", part: "play" }, () => {
    playback.toggle();
  });
  const toChange = (way: 1 | -1, label: string, path: string): HTMLButtonElement =>
    button({ class: "to-change", "aria-label": label, title: label }, () => {
      playback.toChange(way);
    }, icon(path));
  const previous = toChange(-1, words.previousChange, "M5 5h2.5v14H5zM19 5v14l-10-7z");
  const next = toChange(1, words.nextChange, "M16.5 5H19v14h-2.5zM5 5v14l10-7z");
  const loop = button({ class: "loop", "aria-pressed": "false", "aria-label": words.loop, title: words.loop }, () => {
    store.set({ loop: !store.get().loop });
  }, icon("M17 3l4 4-4 4V8.2H7.2V12H5V6h12zM7 21l-4-4 4-4v2.8h9.8V12H19v6H7z"));
  const speed = h(
    "select",
    { class: "speed", "aria-label": words.speed, title: words.speed },
    ...options.speeds.map((one) => h("option", { value: one }, words.daysASecond(one === 0.5 ? "½" : number.format(one), one))),
  );
  speed.addEventListener("change", () => {
    store.set({ speed: Number(speed.value) });
  });

  const bars = h("canvas", { class: "bars", "aria-hidden": "true" });
  const line = h("div", { class: "line", "aria-hidden": "true" });
  const past = h("div", { class: "past", "aria-hidden": "true" });
  const thumb = h("div", { class: "thumb", "aria-hidden": "true" });
  const ticks = h("div", { class: "ticks", "aria-hidden": "true" });
  const slider = h(
    "div",
    { class: "slider", role: "slider", tabindex: 0, "aria-label": words.date, "aria-orientation": "horizontal", "aria-valuemin": 0, part: "slider" },
    bars,
    line,
    past,
    thumb,
    ticks,
  );
  const strikes = brush(context);
  const track = h("div", { class: "track" }, slider, strikes.span);
  const bar = h(
    "div",
    { class: "timebar", part: "timebar", role: "group", "aria-label": words.timeline },
    h("div", { class: "moves" }, previous, play, next),
    track,
    h("div", { class: "ways" }, speed, loop, strikes.choice),
  );

  const days = (): number => store.get().timeline?.length ?? 1;

  // By hand: days lie in the middle of equal slices of the line.
  const positionAt = (clientX: number): number => {
    const box = slider.getBoundingClientRect();
    const share = (clientX - box.left) / Math.max(box.width, 1);
    return (rtl ? 1 - share : share) * days() - 0.5;
  };
  slider.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !store.get().timeline) return;
    slider.setPointerCapture(event.pointerId);
    slider.focus({ preventScroll: true });
    slider.classList.add("held");
    playback.scrub(positionAt(event.clientX));
    event.preventDefault();
  });
  slider.addEventListener("pointermove", (event) => {
    if (slider.hasPointerCapture(event.pointerId)) playback.scrub(positionAt(event.clientX));
  });
  const release = (): void => {
    if (!slider.classList.contains("held")) return;
    slider.classList.remove("held");
    playback.settle();
  };
  slider.addEventListener("pointerup", release);
  slider.addEventListener("pointercancel", release);
  slider.addEventListener("lostpointercapture", release);

  // By wheel, a day a notch; what a trackpad turns is added up.
  let turned = 0;
  slider.addEventListener("wheel", (event) => {
    if (event.ctrlKey || !store.get().timeline) return;
    event.preventDefault();
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const delta = (sideways ? event.deltaX * (rtl ? -1 : 1) : event.deltaY) * (event.deltaMode === 1 ? LINE : 1);
    turned += delta;
    const by = Math.abs(delta) < NOTCH / 2 ? Math.trunc((2 * turned) / NOTCH) : Math.sign(delta) * Math.max(Math.round(Math.abs(delta) / NOTCH), 1);
    if (by === 0) return;
    turned = 0;
    playback.step(by);
  }, { passive: false });

  // By key.
  const forward = rtl ? "ArrowLeft" : "ArrowRight";
  const back = rtl ? "ArrowRight" : "ArrowLeft";
  slider.addEventListener("keydown", (event) => {
    const { day: drawn, sought } = store.get();
    const day = Math.round(sought ?? drawn);
    const moves: Readonly<Record<string, number>> = {
      [forward]: day + 1,
      ArrowUp: day + 1,
      [back]: day - 1,
      ArrowDown: day - 1,
      PageUp: day + PAGE,
      PageDown: day - PAGE,
      Home: 0,
      End: days() - 1,
    };
    const to = moves[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.shiftKey && (event.key === forward || event.key === back)) playback.toChange(event.key === forward ? 1 : -1);
    else if (to !== undefined) playback.goTo(to);
    else if (event.key === " ") playback.toggle();
    else return;
    event.preventDefault();
  });

  let width = 0;
  const drawTicks = (): void => {
    const { timeline } = store.get();
    ticks.replaceChildren();
    if (!timeline) return;
    // Of many days the months are named.
    const all = Array.from({ length: timeline.length }, (_, day) => day);
    const months = timeline.length > DAYS_NAMED ? all.filter((day) => timeline.dateOf(day).endsWith("-01")) : [];
    const named = months.length > 1 ? months : all;
    const name = months.length > 1 ? monthAndYear : shortDay;
    const names = named.map((day) => name(timeline.dateOf(day), words.locale));
    const room = Math.max(...names.map((one) => one.length)) * LETTER + SPACE;
    const each = Math.max(1, Math.ceil((named.length * room) / (width || 600)));
    for (let i = 0; i < named.length; i += each) {
      const day = named[i]!;
      const tick = h("span", {}, names[i]!);
      const share = (day + 0.5) / timeline.length;
      // A name that would stick out at an end stands inside it.
      const inside = width > 0 ? Math.min(Math.max(share, room / 2 / width - 0.01), 1 - room / 2 / width + 0.01) : share;
      tick.style.insetInlineStart = `${inside * 100}%`;
      ticks.append(tick);
    }
  };
  let barred: readonly unknown[] = [];
  const drawBars = (): void => {
    const state = store.get();
    if (!state.release) return;
    // As known today: by the day they are about. As known that day: by the day they were reported.
    // As known by another day: by the day they were reported, up to that one.
    const clock = clockOf(state);
    const filtered = filteredPerDay(state);
    // Files that come change nothing as long as no strike is filtered out.
    const now = [state.release, clock, filtered, state.dark, width];
    if (now.every((part, i) => part === barred[i])) return;
    barred = now;
    const reported = state.release.reported.get(isKnownDay(clock) ? "then" : clock);
    const heard = (counts: readonly number[] = []): number[] => counts.map((count, day) => (isKnownDay(clock) && state.release!.days[day]! > clock ? 0 : count));
    drawHistogram(bars, [heard(reported?.claims), filtered ?? heard(reported?.strikes)], paletteOf(state), rtl);
  };
  const place = (): void => {
    const state = store.get();
    const share = ((state.sought ?? state.position) + 0.5) / days();
    thumb.style.transform = `translateX(${(rtl ? -1 : 1) * share * width}px)`;
    past.style.transform = `scaleX(${share})`;
  };
  new ResizeObserver(() => {
    width = slider.clientWidth;
    barred = [];
    drawTicks();
    drawBars();
    place();
  }).observe(slider);

  store.watch(["playing"], ({ playing }) => {
    play.replaceChildren(playing ? pauseIcon : playIcon);
    play.setAttribute("aria-label", playing ? words.pause : words.play);
    play.title = playing ? words.pause : words.play;
  });
  store.watch(["speed"], ({ speed: times }) => {
    speed.value = String(times);
  });
  store.watch(["loop"], (state) => {
    loop.setAttribute("aria-pressed", String(state.loop));
  });
  store.watch(["timeline", "release", "dark", "filter", "told"], drawBars);
  store.watch(["timeline", "release"], drawTicks);
  store.watch(["position", "timeline", "sought"], place);
  let named = "";
  store.watch(["position", "day", "timeline", "sought"], ({ timeline, sought, position }) => {
    const day = Math.round(sought ?? position);
    const now = `${day} ${sought !== null} ${timeline?.lens} ${timeline?.length}`;
    if (now === named) return;
    named = now;
    bar.classList.toggle("waiting", sought !== null);
    bar.classList.toggle("off", timeline === null);
    for (const control of bar.querySelectorAll<HTMLButtonElement | HTMLSelectElement>("button, select")) control.disabled = timeline === null;
    slider.setAttribute("aria-disabled", String(timeline === null));
    slider.setAttribute("aria-valuemax", String(days() - 1));
    slider.setAttribute("aria-valuenow", String(day));
    slider.setAttribute("aria-valuetext", timeline ? dayInWords(timeline.dateOf(day), words.locale) : "");
  });
  return bar;
}
