/** Fetching: from the theatre's pointer to a release, and the timeline of a lens and clock. Writes what came to the store. */
import { Malformed } from "./check";
import { FILES, readPointer, readRelease, type ReleaseFiles } from "./release";
import type { Release } from "./records";
import type { Clock, Store } from "./state";
import { readTimeline, type Timeline } from "./timeline";

/** The network gave nothing. */
class Unreachable extends Error {}
/** The server has no such file. */
class Absent extends Error {}

async function json(address: string, signal: AbortSignal): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(address, { signal, credentials: "same-origin" });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Unreachable(address, { cause: error });
  }
  if (response.status === 404 || response.status === 410) throw new Absent(address);
  if (!response.ok) throw new Unreachable(`${address}: ${response.status}`);
  try {
    return (await response.json()) as unknown;
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Malformed(`${address.split("/").at(-1) ?? address}: JSON expected`);
  }
}

export class Session {
  private abort = new AbortController();
  private readonly timelines = new Map<string, Timeline>();

  constructor(
    private readonly store: Store,
    private readonly src: string,
    private readonly theatre: string,
  ) {}

  /** Load the release and its first timeline. `ready` runs once, before the first drawing, with both in hand. */
  async open(wish: { lens: string; clock: Clock }, ready: (release: Release, timeline: Timeline) => void): Promise<void> {
    const signal = this.abort.signal;
    this.store.set({ phase: "loading", problem: "", missed: null });
    const folder = `${this.src.replace(/\/*$/, "/")}${encodeURIComponent(this.theatre)}/`;
    try {
      let pointer;
      try {
        pointer = readPointer(await json(`${folder}latest.json`, signal));
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
      const clock = release.timelines.get(lens)?.has(wish.clock) ? wish.clock : "now";
      const timeline = await this.timeline(release, lens, clock, signal);
      ready(release, timeline);
      this.store.set({ phase: "ready" });
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof Error ? error.message : String(error);
      this.store.set({ phase: error instanceof Unreachable ? "offline" : "failed", problem });
    }
  }

  /** Change lens or clock; the old timeline stays until the new one is there, and stays if it never comes. */
  async choose(lens: string, clock: Clock): Promise<void> {
    const { release, timeline } = this.store.get();
    if (!release || !timeline) return;
    const known = release.timelines.get(lens)?.has(clock) ? clock : "now";
    this.store.set({ lens, clock: known, missed: null });
    if (timeline.lens === lens && timeline.clock === known) {
      this.store.set({ busy: false });
      return;
    }
    const signal = this.abort.signal;
    this.store.set({ busy: true });
    try {
      const next = await this.timeline(release, lens, known, signal);
      const now = this.store.get();
      if (now.lens === lens && now.clock === known) this.store.set({ timeline: next, busy: false });
    } catch {
      const now = this.store.get();
      if (signal.aborted || now.lens !== lens || now.clock !== known) return;
      const drawn = now.timeline ?? timeline;
      this.store.set({ busy: false, missed: { lens, clock: known }, lens: drawn.lens, clock: drawn.clock });
    }
  }

  close(): void {
    this.abort.abort();
  }

  private async timeline(release: Release, lens: string, clock: Clock, signal: AbortSignal): Promise<Timeline> {
    const name = release.timelines.get(lens)?.get(clock);
    if (name === undefined) throw new Malformed(`release.json: timelines.${lens}.${clock}: a file name expected`);
    const kept = this.timelines.get(name);
    if (kept) return kept;
    const made = readTimeline(await json(release.base + name, signal), name, release);
    this.timelines.set(name, made);
    return made;
  }
}
