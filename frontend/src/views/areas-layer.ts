/** Areas of control: strong fills, paler where less sure; hatched where contested, dotted where one side alone says so. */
import type * as L from "leaflet";
import { CanvasLayer, type Frame } from "../canvas-layer";
import { paletteOf, type Context } from "../context";
import { dots, hatch } from "../marks";
import type { Mosaic } from "../mosaic";
import { options } from "../options";
import { mix, type Palette } from "../palette";
import type { Actor, Status } from "../records";

/** What ground looks like; pieces that look the same are one path. */
interface Look {
  holder: number;
  status: Status;
  contender: number;
  tint: number;
}

class AreasLayer extends CanvasLayer {
  private readonly patterns = new Map<string, CanvasPattern>();
  /** The version of the ground that the canvas shows. */
  private shown = { mosaic: null as Mosaic | null, version: 0 };

  constructor(private readonly context: Context) {
    super(`areas${context.beside}`, "areas");
    this.canvas.style.opacity = String(options.areaOpacity);
  }

  /** Patterns hold the theme's paper: forget them when it changes. */
  forget(): void {
    this.patterns.clear();
  }

  protected override paint(frame: Frame): void {
    const mosaic = this.ground();
    if (!mosaic) return;
    this.shown = { mosaic, version: mosaic.version };
    // A coat per holder first, of its strongest tint: then no paper shines through between its pieces. What looks otherwise is laid over it.
    const coats = new Map<number, Path2D>();
    const strongest = options.confidenceTints.length - 1;
    const looks = new Looks(frame);
    for (let t = 0; t < mosaic.classes.length; t++) {
      looks.each(mosaic, t, (look, trace) => {
        if (look.holder < 0) return;
        let coat = coats.get(look.holder);
        if (!coat) coats.set(look.holder, (coat = new Path2D()));
        trace(coat);
        if (look.status !== "held" || look.tint !== strongest) trace(looks.pathOf(look));
      });
    }
    const { context } = frame;
    for (const [holder, path] of coats) {
      context.fillStyle = this.context.store.get().release!.actors[holder]!.colour;
      context.fill(path);
    }
    this.lay(frame, looks);
  }

  /** Lay only the triangles that changed over what is there; what has become unknown is taken away. */
  protected override amend(frame: Frame): void {
    const mosaic = this.ground();
    if (!mosaic) return;
    if (this.shown.mosaic !== mosaic) {
      super.amend(frame);
      return;
    }
    const changed = mosaic.changedSince(this.shown.version);
    this.shown.version = mosaic.version;
    if (changed.length === 0) return;
    const looks = new Looks(frame);
    const gone = new Path2D();
    for (const t of changed) {
      looks.each(mosaic, t, (look, trace) => {
        trace(look.holder < 0 ? gone : looks.pathOf(look));
      });
    }
    this.lay(frame, looks);
    frame.context.globalCompositeOperation = "destination-out";
    frame.context.fill(gone);
    frame.context.globalCompositeOperation = "source-over";
  }

  /** Where triangles were laid over others their edges may show by a shade: at rest nothing does. */
  protected override calmed(): void {
    this.refresh();
  }

  private ground(): Mosaic | null {
    const { release, timeline, position } = this.context.store.get();
    return release && timeline ? this.context.ground.at(release, timeline, position) : null;
  }

  private lay(frame: Frame, looks: Looks): void {
    const state = this.context.store.get();
    for (const [look, path] of looks.paths.values()) {
      frame.context.fillStyle = this.fill(frame, look, state.release!.actors, paletteOf(state));
      frame.context.fill(path);
    }
  }

  private fill(frame: Frame, look: Look, actors: readonly Actor[], palette: Palette): string | CanvasPattern {
    const { colour } = actors[look.holder]!;
    if (look.status === "contested") {
      const other = look.contender < 0 ? palette.paper : actors[look.contender]!.colour;
      return this.pattern(frame, `hatch ${colour} ${other}`, () => hatch(colour, other, frame.ratio));
    }
    if (look.status === "claimed") return this.pattern(frame, `dots ${colour}`, () => dots(colour, palette.paper, frame.ratio));
    return mix(colour, palette.paper, options.confidenceTints[look.tint] ?? 1);
  }

  /** A pattern that stays with the ground while the map pans. */
  private pattern(frame: Frame, key: string, make: () => HTMLCanvasElement): CanvasPattern | string {
    const { context, ratio, dx, dy } = frame;
    const name = `${key} ${ratio}`;
    let pattern = this.patterns.get(name);
    if (!pattern) {
      const made = context.createPattern(make(), "repeat");
      if (!made) return "transparent";
      pattern = made;
      this.patterns.set(name, pattern);
    }
    pattern.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, dx, dy]));
    return pattern;
  }
}

/** The paths of ground by how it looks, in pixels of a frame. */
class Looks {
  readonly paths = new Map<number, readonly [Look, Path2D]>();

  constructor(private readonly frame: Frame) {}

  pathOf(look: Look): Path2D {
    const claimed = look.status === "held" ? 0 : look.status === "claimed" ? 1 : 2;
    const key = ((look.holder * 64 + look.contender + 1) * 4 + claimed) * 16 + (claimed === 0 ? look.tint : 0);
    let row = this.paths.get(key);
    if (!row) this.paths.set(key, (row = [look, new Path2D()]));
    return row[1];
  }

  /** Tell how each part of a triangle looks, and how to trace it on a path. Ground that nobody has has the holder -1. */
  each(mosaic: Mosaic, t: number, tell: (look: Look, trace: (path: Path2D) => void) => void): void {
    const { scale, dx, dy } = this.frame;
    const made = mosaic.cutOf(t);
    if (made !== undefined) {
      for (const piece of made.pieces) {
        tell(piece, (path) => {
          const { ring } = piece;
          path.moveTo(ring[0]! * scale + dx, ring[1]! * scale + dy);
          for (let i = 2; i < ring.length; i += 2) path.lineTo(ring[i]! * scale + dx, ring[i + 1]! * scale + dy);
        });
      }
      return;
    }
    const { x, y, triangles } = mosaic.mesh;
    tell(mosaic.lookOf(t), (path) => {
      for (let k = 3 * t; k < 3 * t + 3; k++) {
        const vertex = triangles[k]!;
        if (k === 3 * t) path.moveTo(x[vertex]! * scale + dx, y[vertex]! * scale + dy);
        else path.lineTo(x[vertex]! * scale + dx, y[vertex]! * scale + dy);
      }
    });
  }
}

export function addAreas(context: Context, map: L.Map): void {
  const layer = new AreasLayer(context).addTo(map);
  context.store.watch(["dark"], () => {
    layer.forget();
    layer.refresh();
  });
  context.store.watch(["position", "timeline", "playing", "held"], ({ playing, held }) => {
    layer.stir(playing || held);
  });
}
