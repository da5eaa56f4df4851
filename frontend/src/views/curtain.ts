/** What stands over the map while there is none: loading, nothing published, offline, failed; each with a way on. */
import { isKnownDay } from "../clock";
import { clockName, type Context } from "../context";
import { dayInWords } from "../dates";
import { button, h } from "../dom";
import { handOn } from "../focus";
import { nameIn } from "../words";

export function curtain(context: Context): HTMLElement {
  const { store, words } = context;
  const curtain = h("div", { class: "curtain", part: "curtain" });
  const again = (): HTMLElement =>
    button({ class: "retry" }, () => {
      handOn(context.root, curtain, ".map");
      context.retry();
    }, words.retry);
  store.watch(["phase", "problem"], ({ phase, problem }) => {
    curtain.hidden = phase === "ready";
    curtain.setAttribute("role", phase === "offline" || phase === "failed" ? "alert" : "status");
    if (phase === "loading") curtain.replaceChildren(h("div", { class: "card" }, h("h1", { class: "wait" }, words.loading)));
    else if (phase === "empty") curtain.replaceChildren(h("div", { class: "card" }, h("p", {}, words.empty), h("p", { class: "more" }, words.emptyMore), again()));
    else if (phase === "offline") {
      curtain.replaceChildren(h("div", { class: "card" }, h("p", {}, words.offline), h("p", { class: "more" }, words.offlineMore), again()));
    } else if (phase === "failed") {
      const detail = h("code", { dir: "ltr" }, problem);
      curtain.replaceChildren(h("div", { class: "card" }, h("p", {}, words.failed), h("p", { class: "more" }, words.failedMore), detail, again()));
    }
  });
  return curtain;
}

/** A line that says a lens, clock or day could not be fetched, over a map that still shows the old one. */
export function missedLine(context: Context): HTMLElement {
  const { store, words } = context;
  const line = h("div", { class: "missed", role: "alert" });
  store.watch(["missed"], ({ missed, release }) => {
    line.hidden = missed === null;
    if (missed === null) return;
    const { day } = missed;
    // Back to where it was asked for.
    const leave = (): void => {
      handOn(context.root, line, day !== null ? ".slider" : missed.clock === store.get().clock ? "select.lens" : "select.clock");
      store.set({ missed: null });
    };
    const lens = release?.lenses.find((one) => one.slug === missed.lens);
    const name =
      day === null
        ? `${lens ? nameIn(words, lens.name, lens.nameAr) : missed.lens}${words.comma}${clockName(words, missed.clock)}`
        : dayInWords(release?.days[day] ?? "", words.locale);
    line.replaceChildren(
      h("span", {}, day === null && isKnownDay(missed.clock) ? words.missedAsked(name) : words.missed(name)),
      button({ class: "retry" }, () => {
        leave();
        if (day === null) context.choose(missed.lens, missed.clock);
        else context.playback.goTo(day);
      }, words.retry),
      button({ class: "retry" }, leave, words.dismiss),
    );
  });
  return line;
}
