/** The front between sides: a dark line with a light casing, inside a soft band as wide as its uncertainty. */
import type * as L from "leaflet";
import type { FrontSegment } from "../areas";
import { CanvasLayer, type Frame } from "../canvas-layer";
import { chain } from "../chain";
import { paletteOf, type Context } from "../context";
import { gainedEdges, traceBand } from "../front-lines";
import { options } from "../options";
import { mix } from "../palette";
import type { Ground } from "../ground";
import type { Release } from "../records";
import type { State } from "../state";

const EARTH_KM = 40_075.016686;

/** Kilometres to one unit of the plane, in the middle of the theatre. */
function kmPerUnit({ theatre: { bbox } }: Release): number {
  return (EARTH_KM * Math.cos((((bbox[1] + bbox[3]) / 2) * Math.PI) / 180)) / 256;
}

/** A part of the front whose owner on one side gained the ground there, and on which side. */
interface GainedPart {
  segment: FrontSegment;
  left: boolean;
}

/** The parts of the front with ground gained since the day before, by the colour to draw them in. */
function gainedParts(ground: Ground, { release, timeline, position }: State): Map<string, GainedPart[]> {
  const found = new Map<string, GainedPart[]>();
  const since = Math.ceil(position) - 1;
  if (!release || !timeline || since < 0 || !timeline.has(since)) return found;
  const mosaic = ground.at(release, timeline, position);
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

/** Draw the edge of gained ground, brighter, on the side of who gained it. */
function drawGained({ context, scale, dx, dy }: Frame, gained: Map<string, GainedPart[]>): void {
  context.lineCap = "round";
  context.lineWidth = options.gained;
  for (const [colour, parts] of gained) {
    context.strokeStyle = colour;
    context.beginPath();
    for (const { segment: { x1, y1, x2, y2 }, left } of parts) {
      const away = ((left ? 1 : -1) * (options.front + options.gained)) / 2 / Math.hypot(x2 - x1, y2 - y1);
      const [nx, ny] = [(y2 - y1) * away + dx, -(x2 - x1) * away + dy];
      context.moveTo(x1 * scale + nx, y1 * scale + ny);
      context.lineTo(x2 * scale + nx, y2 * scale + ny);
    }
    context.stroke();
  }
}

class FrontLayer extends CanvasLayer {
  constructor(
    private readonly context: Context,
    private readonly gained: GainedLayer,
  ) {
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
    // Over the band, which would pale it. While time moves it is on this canvas: one less to show.
    if (this.tight) drawGained(frame, gainedParts(this.context.ground, state));
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

  /** Time moved: draw the front, and what was gained. */
  move(moving: boolean): void {
    this.stir(moving);
    if (moving || this.tight) this.gained.hide();
    else this.gained.flash();
  }

  protected override calmed(freed: boolean): void {
    super.calmed(freed);
    if (freed) this.gained.flash();
  }
}

/** The edge of ground that was gained since the day before. It fades at rest. */
class GainedLayer extends CanvasLayer {
  private fading: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly context: Context) {
    super(`front${context.beside}`, "gained");
    this.hide();
  }

  protected override paint(frame: Frame): boolean {
    const gained = gainedParts(this.context.ground, this.context.store.get());
    drawGained(frame, gained);
    return gained.size > 0;
  }

  /** Show the edges, and let them go once the ground stands still: at once where motion is unwelcome. */
  flash(): void {
    this.refresh(true);
    this.fade(false);
    clearTimeout(this.fading);
    this.fading = setTimeout(() => { this.fade(true); }, this.context.still() ? options.gainedStay : options.gainedRest);
  }

  hide(): void {
    clearTimeout(this.fading);
    const { style } = this.canvas;
    style.transition = "none";
    style.opacity = "0";
  }

  private fade(gone: boolean): void {
    const { style } = this.canvas;
    style.transition = gone && !this.context.still() ? `opacity ${options.gainedFade}ms ease-in` : "none";
    style.opacity = gone ? "0" : "1";
  }
}

export function addFront(context: Context, map: L.Map): void {
  const gained = new GainedLayer(context);
  const front = new FrontLayer(context, gained).addTo(map);
  gained.addTo(map);
  let opened = false;
  context.store.watch(["position", "timeline", "dark", "playing", "held"], ({ timeline, playing, held }) => {
    // What the page opens on has just come, not moved.
    if (timeline === null || !opened) {
      opened = timeline !== null;
      front.refresh();
    } else front.move(playing || held);
  });
}
