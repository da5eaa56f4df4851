/** Search of places: a combobox (ARIA 1.2, list autocomplete with manual selection). Picking one opens its page and moves the map there. */
import { readerOf } from "../check";
import { placeName, type Context } from "../context";
import { chip } from "../day-page";
import { h, svg } from "../dom";
import { EXTENDED } from "../named-areas";
import { options } from "../options";
import type { Place, Release } from "../records";
import type { Gazetteer } from "../search";

const SHOWN = 8;

/** What compares names comes in a file of its own. */
const finder = (): Promise<typeof import("../search")> => import("../search");

export function search(context: Context): HTMLElement {
  const { store, words } = context;
  let of: Release | null = null;
  let gazetteer: Gazetteer | null = null;
  let found: Place[] = [];
  let active = -1;
  /** Somebody has typed and waits for what is found: what comes later is shown. */
  let wanted = false;

  const list = h("ul", { id: "found", role: "listbox", "aria-label": words.search, hidden: true });
  const input = h("input", {
    type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list", "aria-label": words.search,
    placeholder: words.searchShort, autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", dir: "auto", maxlength: 120,
  });
  const glass = svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: "M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2Zm3.6 8.6L14 14" }));
  const said = h("div", { class: "live", role: "status", "aria-live": "polite" });
  const box = h("div", { class: "search", role: "search", part: "search" }, glass, input, list, said);

  /** The other spellings come when somebody searches; until then, and where they do not come, the two names are searched. */
  const prepare = (): void => {
    const { release } = store.get();
    if (!release || release === of) return;
    of = release;
    const places = release.placeSlugs.flatMap((slug) => release.places.get(slug) ?? []);
    const take = async (names: readonly (readonly string[])[]): Promise<void> => {
      const made = await finder();
      // The fuller list stays, whichever came last.
      if (of !== release || (gazetteer && names.length === 0)) return;
      gazetteer = new made.Gazetteer(places, names, release.told);
      if (wanted) show(found[active]);
    };
    take([]).catch(() => { of = null; });
    fetch(`${release.base}names.json`, { credentials: "same-origin" })
      .then(async (response) => {
        if (response.ok) await take(readerOf(await response.json(), "names.json").at("names").list((keys) => keys.list((key) => key.text(true))));
      })
      .catch(() => undefined);
  };

  const close = (): void => {
    wanted = false;
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (): void => {
    [...list.querySelectorAll("[role=option]")].forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === active));
      if (i === active) option.scrollIntoView({ block: "nearest" });
    });
    if (active >= 0) input.setAttribute("aria-activedescendant", `found-${active}`);
    else input.removeAttribute("aria-activedescendant");
  };

  const pick = (place: Place): void => {
    input.value = "";
    close();
    const zoom = Math.max(store.get().view?.zoom ?? 0, EXTENDED.has(place.kind) ? options.zoomOfFoundArea : options.zoomOfFound);
    store.set({ place: place.slug, spot: null, view: { zoom, latitude: place.latitude, longitude: place.longitude } });
    input.blur();
    // Whoever came by keyboard reads on where the place is told of; a phone's keyboard goes.
    context.root.querySelector<HTMLElement>(".place-name")?.focus({ preventScroll: true });
  };

  /** List what is found; `chosen` is an entry of the earlier list that stays the chosen one. */
  const show = (chosen?: Place): void => {
    const typed = input.value.trim();
    if (typed === "" || !gazetteer) {
      close();
      wanted = typed !== "";
      return;
    }
    wanted = true;
    found = gazetteer.find(typed, SHOWN).map(({ place }) => place);
    active = chosen ? found.indexOf(chosen) : -1;
    const state = store.get();
    const states = state.timeline?.at(state.day).states;
    list.replaceChildren(
      ...found.map((place, i) => {
        const name = placeName(words, place, place.slug);
        const second = words.nativeFirst ? place.name : place.nameAr;
        const known = states?.get(place.slug);
        const option = h(
          "li",
          { id: `found-${i}`, role: "option", "aria-selected": "false" },
          chip(state, known?.holder ?? null, known?.status ?? "unknown"),
          h("span", { class: "name" }, name, second === "" || second === name ? null : h("span", { class: "native" }, ` ${second}`)),
          h("span", { class: "kind" }, words.kinds[place.kind] ?? place.kind),
        );
        // The field keeps the focus: the list is only pointed at.
        option.addEventListener("pointerdown", (event) => { event.preventDefault(); });
        option.addEventListener("click", () => { pick(place); });
        return option;
      }),
      ...(found.length === 0 ? [h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, words.searchNone)] : []),
    );
    list.hidden = false;
    input.setAttribute("aria-expanded", String(found.length > 0));
    said.textContent = found.length === 0 ? words.searchNone : words.searchFound(found.length);
    mark();
  };

  input.addEventListener("focus", prepare);
  input.addEventListener("input", () => { show(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (list.hidden) input.value = "";
      close();
    } else if (event.key === "Enter") {
      const place = found[Math.max(active, 0)];
      if (!list.hidden && place) pick(place);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length > 0) {
      if (list.hidden) show();
      const step = event.key === "ArrowDown" ? 1 : -1;
      active = active < 0 && step < 0 ? found.length - 1 : (active + step + found.length) % found.length;
      mark();
    } else return;
    event.preventDefault();
  });
  store.watch(["release"], ({ release }) => {
    box.hidden = release === null;
    gazetteer = null;
    // Not needed for the first picture, and wanted without network too.
    if (release) setTimeout(() => { finder().catch(() => undefined); }, options.finderDelay);
  });
  return box;
}
