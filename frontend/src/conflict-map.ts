/**
 * `<conflict-map>`: a published release as a map with a time line.
 *
 * Attributes, which always tell the present state, and change the map when they are set:
 *   theatre    slug of the theatre
 *   date       the day shown, YYYY-MM-DD
 *   lens       whose claims count: slug of one of the release's lenses
 *   known      `now` (as known today), `then` (each day as it was known at its end), or a day, YYYY-MM-DD, by which it was known
 *   place      slug of the place whose claims are shown; absent: none
 * Attributes that are told and not read: known-by (the last day of reports that count; empty where all do), phase (`loading`, `ready`,
 * `empty`, `offline`, `failed`), release (its hash), playing (present while it plays).
 * Attributes that are read once: src (where published files lie; default: `/published/` of the site that the script is from), lang, theatres (JSON list of
 * {slug, name, url}), tiles and tiles-attribution (a raster basemap), notices (where readers' reports of errors go; absent: nowhere),
 * about (where it is told how the map is made), linked (keep the state in the page's address),
 * offline (where the service worker lies that keeps the map for when there is no network).
 *
 * Fires `statechange` on itself after any of these changed; `detail` holds theatre, date, lens, known, place, release.
 */
import { Ground } from "./ground";
import { Beside, compareFrom, compareIn } from "./compare";
import { dateOf, type Context, type TheatreLink } from "./context";
import { h } from "./dom";
import { lead } from "./focus";
import { Inquiry } from "./inquiry";
import { makeMap, steer } from "./map";
import { keepForOffline } from "./offline";
import { options } from "./options";
import { Playback } from "./playback";
import type { Release } from "./records";
import { Session, type Opening } from "./session";
import { clockFrom, knownUntil } from "./clock";
import { Store, type Clock, type State } from "./state";
import { adopt } from "./styles";
import type { Timeline } from "./timeline";
import { NO_FILTER, type StrikeFilter } from "./strike-filter";
import { isDay, readAddress, spotOf, writeAddress, type Address } from "./url";
import { addAreas } from "./views/areas-layer";
import { addNamedAreas } from "./views/areas-named-layer";
import { addBasemap } from "./views/basemap";
import { addDifference } from "./views/difference-layer";
import { divide, divider } from "./views/divider";
import { curtain, missedLine } from "./views/curtain";
import { footline } from "./views/footline";
import { addFront } from "./views/front-layer";
import { header } from "./views/header";
import { addLandscape } from "./views/landscape-layer";
import { keptLine } from "./views/kept-line";
import { legend } from "./views/legend";
import { newer } from "./views/newer";
import { panel } from "./views/panel";
import { addPlaces } from "./views/places-layer";
import { reportForm } from "./views/report-form";
import { search } from "./views/search";
import { share } from "./views/share";
import { strikeFilters } from "./views/strike-filters";
import { addStrikes } from "./views/strikes-layer";
import { timebar } from "./views/timebar";
import { wordsFor } from "./words";

const BUILDING = ["theatre", "src", "lang", "theatres", "tiles", "tiles-attribution", "notices", "about"] as const;

function filterOf({ attacker, type, source, grading }: Address): StrikeFilter {
  return { attacker, type, source, grading };
}

function theatresFrom(text: string | null): TheatreLink[] {
  if (text === null || text === "") return [];
  try {
    const rows = JSON.parse(text) as unknown;
    if (!Array.isArray(rows)) return [];
    return rows.flatMap((row: unknown) => {
      const { slug, name, url } = (row ?? {}) as Partial<Record<string, unknown>>;
      return typeof slug === "string" && typeof name === "string" && typeof url === "string" ? [{ slug, name, url }] : [];
    });
  } catch {
    return [];
  }
}

export class ConflictMap extends HTMLElement {
  static readonly observedAttributes = ["date", "lens", "known", "place", ...BUILDING];

  private built: { store: Store; playback: Playback; session: Session; take(): void } | null = null;
  private undo: (() => void)[] = [];
  /** Attributes are being told, not set by anybody. */
  private telling = false;
  /** What was told last. */
  private said = "";

  connectedCallback(): void {
    this.build();
  }

