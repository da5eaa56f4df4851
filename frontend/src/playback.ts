/** Moving through time: play, pause, step, scrub. The only place that changes the state's position. */
import { options } from "./options";
import type { Store } from "./state";

/** Slow at both ends, so that each day is arrived at. */
export function ease(share: number): number {
  return share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) * (1 - share);
}

/** Where the map stands after playing for `elapsed` ms at 1× from a whole day: a glide, then a rest, for each day. */
export function positionAfter(elapsed: number, from: number, last: number, still: boolean): number {
  const beat = options.glide + options.rest;
  const days = Math.floor(elapsed / beat);
  const within = elapsed - days * beat;
  // Rest first: whoever presses Play sees the day it starts from.
  const share = within < options.rest ? 0 : still ? 0 : ease((within - options.rest) / options.glide);
  return Math.min(from + days + share, last);
}

/** By how much faster than at 1× a film goes through so many days, so that it ends in time. */
export function haste(days: number): number {
  return Math.max((days * (options.glide + options.rest)) / options.filmMost, 1);
}

export class Playback {
  private frame = 0;
  /** On the way to a change: 1 to a later one, -1 to an earlier one. */
  private search: 1 | -1 | 0 = 0;
  /** When a day was last named, and the wait for the next. */
  private named = 0;
  private waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly store: Store,
    private readonly still: () => boolean,
  ) {
    // Days that a hand waits for have come; playing goes on by itself.
    store.watch(["pieces", "timeline"], ({ sought, playing }) => {
      if (sought === null) this.search = 0;
      if (this.search !== 0) this.toChange(this.search);
      else if (sought !== null && !playing) this.put(sought);
    });
  }

  private get last(): number {
    return (this.store.get().timeline?.length ?? 1) - 1;
  }

  /** Where the hand is, which may be ahead of what is drawn. */
  private get wanted(): number {
    const { sought, position } = this.store.get();
    return sought ?? position;
  }

  /** Move; whether the map could follow. Where it can't yet, it stays as it was drawn, and the days are fetched. */
  private put(position: number): boolean {
    const clamped = Math.min(Math.max(position, 0), this.last);
    if (this.store.get().timeline?.has(clamped) === false) {
      this.store.set({ sought: clamped });
      return false;
    }
    // A fast hand passes many days: those that it stays on are named.
    const now = performance.now();
    const { held, day } = this.store.get();
    const passing = held && now - this.named < options.passing;
    if (!passing) this.named = now;
    this.store.set({ position: clamped, day: passing ? day : Math.round(clamped), sought: null });
    clearTimeout(this.waiting);
    if (passing) this.waiting = setTimeout(() => { this.put(this.store.get().position); }, options.passing);
    return true;
  }

  /** Stand on a whole day. */
  goTo(day: number): void {
    this.pause();
    this.put(Math.round(day));
  }

  /** Go to the next day on which a place changed hands or status, 1 later or -1 earlier; through days that have yet to come too. */
  toChange(way: 1 | -1): void {
    const { timeline } = this.store.get();
    if (!timeline) return;
    const goesOn = this.search === way;
    this.pause();
    let day = Math.round(this.wanted) + (goesOn ? 0 : way);
    // The first day has no day before it: what it holds is no change.
    while (day > 0 && day < this.last && timeline.has(day) && timeline.changesOf(day).length === 0) day += way;
    const there = timeline.has(Math.min(Math.max(day, 0), this.last));
    this.put(day);
    this.search = there ? 0 : way;
  }

  step(days: number): void {
    this.goTo(Math.round(this.wanted) + days);
  }

  /** Follow a hand on the time line; whole days only when motion is unwelcome. */
  scrub(position: number): void {
    this.pause();
    this.store.set({ held: true });
    this.put(this.still() ? Math.round(position) : position);
  }

  /** Come to rest on the nearest day after scrubbing. */
  settle(): void {
    this.store.set({ held: false });
    const { position, sought } = this.store.get();
    const day = Math.round(position);
    if (sought !== null) {
      this.put(Math.round(sought));
      return;
    }
    if (this.still() || position === day) {
      this.put(day);
      return;
    }
    const start = performance.now();
    const tick = (now: number): void => {
      const share = Math.min((now - start) / options.settle, 1);
      if (share === 1) this.put(day);
      else {
        this.store.set({ position: position + (day - position) * ease(share), day });
        this.frame = requestAnimationFrame(tick);
      }
    };
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(tick);
  }

  toggle(): void {
    if (this.store.get().playing) this.goTo(this.store.get().day);
    else this.play();
  }

  play(): void {
    const { timeline, day } = this.store.get();
    if (!timeline || this.last === 0) return;
    cancelAnimationFrame(this.frame);
    let from = day >= this.last ? 0 : day;
    let ended: number | null = null;
    this.store.set({ playing: true });
    this.put(from);
    let played = 0;
    let before: number | null = null;
    const tick = (now: number): void => {
      const { playing, speed } = this.store.get();
      if (!playing) return;
      const next = played + (now - (before ?? now)) * speed;
      before = now;
      const position = positionAfter(next, from, this.last, this.still());
      // Where days have yet to come, time stands still until they are here.
      const followed = this.put(position);
      if (followed) played = next;
      if (followed && position >= this.last) {
        if (!this.store.get().loop) {
          this.pause();
          return;
        }
        ended ??= now;
        if (now - ended >= options.lastRest) {
          [played, from, before, ended] = [0, 0, null, null];
          this.put(0);
        }
        this.frame = requestAnimationFrame(tick);
      } else this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }

  pause(): void {
    this.search = 0;
    cancelAnimationFrame(this.frame);
    this.store.set({ playing: false });
  }
}
