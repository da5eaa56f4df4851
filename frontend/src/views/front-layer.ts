/** The front between sides: a dark line with a light casing, inside a soft band as wide as its uncertainty. */
import type * as L from "leaflet";
import { CanvasLayer, type Frame } from "../canvas-layer";
import { chain } from "../chain";
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
    const lines = chain(this.context.ground.areas(release, timeline, state.position).front);
    if (lines.length === 0) return;
    const palette = paletteOf(state);
    const { context, scale, dx, dy } = frame;
    const paths = lines.map(({ points, support }) => {
      const path = new Path2D();
      path.moveTo(points[0]! * scale + dx, points[1]! * scale + dy);
      for (let i = 2; i < points.length; i += 2) path.lineTo(points[i]! * scale + dx, points[i + 1]! * scale + dy);
      if (points[0] === points.at(-2) && points[1] === points.at(-1)) path.closePath();
      const length = points.slice(2).reduce((sum, value, i) => (i % 2 === 0 ? sum + Math.hypot(value - points[i]!, points[i + 3]! - points[i + 1]!) : sum), 0);
      return { path, support, length: length * scale };
    });
    this.soften(frame, paths, (release.theatre.bbox[1] + release.theatre.bbox[3]) / 2, palette.casing);

    context.lineCap = "round";
    context.lineJoin = "round";
    for (const [width, colour] of [
      [options.frontCasing, palette.casing],
      [options.front, palette.front],
    ] as const) {
      context.lineWidth = width;
      context.strokeStyle = colour;
      for (const { path } of paths) context.stroke(path);
    }
  }

  /** The band: drawn solid on a canvas of its own, so that overlaps do not add up, then laid down at once. */
  private soften(frame: Frame, paths: readonly { path: Path2D; support: number; length: number }[], latitude: number, colour: string): void {
    const { context, scale, ratio } = frame;
    const metresAPixel = (EARTH * Math.cos((latitude * Math.PI) / 180)) / (256 * scale);
    if (this.band.width !== this.canvas.width || this.band.height !== this.canvas.height) {
      this.band.width = this.canvas.width;
      this.band.height = this.canvas.height;
    }
    const soft = this.band.getContext("2d");
    if (!soft) return;
    soft.setTransform(ratio, 0, 0, ratio, 0, 0);
    soft.clearRect(0, 0, frame.width, frame.height);
    soft.lineJoin = "round";
    soft.lineCap = "butt";
    soft.strokeStyle = colour;
    for (const { path, support, length } of paths) {
      // Support is in tenths of a kilometre; the front lies within half of that to either side.
      // Of a front shorter than its doubt the band would be a block: it is kept longer than wide.
      const width = Math.min((support * 100) / metresAPixel, options.frontBandMax, length / 2);
      if (width <= options.frontCasing) continue;
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
