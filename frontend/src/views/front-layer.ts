/** The front between sides: a dark line with a light casing, inside a soft band as wide as its uncertainty. */
import type * as L from "leaflet";
import type { FrontSegment } from "../areas";
import { CanvasLayer, type Frame } from "../canvas-layer";
import { paletteOf, type Context } from "../context";
import { options } from "../options";

const EARTH = 40_075_016.686;

class FrontLayer extends CanvasLayer {
  private readonly band = document.createElement("canvas");

  constructor(private readonly context: Context) {
    super("front", "front");
  }

  protected override paint(frame: Frame): void {
    const state = this.context.store.get();
    const { release, timeline } = state;
    if (!release || !timeline) return;
    const { front, pieces } = this.context.ground.areas(release, timeline, state.position);
    if (front.length === 0) return;
    const palette = paletteOf(state);
    const { context, scale, dx, dy } = frame;
    // The band lies on ground that somebody holds: past its edge there is nothing to be unsure between.
    const held = new Path2D();
    for (const { holder, ring } of pieces) {
      if (holder < 0) continue;
      held.moveTo(ring[0]! * scale + dx, ring[1]! * scale + dy);
      for (let i = 2; i < ring.length; i += 2) held.lineTo(ring[i]! * scale + dx, ring[i + 1]! * scale + dy);
      held.closePath();
    }
    context.save();
    context.clip(held);
    this.soften(frame, front, (release.theatre.bbox[1] + release.theatre.bbox[3]) / 2, palette.casing);
    context.restore();

    const path = new Path2D();
    for (const { x1, y1, x2, y2 } of front) {
      path.moveTo(x1 * scale + dx, y1 * scale + dy);
      path.lineTo(x2 * scale + dx, y2 * scale + dy);
    }
    context.lineCap = "round";
    context.lineWidth = options.frontCasing;
    context.strokeStyle = palette.casing;
    context.stroke(path);
    context.lineWidth = options.front;
    context.strokeStyle = palette.front;
    context.stroke(path);
  }

  /** The band: drawn solid on a canvas of its own, so that overlaps do not add up, then laid down at once. */
  private soften(frame: Frame, front: readonly FrontSegment[], latitude: number, colour: string): void {
    const { context, scale, dx, dy, ratio } = frame;
    const metresAPixel = (EARTH * Math.cos((latitude * Math.PI) / 180)) / (256 * scale);
    this.band.width = this.canvas.width;
    this.band.height = this.canvas.height;
    const soft = this.band.getContext("2d");
    if (!soft) return;
    soft.setTransform(ratio, 0, 0, ratio, 0, 0);
    soft.lineCap = "round";
    soft.strokeStyle = colour;
    const widths = new Map<number, Path2D>();
    for (const { x1, y1, x2, y2, support } of front) {
      // Support is in tenths of a kilometre; the front lies within half of that to either side.
      const width = Math.min(Math.round((support * 100) / metresAPixel / 2) * 2, options.frontBandMax);
      if (width <= options.frontCasing) continue;
      let path = widths.get(width);
      if (!path) widths.set(width, (path = new Path2D()));
      path.moveTo(x1 * scale + dx, y1 * scale + dy);
      path.lineTo(x2 * scale + dx, y2 * scale + dy);
    }
    for (const [width, path] of widths) {
      soft.lineWidth = width;
      soft.stroke(path);
    }
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = options.frontBandOpacity;
    context.drawImage(this.band, 0, 0);
    context.restore();
  }
}

export function addFront(context: Context, map: L.Map): void {
  const layer = new FrontLayer(context).addTo(map);
  context.store.watch(["position", "timeline", "dark"], () => {
    layer.refresh();
  });
}
