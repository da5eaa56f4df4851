/** A line that says how old the map is, when there is no network and it is drawn from what an earlier visit has kept. */
import type { Context } from "../context";
import { ageInWords, momentInWords } from "../dates";
import { button, h } from "../dom";
import { handOn } from "../focus";

export function keptLine(context: Context): HTMLElement {
  const { store, words } = context;
  const line = h("div", { class: "kept", role: "status" });
  store.watch(["kept", "release", "phase"], ({ kept, release, phase }) => {
    line.hidden = kept === null || release === null || phase !== "ready";
    line.replaceChildren();
    if (kept === null || release === null) return;
    const text = words.kept(momentInWords(kept, release.theatre.timeZone, words.locale), ageInWords(kept, new Date(), words.locale));
    line.append(h("span", {}, text), button({ class: "retry" }, () => { handOn(context.root, line, ".map"); context.retry(); }, words.retry));
  });
  return line;
}
