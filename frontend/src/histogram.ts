/** How much was reported of each day, as rows of bars behind the time line: claims above, strikes below, each on a scale of its own. */
import type { Palette } from "./palette";

/** Heights of the rows, as shares of the canvas, and the room between them in pixels. */
const ROWS = [0.6, 0.4];
const GAP = 3;
/** The widest that a bar is, in pixels. */
const WIDEST = 26;
/** So large a share of the days with any fits; a day beyond stands as high as fits. */
const FITS = 0.98;

/** The number that most days stay under: of one that stands far out above all others, no other could be read. */
export function topOf(counts: readonly number[]): number {
  const some = counts.filter((count) => count > 0).sort((a, b) => a - b);
  return some.length === 0 ? 1 : some[Math.min(Math.floor(some.length * FITS), some.length - 1)]!;
}

/** How high a bar is, 0 to 1. Its area is its number's, up to the top; any number at all can be seen. */
export function heightOf(count: number, top: number): number {
  return count <= 0 ? 0 : Math.max(Math.min(count / top, 1), 0.08);
}

/** Draw rows of numbers, one a day, from the start of the line to its end. */
export function drawHistogram(canvas: HTMLCanvasElement, rows: readonly (readonly number[])[], palette: Palette, rtl: boolean): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const context = canvas.getContext("2d");
  if (!context || width === 0) return;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  let top = 0;
  rows.forEach((counts, row) => {
    const room = (ROWS[row] ?? 0) * (height - GAP);
    const most = topOf(counts);
    const slice = width / Math.max(counts.length, 1);
    const thick = Math.max(Math.min(slice * 0.62, WIDEST), Math.min(slice, 1));
    context.fillStyle = row === 0 ? palette.soft : palette.ink;
    context.globalAlpha = row === 0 ? 0.5 : 0.85;
    counts.forEach((count, day) => {
      const middle = (rtl ? counts.length - day - 0.5 : day + 0.5) * slice;
      const high = heightOf(count, most) * room;
      context.fillRect(middle - thick / 2, top + room - high, thick, high);
      // A bar that does not fit is cut open.
      if (count > most) context.clearRect(middle - thick / 2 - 1, top + 3, thick + 2, 1.5);
    });
    top += room + GAP;
  });
  context.globalAlpha = 1;
}
