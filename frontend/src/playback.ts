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

export class Playback {
  private frame = 0;

  constructor(
    private readonly store: Store,
    private readonly still: () => boolean,
  ) {}

  private get last(): number {
    return (this.store.get().timeline?.length ?? 1) - 1;
  }

  private put(position: number): void {
    const clamped = Math.min(Math.max(position, 0), this.last);
    this.store.set({ position: clamped, day: Math.round(clamped) });
  }

  /** Stand on a whole day. */
  goTo(day: number): void {
    this.pause();
    this.put(Math.round(day));
  }

  step(days: number): void {
    this.goTo(this.store.get().day + days);
  }

  /** Follow a hand on the time line; whole days only when motion is unwelcome. */
  scrub(position: number): void {
    this.pause();
    this.put(this.still() ? Math.round(position) : position);
  }

  /** Come to rest on the nearest day after scrubbing. */
  settle(): void {
    const { position, day } = this.store.get();
    if (this.still() || position === day) {
      this.put(day);
      return;
    }
    const start = performance.now();
    const tick = (now: number): void => {
      const share = Math.min((now - start) / options.settle, 1);
      if (share === 1) this.put(day);
      else {
        this.store.set({ position: position + (day - position) * ease(share) });
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
    let speed = this.store.get().speed;
    let start: number | null = null;
    this.store.set({ playing: true });
    this.put(from);
    const tick = (now: number): void => {
      const state = this.store.get();
      if (!state.playing) return;
      start ??= now;
      if (state.speed !== speed) {
        from = state.day;
        speed = state.speed;
        start = now;
      }
      const position = positionAfter((now - start) * speed, from, this.last, this.still());
      this.put(position);
      if (position >= this.last) this.pause();
      else this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }

  pause(): void {
    cancelAnimationFrame(this.frame);
    this.store.set({ playing: false });
  }
}
