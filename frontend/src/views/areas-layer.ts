/** Areas of control: strong fills, paler where less sure; hatched where contested, dotted where one side alone says so. */
import type * as L from "leaflet";
import type { Piece } from "../areas";
import { CanvasLayer, type Frame } from "../canvas-layer";
import { paletteOf, type Context } from "../context";
import { dots, hatch } from "../marks";
import { options } from "../options";
import { mix, type Palette } from "../palette";
import type { Actor } from "../records";

class AreasLayer extends CanvasLayer {
  private readonly patterns = new Map<string, CanvasPattern>();

  constructor(private readonly context: Context) {
    super("areas", "areas");
  }

  /** Patterns hold the theme's paper: forget them when it changes. */
  forget(): void {
    this.patterns.clear();
  }

  protected override paint(frame: Frame): void {
    const state = this.context.store.get();
    const { release, timeline } = state;
    if (!release || !timeline) return;
    const palette = paletteOf(state);
    this.canvas.style.opacity = String(options.areaOpacity);
    const { pieces } = this.context.ground.areas(release, timeline, state.position);
    // A coat per holder first, of its strongest tint: then no paper shines through between its pieces. What looks otherwise
    // is laid over it, one path for all pieces that look the same.
    const coats = new Map<number, Path2D>();
    const looks = new Map<string, { sample: Piece; path: Path2D }>();
    const { scale, dx, dy } = frame;
    const strongest = options.confidenceTints.length - 1;
    const trace = (path: Path2D, { ring }: Piece): void => {
      path.moveTo(ring[0]! * scale + dx, ring[1]! * scale + dy);
      for (let i = 2; i < ring.length; i += 2) path.lineTo(ring[i]! * scale + dx, ring[i + 1]! * scale + dy);
    };
    for (const piece of pieces) {
      if (piece.holder < 0) continue;
      let coat = coats.get(piece.holder);
      if (!coat) coats.set(piece.holder, (coat = new Path2D()));
      trace(coat, piece);
      if (piece.status === "held" && piece.tint === strongest) continue;
      const tint = piece.status === "held" ? piece.tint : 0;
      const key = `${piece.holder}|${piece.status}|${piece.contender}|${tint}`;
      let look = looks.get(key);
      if (!look) looks.set(key, (look = { sample: piece, path: new Path2D() }));
      trace(look.path, piece);
    }
    const { context } = frame;
    for (const [holder, path] of coats) {
      context.fillStyle = release.actors[holder]!.colour;
      context.fill(path);
    }
    for (const { sample, path } of looks.values()) {
      context.fillStyle = this.fill(frame, sample, release.actors, palette);
      context.fill(path);
    }
  }

  private fill(frame: Frame, piece: Piece, actors: readonly Actor[], palette: Palette): string | CanvasPattern {
    const { colour } = actors[piece.holder]!;
    if (piece.status === "contested") {
      const other = piece.contender < 0 ? palette.paper : actors[piece.contender]!.colour;
      return this.pattern(frame, `hatch ${colour} ${other}`, () => hatch(colour, other, frame.ratio));
    }
    if (piece.status === "claimed") return this.pattern(frame, `dots ${colour}`, () => dots(colour, palette.paper, frame.ratio));
    return mix(colour, palette.paper, options.confidenceTints[piece.tint] ?? 1);
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

export function addAreas(context: Context, map: L.Map): void {
  const layer = new AreasLayer(context).addTo(map);
  context.store.watch(["dark"], () => {
    layer.forget();
  });
  context.store.watch(["position", "timeline", "dark"], () => {
    layer.refresh();
  });
}
