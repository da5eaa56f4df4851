/** The front between sides: a dark line with a light casing, inside a soft band as wide as its uncertainty. */
import type * as L from "leaflet";
import type { FrontSegment } from "../areas";
import { CanvasLayer, type Frame } from "../canvas-layer";
import { chain } from "../chain";
import { paletteOf, type Context } from "../context";
import { gainedEdges, traceBand } from "../front-lines";
import { options } from "../options";
import { mix } from "../palette";
import type { Release } from "../records";
import type { State } from "../state";

const EARTH_KM = 40_075.016686;

/** Kilometres to one unit of the plane, in the middle of the theatre. */
function kmPerUnit({ theatre: { bbox } }: Release): number {
  return (EARTH_KM * Math.cos((((bbox[1] + bbox[3]) / 2) * Math.PI) / 180)) / 256;
}

class FrontLayer extends CanvasLayer {
  constructor(private readonly context: Context) {
    super(`front${context.beside}`, "front");
  }

  protected override paint(frame: Frame): void {
    const state = this.context.store.get();
    const { release, timeline } = state;
    if (!release || !timeline) return;
    const lines = chain(this.context.ground.at(release, timeline, state.position).front());
    const palette = paletteOf(state);
    const { context, scale, dx, dy } = frame;
    const band = new Path2D();
    const path = new Path2D();
    const scaling = { scale, dx, dy, kmPerPixel: kmPerUnit(release) / scale };
    for (const line of lines) {
      const { points } = line;
      traceBand(band, line, scaling);
      path.moveTo(points[0]! * scale + dx, points[1]! * scale + dy);
      for (let i = 2; i < points.length; i += 2) path.lineTo(points[i]! * scale + dx, points[i + 1]! * scale + dy);
      if (points[0] === points.at(-2) && points[1] === points.at(-1)) path.closePath();
    }
    context.globalAlpha = options.frontBandOpacity;
    context.fillStyle = palette.casing;
    context.fill(band);
    context.globalAlpha = 1;
    context.lineCap = "round";
    context.lineJoin = "round";
    for (const [width, colour] of [
      [options.frontCasing, palette.casing],
      [options.front, palette.front],
    ] as const) {
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke(path);
    }
  }
}

/** The edge of ground that was gained since the day before, brighter, on the side of who gained it. It fades at rest. */
class GainedLayer extends CanvasLayer {
  constructor(private readonly context: Context) {
    super(`front${context.beside}`, "gained");
  }

  protected override paint(frame: Frame): void {
    const state = this.context.store.get();
    const { context, scale, dx, dy } = frame;
    context.lineCap = "round";
    context.lineWidth = options.gained;
    for (const [colour, parts] of this.gained(state)) {
      context.strokeStyle = colour;
      context.beginPath();
      for (const { segment: { x1, y1, x2, y2 }, left } of parts) {
        const away = ((left ? 1 : -1) * (options.frontCasing + options.gained - 1)) / 2 / Math.hypot(x2 - x1, y2 - y1);
        const [nx, ny] = [(y2 - y1) * away + dx, -(x2 - x1) * away + dy];
        context.moveTo(x1 * scale + nx, y1 * scale + ny);
        context.lineTo(x2 * scale + nx, y2 * scale + ny);
      }
      context.stroke();
    }
  }

  /** The parts of the front with gained ground, by the colour to draw them in. */
  private gained(state: State): Map<string, { segment: FrontSegment; left: boolean }[]> {
    const { release, timeline, position } = state;
    const found = new Map<string, { segment: FrontSegment; left: boolean }[]>();
    const since = Math.ceil(position) - 1;
    if (!release || !timeline || since < 0 || !timeline.has(since)) return found;
    const mosaic = this.context.ground.at(release, timeline, position);
    const actors = release.actors.map(({ slug, side }) => ({ slug, side: side || slug }));
    const { supportLimit } = mosaic.field;
    for (const part of gainedEdges(mosaic.mesh, actors, mosaic.front(), timeline.at(since).layers, supportLimit, kmPerUnit(release))) {
      const colour = mix("#ffffff", release.actors[part.actor]!.colour, options.gainedLight);
      const parts = found.get(colour);
      if (parts) parts.push(part);
      else found.set(colour, [part]);
    }
    return found;
  }

  /** Show the edges while the ground moves; let them go once it stands still, at once where motion is unwelcome. */
  fade(gone: boolean): void {
    const { style } = this.canvas;
    style.transition = gone && !this.context.still() ? `opacity ${options.gainedFade}ms ease-in` : "none";
    style.opacity = gone ? "0" : "1";
  }
}

export function addFront(context: Context, map: L.Map): void {
  const gained = new GainedLayer(context).addTo(map);
  const front = new FrontLayer(context).addTo(map);
  let waiting: number | undefined;
  let opened = false;
  context.store.watch(["position", "timeline", "dark"], ({ timeline }) => {
    front.refresh(true);
    // What the page opens on has just come, not moved.
    if (timeline !== null && !opened) {
      opened = true;
      gained.fade(true);
      return;
    }
    gained.refresh(true);
    gained.fade(false);
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => { gained.fade(true); }, context.still() ? options.gainedStay : options.gainedRest);
  });
}
