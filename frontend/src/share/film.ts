/** The play-through as a film: the map's sheets, one after the other, as the browser's own recorder takes them. */
import type { options } from "../options";
import type { Playback } from "../playback";
import type { Store } from "../state";
import { paintSheet, type Caption } from "./sheet";

/** The first kind that the browser records. */
const KINDS = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"];

/** The kind of film that this browser makes; null for none. */
export function filmKind(): string | null {
  if (typeof MediaRecorder !== "function" || typeof HTMLCanvasElement.prototype.captureStream !== "function") return null;
  return KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) ?? null;
}

export interface Shot {
  store: Store;
  playback: Playback;
  map: HTMLElement;
  caption: () => Caption;
  /** Where the map stands after so many milliseconds of film, in days. */
  pace: (elapsed: number) => number;
  taste: typeof options;
  /** Told how much is done, 0 to 1. */
  progress: (share: number) => void;
  signal: AbortSignal;
}

/** Play from the first day to the last and record it; the map is left where it was. Null when it was stopped. */
export async function film({ store, playback, map, caption, pace, taste, progress, signal }: Shot): Promise<Blob | null> {
  const kind = filmKind();
  const { timeline, day } = store.get();
  if (kind === null || !timeline) throw new Error("This browser records no film.");
  const canvas = document.createElement("canvas");
  const last = timeline.length - 1;
  playback.goTo(0);
  await frame();
  paintSheet(canvas, map, caption(), 1);
  const recorder = new MediaRecorder(canvas.captureStream(taste.filmRate), { mimeType: kind, videoBitsPerSecond: taste.filmBits });
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  const ended = new Promise((resolve) => { recorder.addEventListener("stop", resolve, { once: true }); });
  // A page that nobody sees draws no frames.
  const rest = (): void => {
    if (document.hidden && recorder.state === "recording") recorder.pause();
    else if (!document.hidden && recorder.state === "paused") recorder.resume();
  };
  document.addEventListener("visibilitychange", rest);
  try {
    recorder.start();
    let played = 0;
    let before = await frame();
    for (let over = 0; over < taste.filmEnd && !signal.aborted && store.get().timeline === timeline; ) {
      const now = await frame();
      const passed = Math.min(now - before, 100);
      before = now;
      if (store.get().position >= last) over += passed;
      else if (store.get().sought === null) playback.scrub(Math.min(pace((played += passed)), last));
      paintSheet(canvas, map, caption(), 1);
      progress(store.get().position / Math.max(last, 1));
    }
    recorder.stop();
    await ended;
  } finally {
    document.removeEventListener("visibilitychange", rest);
    if (recorder.state !== "inactive") recorder.stop();
    playback.settle();
    playback.goTo(day);
  }
  return signal.aborted || store.get().timeline !== timeline ? null : new Blob(parts, { type: kind.split(";")[0]! });
}

function frame(): Promise<number> {
  return new Promise((resolve) => { requestAnimationFrame(resolve); });
}
