/** A page left open says quietly that a newer release is out. It never jumps by itself: the reader asks for it. */
import type { Context } from "../context";
import { button, h } from "../dom";
import { handOn } from "../focus";
import { options } from "../options";
import { readPointer } from "../release";

/** The hash that the pointer at `address` names; null when it cannot be had or makes no sense. */
async function latest(address: string): Promise<string | null> {
  try {
    const response = await fetch(address, { credentials: "same-origin", cache: "no-cache" });
    return response.ok ? readPointer(await response.json()).release : null;
  } catch {
    return null;
  }
}

/** Returns the line, and how to stop looking. `show` draws the newest release, at the day and place that are seen. */
export function newer(context: Context, address: string, show: () => void): { line: HTMLElement; stop: () => void } {
  const { store, words } = context;
  const line = h("div", { class: "newer", role: "status" });
  line.hidden = true;
  let looked = performance.now();
  let dismissed = "";

  const tell = (hash: string): void => {
    line.hidden = false;
    line.replaceChildren(
      h("span", {}, words.newer),
      button({ class: "retry" }, show, words.showNewer),
      button({ class: "retry" }, () => {
        dismissed = hash;
        handOn(context.root, line, ".map");
        line.hidden = true;
        line.replaceChildren();
      }, words.dismiss),
    );
  };
  const look = async (): Promise<void> => {
    const { release, phase } = store.get();
    // Nobody looks at a hidden page, and a page without a release asks for one anyhow.
    if (document.hidden || !release || phase !== "ready" || performance.now() - looked < options.newerDelay) return;
    looked = performance.now();
    const hash = await latest(address);
    if (hash === null || hash === store.get().release?.hash || hash === dismissed) return;
    tell(hash);
  };
  const wake = (): void => {
    void look();
  };
  const clock = window.setInterval(wake, options.newerDelay / 4);
  document.addEventListener("visibilitychange", wake);
  return {
    line,
    stop: () => {
      window.clearInterval(clock);
      document.removeEventListener("visibilitychange", wake);
    },
  };
}
