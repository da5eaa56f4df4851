/** Fetching: from the theatre's pointer to a release, and pieces of its timelines. Writes what came to the store. */
import { Archive } from "./archive";
import { Malformed } from "./check";
import { fileAddress, filesOf, hasClock, isKnownDay } from "./clock";
import { KEPT_HEADER } from "./offline";
import { meant } from "./compare";
import { apart } from "./lens-apart";
import { options } from "./options";
import { readPiece } from "./piece";
import { FILES, readPointer, readRelease, type ReleaseFiles } from "./release";
import type { Release } from "./records";
import type { Clock, State, Store } from "./state";
import { Timeline } from "./timeline";

/** The network gave nothing. */
class Unreachable extends Error {}
/** The server has no such file. */
class Absent extends Error {}

/** Ask twice: a network that has just come back, or a hint in the page's head that failed, is no reason to give up. */
async function twice(address: string, signal: AbortSignal): Promise<Response> {
  const asking = { signal, credentials: "same-origin" } as const;
  try {
    return await fetch(address, asking);
  } catch (error) {
    if (signal.aborted) throw error;
    return fetch(address, asking);
  }
}

async function json(address: string, signal: AbortSignal, heard: (response: Response) => void = () => undefined): Promise<unknown> {
  let response: Response;
  try {
    response = await twice(address, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Unreachable(address, { cause: error });
  }
  if (response.status === 404 || response.status === 410) throw new Absent(address);
  if (!response.ok) throw new Unreachable(`${address}: ${response.status}`);
  heard(response);
  try {
    return (await response.json()) as unknown;
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Malformed(`${address.split("/").at(-1) ?? address}: JSON expected`);
  }
}

/** So many timelines keep their pieces: the one that is drawn, and the one before it. */
const KEPT_TIMELINES = 6;
/** Of a theatre of so few pieces every lens is fetched to tell how far they are apart; of a longer one, once somebody looks at the choice. */
const FEW_PIECES = 2;

/** What the first picture is drawn from, and the day it opens on. */
export interface Opening {
  release: Release;
  archive: Archive;
  timeline: Timeline;
  day: number;
}

export class Session {
  private abort = new AbortController();
  private readonly timelines = new Map<string, Timeline>();
  /** Pieces on their way, by file. */
  private readonly coming = new Map<string, Promise<void>>();
  /** The timeline that the site is asked to derive, and how to stop each of its pieces. */
  private asking: Timeline | null = null;
  private readonly stops = new Map<string, AbortController>();
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;
  /** The pieces that the hand waits for, by timeline and numbers. */
  private awaited = "";

  constructor(
    private readonly store: Store,
    private readonly src: string,
    private readonly theatre: string,
    /** Where the site's API begins: it derives what no release holds. */
    private readonly api: string,
  ) {
    store.watch(["sought", "timeline"], () => {
      this.seek();
    });
    store.watch(["day", "timeline"], () => {
      this.lookAhead();
      clearTimeout(this.resting);
      this.resting = setTimeout(() => { void this.lookBack(); }, options.reasonDelay);
    });
    let looking: ReturnType<typeof setTimeout> | undefined;
    store.watch(["day", "timeline", "choosing", "playing", "held"], ({ playing, held }) => {
      clearTimeout(looking);
      // Once the day has stayed for a moment: nothing is compared while time moves.
      if (!playing && !held) looking = setTimeout(() => { whenIdle(() => { void this.lookAround(); }); }, options.reasonDelay);
    });
    store.watch(["compare", "day", "timeline"], () => {
      void this.lookBeside();
    });
  }

  /** Load the release and the days that it opens on. `choose` names the day; `ready` runs once, before the first drawing. */
  async open(
    wish: { lens: string; clock: Clock },
    choose: (release: Release, timeline: Timeline) => number,
    ready: (opening: Opening) => void,
  ): Promise<void> {
    const { signal } = this.abort;
    this.store.set({ phase: "loading", problem: "", missed: null });
    const folder = `${this.src.replace(/\/*$/, "/")}${encodeURIComponent(this.theatre)}/`;
    try {
      let pointer;
      let isKept = false;
      try {
        const content = await json(`${folder}latest.json`, signal, ({ headers }) => {
          isKept = headers.has(KEPT_HEADER);
        });
        pointer = readPointer(content);
      } catch (error) {
        if (error instanceof Absent) {
          this.store.set({ phase: "empty" });
          return;
        }
        throw error;
      }
      const base = `${folder}${pointer.path.replace(/release\.json$/, "")}`;
      const names = ["release.json", ...FILES] as const;
      const contents = await Promise.all(names.map((name) => json(base + name, signal)));
      const files = Object.fromEntries(names.map((name, i) => [name, contents[i]])) as unknown as ReleaseFiles;
      const release = readRelease(files, pointer.release, base);
      const lens = release.lenses.some((one) => one.slug === wish.lens) ? wish.lens : release.lenses[0]!.slug;
      const clock = hasClock(release, lens, wish.clock) ? wish.clock : "now";
      const archive = new Archive(
        release,
        (name) => json(fileAddress(release, name), signal),
        () => {
          this.store.set({ told: this.store.get().told + 1 });
        },
      );
      const drawFrom = async (timeline: Timeline): Promise<Opening> => {
        const day = choose(release, timeline);
        await Promise.all([this.load(release, timeline, day), ...this.small(release, archive, timeline, day)]);
        return { release, archive, timeline, day };
      };
      let missed: State["missed"] = null;
      const opening = await drawFrom(this.timeline(release, lens, clock)).catch((error: unknown) => {
        // What the site does not derive just now is no reason to draw nothing.
        if (signal.aborted || !isKnownDay(clock)) throw error;
        missed = { lens, clock, day: null };
        archive.tryAgain();
        return drawFrom(this.timeline(release, lens, "now"));
      });
      ready(opening);
      this.store.set({ phase: "ready", kept: isKept ? pointer.publishedAt : null, missed });
      archive.wantStrikes().catch(() => undefined);
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof Error ? error.message : String(error);
      this.store.set({ phase: error instanceof Unreachable ? "offline" : "failed", problem });
    }
  }

  /** Change lens or clock; the old timeline stays until the new one is there, and stays if it never comes. */
  async choose(lens: string, clock: Clock): Promise<void> {
    const { release, archive, timeline } = this.store.get();
    if (!release || !archive || !timeline) return;
    const known = hasClock(release, lens, clock) ? clock : "now";
    this.store.set({ lens, clock: known, missed: null });
    this.supersede();
    if (timeline.lens === lens && timeline.clock === known) {
      this.store.set({ busy: false });
      return;
    }
    this.store.set({ busy: true });
    try {
      const next = this.timeline(release, lens, known);
      this.asking = isKnownDay(known) ? next : null;
      // The map may move on while the days are on their way.
      do {
        const { position } = this.store.get();
        await Promise.all([this.load(release, next, position), ...this.small(release, archive, next, Math.round(position))]);
        const now = this.store.get();
        if (now.lens !== lens || now.clock !== known) return;
      } while (!next.has(this.store.get().position));
      this.store.set({ timeline: next, busy: false });
    } catch {
      const now = this.store.get();
      if (this.abort.signal.aborted || now.lens !== lens || now.clock !== known) return;
      const drawn = now.timeline ?? timeline;
      this.store.set({ busy: false, missed: { lens, clock: known, day: null }, lens: drawn.lens, clock: drawn.clock });
    }
  }

  /** Stop waiting for what the site was asked to derive, and is no longer wanted. */
  private supersede(): void {
    const { asking } = this;
    this.asking = null;
    if (asking === null || asking === this.store.get().timeline) return;
    for (const { timeline } of asking.files.pieces) {
      this.stops.get(timeline)?.abort();
      this.coming.delete(timeline);
    }
  }

  close(): void {
    clearTimeout(this.waiting);
    clearTimeout(this.resting);
    this.abort.abort();
  }

  /** Fetch what the map is compared with, for the day that is shown. */
  private async lookBeside(): Promise<void> {
    const { release, compare, compared, timeline: drawn, day } = this.store.get();
    if (!release || !drawn || compare === null) {
      this.store.set({ compared: null });
      return;
    }
    const wish = meant(compare, drawn);
    if (!hasClock(release, wish.lens, wish.clock)) {
      this.store.set({ compare: null });
      return;
    }
    const timeline = this.timeline(release, wish.lens, wish.clock);
    const at = wish.day ?? day;
    if (timeline.has(at) && compared?.timeline === timeline && compared.day === wish.day) return;
    const still = (): boolean => this.store.get().compare === compare && this.store.get().timeline === drawn;
    try {
      await this.load(release, timeline, at);
      if (still()) this.store.set({ compared: { timeline, day: wish.day } });
    } catch {
      if (!this.abort.signal.aborted && still()) this.store.set({ compare: null, missed: { lens: wish.lens, clock: wish.clock, day: wish.day } });
    }
  }

  /** Beside a day as it was known then, fetch the same day as it is known today: what was missing can then be said. */
  private async lookBack(): Promise<void> {
    const { release, timeline, day } = this.store.get();
    if (!release || !timeline || timeline.clock === "now") return;
    const today = this.timeline(release, timeline.lens, "now");
    try {
      if (!today.has(day)) await this.load(release, today, day);
      const now = this.store.get();
      if (now.timeline === timeline) this.store.set({ today, told: now.today === today ? now.told + 1 : now.told });
    } catch {
      // Then nothing is said of it.
    }
  }

  /** Tell how far each lens is from the first one on the day that is shown. What does not come is not told. */
  private async lookAround(): Promise<void> {
    const { release, timeline, day, choosing, apart: known } = this.store.get();
    if (!release || !timeline || this.abort.signal.aborted || isKnownDay(timeline.clock)) return;
    const { clock } = timeline;
    const [first, ...others] = release.lenses.filter((lens) => hasClock(release, lens.slug, clock));
    if (!first || others.length === 0 || (!choosing && timeline.files.pieces.length > FEW_PIECES)) return;
    if (known?.day === day && known.clock === clock) return;
    const timelines = [first, ...others].map((lens) => this.timeline(release, lens.slug, clock));
    const came = await Promise.allSettled(timelines.map((one) => this.load(release, one, day)));
    const now = this.store.get();
    if (this.abort.signal.aborted || now.day !== day || now.timeline?.clock !== clock || came[0]!.status === "rejected") return;
    const states = timelines[0]!.at(day).states;
    const found = timelines.slice(1).flatMap((one) => (one.has(day) ? [[one.lens, apart(release, states, one.at(day).states)] as const] : []));
    this.store.set({ apart: { day, clock, lenses: new Map(found) } });
  }

  /** Fetch the days that the hand is on, once it rests there for a moment. */
  private seek(): void {
    const { release, timeline, sought } = this.store.get();
    const awaited = !release || !timeline || sought === null || timeline.has(sought) ? "" : this.nameOf(timeline, sought);
    if (awaited === this.awaited) return;
    this.awaited = awaited;
    clearTimeout(this.waiting);
    if (!release || !timeline || sought === null || awaited === "") return;
    this.waiting = setTimeout(() => {
      this.load(release, timeline, sought).catch(() => {
        const now = this.store.get();
        if (this.abort.signal.aborted || this.awaited !== awaited || now.sought === null) return;
        const missed = { lens: timeline.lens, clock: timeline.clock, day: Math.round(now.sought) };
        this.store.set({ sought: null, playing: false, missed });
      });
    }, options.seekDelay);
  }

  private nameOf(timeline: Timeline, position: number): string {
    return `${timeline.lens} ${timeline.clock} ${timeline.needed(position).join(" ")}`;
  }

  /** Fetch the neighbours of the piece that is looked at, when there is nothing else to do. */
  private lookAhead(): void {
    const { release, timeline, day } = this.store.get();
    if (!release || !timeline) return;
    const at = timeline.pieceOf(day);
    // What the site has to derive is asked for where play leads, and nowhere else.
    const wanted = (isKnownDay(timeline.clock) ? [at + 1] : [at + 1, at - 1]).filter((number) => timeline.files.pieces[number] && !timeline.hasPiece(number));
    if (wanted.length === 0) return;
    whenIdle(() => {
      const now = this.store.get();
      if (this.abort.signal.aborted || now.timeline !== timeline || timeline.pieceOf(now.day) !== at) return;
      // What does not come now is asked for again when somebody goes there.
      for (const number of wanted) this.piece(release, timeline, number).catch(() => undefined);
    });
  }

  /** Of a small release why comes with what: nothing need be asked for later. */
  private small(release: Release, archive: Archive, timeline: Timeline, day: number): Promise<void>[] {
    const early = release.strikeCount <= options.fewStrikes ? [archive.wantStrikes()] : [];
    if (release.claimFiles.length > 1) return early;
    return [...early, archive.wantClaims(release.placeSlugs.slice(0, 1)), archive.wantEvidence(timeline, day)];
  }

  private timeline(release: Release, lens: string, clock: Clock): Timeline {
    const files = filesOf(release, lens, clock, this.api);
    if (!files) throw new Malformed(`release.json: timelines.${lens}.${clock}: pieces expected`);
    const name = `${lens} ${clock} ${release.hash}`;
    const made = this.timelines.get(name) ?? new Timeline(lens, clock, files, release);
    this.timelines.delete(name);
    this.timelines.set(name, made);
    for (const old of [...this.timelines.keys()].slice(0, -KEPT_TIMELINES)) this.timelines.delete(old);
    return made;
  }

  private async load(release: Release, timeline: Timeline, position: number): Promise<void> {
    await Promise.all(timeline.needed(position).map((number) => this.piece(release, timeline, number)));
  }

  /** Fetch one piece, unless it is in hand or on its way. */
  private piece(release: Release, timeline: Timeline, number: number): Promise<void> {
    if (timeline.hasPiece(number)) return Promise.resolve();
    const files = timeline.files.pieces[number]!;
    const known = this.coming.get(files.timeline);
    if (known) return known;
    const stop = new AbortController();
    const stopAll = (): void => { stop.abort(); };
    this.abort.signal.addEventListener("abort", stopAll);
    this.stops.set(files.timeline, stop);
    const made = (async (): Promise<void> => {
      try {
        const piece = readPiece(await json(fileAddress(release, files.timeline), stop.signal), files, release);
        const { position, sought, pieces } = this.store.get();
        const beside = this.store.get().compared?.day;
        timeline.put(number, piece, [position, ...(sought === null ? [] : [sought]), ...(beside === null || beside === undefined ? [] : [beside])]);
        this.store.set({ pieces: pieces + 1 });
      } finally {
        this.abort.signal.removeEventListener("abort", stopAll);
        if (this.stops.get(files.timeline) === stop) {
          this.stops.delete(files.timeline);
          this.coming.delete(files.timeline);
        }
      }
    })();
    this.coming.set(files.timeline, made);
    return made;
  }
}

function whenIdle(work: () => void): void {
  // Safari has no such callback.
  if (typeof requestIdleCallback === "function") requestIdleCallback(work, { timeout: 1000 });
  else setTimeout(work, 200);
}