  disconnectedCallback(): void {
    this.tearDown();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (this.telling || before === now || !this.built) return;
    if ((BUILDING as readonly string[]).includes(name)) {
      this.tearDown();
      this.build();
      return;
    }
    const { store, playback, session } = this.built;
    const { release, lens, clock } = store.get();
    if (!release) return;
    if (name === "date") {
      const day = release.days.indexOf(now ?? "");
      if (day >= 0) playback.goTo(day);
    } else if (name === "place") {
      store.set({ place: now !== null && release.places.has(now) ? now : null });
    } else if (name === "lens") {
      if (release.lenses.some((one) => one.slug === now)) void session.choose(now!, clock);
    } else {
      const chosen = clockFrom(now);
      if (chosen !== undefined) void session.choose(lens, chosen);
    }
    // What made no sense is told again as it is.
    this.tell(store.get());
  }

  private get linked(): boolean {
    return this.hasAttribute("linked");
  }

  private build(): void {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    adopt(shadow);
    const words = wordsFor(this.getAttribute("lang") ?? document.documentElement.lang);
    const theatre = this.getAttribute("theatre") ?? "";
    const root = h("div", { class: "root", dir: words.direction, lang: words.locale, "data-theatre": theatre, "data-sheet": "half" });
    const store = new Store();
    const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
    const still = (): boolean => motion.matches;
    const playback = new Playback(store, still);
    const src = this.getAttribute("src") ?? new URL(options.src, import.meta.url).href;
    // The site whose files these are also has their page, and its API.
    const site = new URL("../", new URL(src, window.location.href));
    const api = new URL("api/v1/", site).href;
    const session = new Session(store, src.replace(/\/*$/, "/"), theatre, api);
    const open = (): void => {
      const choose = (release: Release, timeline: Timeline): number => this.opensOn(release, timeline);
      void session.open(this.wish(), choose, (opening) => {
        this.begin(store, opening);
      });
    };
    const notices = this.getAttribute("notices") ?? "";
    const context: Context = {
      store,
      playback,
      words,
      root,
      ground: new Ground(),
      beside: "",
      inquiry: new Inquiry(api, () => {
        store.set({ told: store.get().told + 1 });
      }),
      theatres: theatresFrom(this.getAttribute("theatres")),
      choose: (lens: string, clock: Clock) => {
        void session.choose(lens, clock);
      },
      retry: open,
      about: this.getAttribute("about") ?? "",
      canReport: notices !== "",
      still,
    };

    const night = window.matchMedia("(prefers-color-scheme: dark)");
    const dim = (): void => {
      store.set({ dark: night.matches });
    };
    dim();
    night.addEventListener("change", dim);

    const container = h("div", { class: "map", dir: "ltr", role: "application", "aria-label": words.map(theatre), "aria-roledescription": words.mapKind });
    const fresh = newer(context, `${src.replace(/\/*$/, "/")}${encodeURIComponent(theatre)}/latest.json`, () => {
      this.tearDown();
      this.build();
      this.leadIn();
    });
    const sharer = share(context, () => map, {
      api,
      link: () => `${new URL(`t/${encodeURIComponent(theatre)}/`, site).href}?${this.queryOf(store.get(), `lang=${words.locale.split("-")[0] ?? ""}`)}`,
      embed: () => {
        const { href } = new URL(`embed/${encodeURIComponent(theatre)}/`, site);
        const address = `${href}?${this.queryOf(store.get(), `lang=${words.locale.split("-")[0] ?? ""}`)}`;
        return new XMLSerializer().serializeToString(
          h("iframe", { src: address, width: 960, height: 640, title: store.get().release?.theatre.name ?? theatre, loading: "lazy" }),
        );
      },
      stamp: () => root.querySelector(".stamp")?.textContent ?? "",
      credit: () => root.querySelector(".credit")?.textContent ?? "",
    });
    const folds = h("div", { class: "folds" }, legend(context), strikeFilters(context), sharer);
    folds.addEventListener("keydown", ({ key }) => {
      const open = folds.querySelector("details[open]");
      if (key !== "Escape" || open === null) return;
      open.removeAttribute("open");
      open.querySelector("summary")?.focus();
    });
    const stage = h("div", { class: "stage" }, container, folds, divider(context), missedLine(context), fresh.line, curtain(context));
    if (notices !== "") root.append(reportForm(context, notices));
    shadow.replaceChildren(root);
    // The hint goes once a hand or a key has done anything.
    const touch = (): void => {
      root.dataset["touched"] = "";
    };
    for (const event of ["click", "keydown"]) root.addEventListener(event, touch, { once: true });
    root.append(h("div", { class: "top" }, header(context, search(context)), keptLine(context)), stage, panel(context));
    const map = makeMap(context, container);
    root.append(footline(context, map, this.getAttribute("tiles-attribution") ?? ""), timebar(context));
    addBasemap(context, map, this.getAttribute("tiles") ?? "");
    const beside: Context = { ...context, store: new Beside(store), ground: new Ground(), beside: "-beside" };
    const draw = (each: Context): void => {
      for (const add of [addAreas, addNamedAreas, addFront, addStrikes, addPlaces]) add(each, map);
    };
    draw(context);
    addLandscape(context, map);
    // The second map is there once something is compared.
    const stop = store.watch(["compared"], ({ compared }) => {
      if (compared === null) return;
      queueMicrotask(() => { stop(); });
      draw(beside);
      addDifference(context, map, beside);
    });
    divide(context, map);
    steer(context, container, map);

    store.watch(["phase"], ({ phase }) => {
      root.dataset["phase"] = phase;
    });
    store.watch(["busy", "sought"], ({ busy, sought }) => {
      root.toggleAttribute("data-busy", busy || sought !== null);
    });
    store.watch(["release"], ({ release }) => {
      if (release) container.setAttribute("aria-label", `${words.map(release.theatre.name)}. ${words.mapHint}`);
    });
    store.watch(["day", "timeline", "lens", "clock", "place", "phase", "release", "playing"], (state) => {
      this.tell(state);
    });
    let waiting: number | undefined;
    store.watch(["day", "lens", "clock", "place", "spot", "filter", "window", "compare", "difference", "view", "playing"], (state) => {
      window.clearTimeout(waiting);
      if (state.release && this.linked && !state.playing) waiting = window.setTimeout(() => { this.write(store.get()); }, options.addressDelay);
    });
    const take = (): void => {
      if (this.linked) this.take(store, playback, session);
    };
    window.addEventListener("popstate", take);

    const worker = this.getAttribute("offline") ?? "";
    this.undo = [
      worker === "" ? () => undefined : keepForOffline(store, worker),
      () => { night.removeEventListener("change", dim); },
      () => { window.removeEventListener("popstate", take); },
      () => { window.clearTimeout(waiting); },
      () => { fresh.stop(); },
      () => { playback.pause(); },
      () => { session.close(); },
      () => { map.remove(); },
    ];
    this.built = { store, playback, session, take };
    open();
  }

  /** Lead the focus of who asked for a newer release to what it shows: the place or the day. */
  private leadIn(): void {
    const { built } = this;
    const stop = built?.store.watch(["phase"], ({ phase }) => {
      if (phase === "loading" || this.built !== built) return;
      queueMicrotask(() => { stop?.(); });
      const root = this.shadowRoot?.querySelector<HTMLElement>(".root");
      if (root) lead(root, ".curtain .retry", ".place-name", "h2.date");
    });
  }

  private tearDown(): void {
    this.built = null;
    for (const step of this.undo) step();
    this.undo = [];
    this.shadowRoot?.replaceChildren();
  }

  /** What is wished for before anything is loaded: the address first, then the attributes. */
  private wish(): { lens: string; clock: Clock } {
    const address = this.linked ? readAddress(window.location.search) : null;
    const known = new URLSearchParams(window.location.search).has("known") && address ? address.known : this.getAttribute("known");
    return { lens: address?.lens || (this.getAttribute("lens") ?? ""), clock: clockFrom(known) ?? "now" };
  }

  /** The day that was wished for, else the last one with changes. */
  private opensOn(release: Release, timeline: Timeline): number {
    const address = this.linked ? readAddress(window.location.search) : null;
    const wished = [address?.date ?? "", this.getAttribute("date") ?? ""].map((day) => (isDay(day) ? release.days.indexOf(day) : -1));
    return wished.find((index) => index >= 0) ?? timeline.lastDayWithChanges;
  }

  /** The opening state: what was wished for, else the whole theatre. */
  private begin(store: Store, { release, archive, timeline, day }: Opening): void {
    const address = this.linked ? readAddress(window.location.search) : null;
    const place = address?.place || this.getAttribute("place");
    const seen = address && address.z !== null && address.lat !== null && address.lng !== null;
    store.set({
      release,
      archive,
      timeline,
      lens: timeline.lens,
      clock: timeline.clock,
      day,
      position: day,
      sought: null,
      place: place && release.places.has(place) ? place : null,
      spot: address ? spotOf(address.at) : null,
      filter: address ? filterOf(address) : NO_FILTER,
      window: address?.window ?? 1,
      compare: address ? compareFrom(address.compare, release) : null,
      difference: address?.differ ?? false,
      view: seen ? { zoom: address.z!, latitude: address.lat!, longitude: address.lng! } : null,
    });
  }

  /** The address changed under us (the back button): follow it. */
  private take(store: Store, playback: Playback, session: Session): void {
    const { release, timeline } = store.get();
    if (!release || !timeline) return;
    const address = readAddress(window.location.search);
    const day = release.days.indexOf(address.date);
    playback.goTo(day >= 0 ? day : timeline.lastDayWithChanges);
    store.set({ place: release.places.has(address.place) ? address.place : null, spot: spotOf(address.at), filter: filterOf(address), window: address.window, compare: compareFrom(address.compare, release), difference: address.differ });
    const lens = release.lenses.find((one) => one.slug === address.lens) ?? release.lenses[0]!;
    void session.choose(lens.slug, address.known);
  }

  /** What is seen, as the query of an address; what `search` says beyond that is kept. */
  private queryOf(state: State, search: string): string {
    const { release, view } = state;
    if (!release) return "";
    return writeAddress(
      {
        date: dateOf(state),
        lens: state.lens === release.lenses[0]?.slug ? "" : state.lens,
        known: state.clock,
        place: state.place ?? "",
        at: state.spot ? state.spot.map((degrees) => String(Number(degrees.toFixed(4)))).join(",") : "",
        ...state.filter,
        window: state.window,
        compare: compareIn(state.compare, release),
        differ: state.compare !== null && state.difference,
        z: view?.zoom ?? null,
        lat: view?.latitude ?? null,
        lng: view?.longitude ?? null,
      },
      search,
    );
  }

  private write(state: State): void {
    if (!state.release) return;
    const query = this.queryOf(state, window.location.search);
    window.history.replaceState(window.history.state, "", query === "" ? window.location.pathname : `?${query}${window.location.hash}`);
  }

  /** Tell the state by attributes, and by an event when anything changed. */
  private tell(state: State): void {
    const { release, timeline } = state;
    const date = dateOf(state);
    const drawn = timeline ? { lens: timeline.lens, known: timeline.clock } : null;
    const told: Record<string, string | null> = { phase: state.phase };
    if (release && drawn) {
      told["date"] = date;
      told["lens"] = drawn.lens;
      told["known"] = drawn.known;
      told["known-by"] = knownUntil(drawn.known, date) ?? "";
      told["place"] = state.place;
      told["release"] = release.hash;
      told["playing"] = state.playing ? "" : null;
    }
    this.telling = true;
    for (const [name, value] of Object.entries(told)) {
      if (this.getAttribute(name) === value) continue;
      if (value === null) this.removeAttribute(name);
      else this.setAttribute(name, value);
    }
    this.telling = false;
    // By what was told before, not by the attributes: whoever changes one of those wants to hear of it too.
    const said = JSON.stringify(told);
    if (said === this.said || !release) return;
    this.said = said;
    const detail = { theatre: release.theatre.slug, date, ...drawn, place: state.place, release: release.hash };
    this.dispatchEvent(new CustomEvent("statechange", { detail, bubbles: true, composed: true }));
  }
}
