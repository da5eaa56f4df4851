/** The time line: Play or Pause, a slider over the days, and how much was reported of each behind it. */
import { clockOf, type Context } from "../context";
import { dayInWords, monthAndYear, shortDay } from "../dates";
import { button, h, svg } from "../dom";
import { options } from "../options";
import { filteredPerDay } from "../strikes";

/** Days a page key moves. */
const PAGE = 7;
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

  const playIcon = icon("M7 4.5v15l12-7.5z");
  const pauseIcon = icon("M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z");
  const play = button({ class: "play", part: "play" }, () => {
    playback.toggle();
  });
  const speed = button({ class: "speed" }, () => {
    const next = (options.speeds.indexOf(store.get().speed) + 1) % options.speeds.length;
    store.set({ speed: options.speeds[next]! });
  });

  const bars = h("div", { class: "bars", "aria-hidden": "true" });
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
  const bar = h("div", { class: "timebar", part: "timebar" }, play, slider, speed);

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
    if (to !== undefined) playback.goTo(to);
    else if (event.key === " ") playback.toggle();
    else return;
    event.preventDefault();
  });

  const drawTicks = (): void => {
    const { timeline } = store.get();
    ticks.replaceChildren();
    if (!timeline) return;
    const width = slider.clientWidth || 600;
    // Of many days the months are named.
    const days = Array.from({ length: timeline.length }, (_, day) => day);
    const months = timeline.length > DAYS_NAMED ? days.filter((day) => timeline.dateOf(day).endsWith("-01")) : [];
    const named = months.length > 1 ? months : days;
    const name = months.length > 1 ? monthAndYear : shortDay;
    const names = named.map((day) => name(timeline.dateOf(day), words.locale));
    const room = Math.max(...names.map((one) => one.length)) * LETTER + SPACE;
    const each = Math.max(1, Math.ceil((named.length * room) / width));
    for (let i = 0; i < named.length; i += each) {
      const day = named[i]!;
      const tick = h("span", {}, names[i]!);
      tick.style.insetInlineStart = `${((day + 0.5) / timeline.length) * 100}%`;
      ticks.append(tick);
    }
  };
  new ResizeObserver(drawTicks).observe(slider);

  store.watch(["playing"], ({ playing }) => {
    play.replaceChildren(playing ? pauseIcon : playIcon);
    play.setAttribute("aria-label", playing ? words.pause : words.play);
    play.title = playing ? words.pause : words.play;
  });
  store.watch(["speed"], ({ speed: times }) => {
    const shown = new Intl.NumberFormat(words.locale).format(times);
    speed.replaceChildren(`${shown}×`);
    speed.setAttribute("aria-label", words.speed(shown));
    speed.title = words.speed(shown);
  });
  store.watch(["timeline", "release", "filter", "told"], (state) => {
    bars.replaceChildren();
    if (!state.release) return;
    // As known today: by the day they are about. As known that day: by the day they were reported.
    const reported = state.release.reported.get(clockOf(state));
    const struck = filteredPerDay(state) ?? reported?.strikes;
    const counted = state.release.days.map((_, day) => [reported?.claims[day] ?? 0, struck?.[day] ?? 0] as const);
    const most = Math.max(1, ...counted.map(([claims, strikes]) => claims + strikes));
    for (const [claims, strikes] of counted) {
      const told = h("i", { class: "claims" });
      const hit = h("i", { class: "strikes" });
      told.style.height = `${(claims / most) * 100}%`;
      hit.style.height = `${(strikes / most) * 100}%`;
      bars.append(h("b", {}, hit, told));
    }
    drawTicks();
  });
  store.watch(["position", "day", "timeline", "sought"], (state) => {
    const { timeline, sought } = state;
    const position = sought ?? state.position;
    const day = Math.round(position);
    bar.classList.toggle("waiting", sought !== null);
    bar.classList.toggle("off", timeline === null);
    slider.setAttribute("aria-disabled", String(timeline === null));
    slider.setAttribute("aria-valuemax", String(days() - 1));
    slider.setAttribute("aria-valuenow", String(day));
    slider.setAttribute("aria-valuetext", timeline ? dayInWords(timeline.dateOf(day), words.locale) : "");
    const share = `${((position + 0.5) / days()) * 100}%`;
    thumb.style.insetInlineStart = share;
    past.style.width = share;
  });
  return bar;
}
