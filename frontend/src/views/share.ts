/** Taking along what is seen: its link, the picture, the data, the film, the lines that put it on another page. Folds. */
import type * as L from "leaflet";
import { dateOf, knownBy, type Context } from "../context";
import { dayInWords } from "../dates";
import { button, h } from "../dom";
import { options } from "../options";
import { haste, positionAfter } from "../playback";
import type { Caption } from "../share/sheet";
import { selectStrikes } from "../strikes";
import { nameIn } from "../words";

export interface Sharing {
  /** The link of what is seen now, and the lines that put it on another page; empty where this page has no such addresses. */
  link: () => string;
  embed: () => string;
  /** Where the site's API begins. */
  api: string;
  /** The line under the map, and the credit. */
  stamp: () => string;
  credit: () => string;
}

export function share(context: Context, map: () => L.Map, sharing: Sharing): HTMLElement {
  const { store, words } = context;
  const said = h("p", { class: "said", role: "status" });
  let work: AbortController | null = null;

  const caption = (): Caption => {
    const { release } = store.get();
    const theatre = release ? nameIn(words, release.theatre.name, release.theatre.nameAr) : "";
    const credit = [sharing.credit(), window.location.host].filter((part) => part !== "").join(" · ");
    return { theatre, day: dayInWords(dateOf(store.get()), words.locale), stamp: sharing.stamp(), credit, direction: words.direction };
  };
  const container = (): HTMLElement => map().getContainer();

  const items: HTMLButtonElement[] = [];
  /** A button that works on something, one at a time; a second press stops what takes long. */
  const item = (label: string, action: (signal: AbortSignal) => Promise<string>): HTMLButtonElement => {
    const made = button({}, () => {
      if (work) {
        work.abort();
        return;
      }
      work = new AbortController();
      const { signal } = work;
      for (const other of items) other.disabled = other !== made;
      said.textContent = words.shareWorking;
      action(signal)
        .then((text) => { said.textContent = signal.aborted ? words.shareStopped : text; })
        .catch(() => { said.textContent = signal.aborted ? words.shareStopped : words.shareFailed; })
        .finally(() => {
          work = null;
          made.textContent = label;
          for (const other of items) other.disabled = false;
        });
    }, label);
    items.push(made);
    return made;
  };
  const copy = (text: () => string) => async (): Promise<string> => {
    await navigator.clipboard.writeText(text());
    return words.shareCopied;
  };

  const link = item(words.shareLink, copy(sharing.link));
  const embed = item(words.shareEmbed, copy(sharing.embed));
  const png = item(words.sharePicture, async () => {
    const { picture } = await import("../share/sheet");
    return save(await picture(container(), caption()), `${nameOf()}.png`);
  });
  const data = item(words.shareData, async (signal) => {
    const { collect } = await import("../share/data");
    const state = store.get();
    const { release, timeline } = state;
    if (!release || !timeline) throw new Error("There is no map yet.");
    const bounds = map().getBounds();
    const blob = await collect({
      api: sharing.api,
      theatre: release.theatre.slug,
      release: release.hash,
      date: dateOf(state),
      lens: timeline.lens,
      knownBy: knownBy(state),
      view: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()],
      strikes: selectStrikes(state),
      places: release.places,
      about: { title: sharing.stamp(), attribution: release.theatre.attribution, licence: release.theatre.dataLicence },
    }, signal);
    return save(blob, `${nameOf()}.geojson`);
  });
  const movie = item(words.shareFilm, async (signal) => {
    const { film } = await import("../share/film");
    const progress = (done: number): void => {
      movie.textContent = words.shareFilming(new Intl.NumberFormat(words.locale, { style: "percent" }).format(done));
    };
    const last = (store.get().timeline?.length ?? 1) - 1;
    const pace = (elapsed: number): number => positionAfter(elapsed * haste(last), 0, last, context.still());
    const blob = await film({ store, playback: context.playback, map: container(), caption, pace, taste: options, progress, signal });
    return blob ? save(blob, `${nameOf()}.${blob.type.endsWith("mp4") ? "mp4" : "webm"}`) : words.shareStopped;
  });

  function nameOf(): string {
    const { release, timeline } = store.get();
    return [release?.theatre.slug, dateOf(store.get()), timeline?.lens].filter(Boolean).join("-");
  }
  function save(blob: Blob, name: string): string {
    const address = URL.createObjectURL(blob);
    h("a", { href: address, download: name }).click();
    window.setTimeout(() => { URL.revokeObjectURL(address); }, options.saveDelay);
    return words.shareSaved(name);
  }

  const rows = [link, png, data, movie, embed].map((one) => h("li", {}, one));
  const fold = h("details", { class: "fold share", part: "share" }, h("summary", {}, words.share), h("div", { class: "share-body" }, h("ul", {}, ...rows), said));
  store.watch(["phase"], ({ phase }) => {
    fold.hidden = phase !== "ready";
    link.parentElement!.hidden = sharing.link() === "";
    embed.parentElement!.hidden = sharing.embed() === "";
  });
  return fold;
}
