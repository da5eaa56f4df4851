/** Areas as sources name them ("northern countryside"), where a claim or strike of the day does: soft extents, no edges. */
import type * as L from "leaflet";
import { CanvasLayer, toPlane, type Frame } from "../canvas-layer";
import { paletteOf, type Context } from "../context";
import { areasNamedOn } from "../named-areas";
import type { Ring } from "../records";

/** A closed curve through the middles of a ring's sides: no corner of it claims to be a border. */
function smooth(path: Path2D, ring: Ring, { scale, dx, dy }: Frame): void {
  const points = ring.slice(0, -1).map(([longitude, latitude]) => {
    const point = toPlane(longitude, latitude);
    return [point.x * scale + dx, point.y * scale + dy] as const;
  });
  points.forEach(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length]!;
    const [middleX, middleY] = [(x + nextX) / 2, (y + nextY) / 2];
    if (i === 0) {
      const [lastX, lastY] = points.at(-1)!;
      path.moveTo((x + lastX) / 2, (y + lastY) / 2);
    }
    path.quadraticCurveTo(x, y, middleX, middleY);
  });
  path.closePath();
}

class NamedAreasLayer extends CanvasLayer {
  constructor(private readonly context: Context) {
    super(`named${context.beside}`, "named");
  }

  protected override paint(frame: Frame): boolean {
    const state = this.context.store.get();
    const palette = paletteOf(state);
    const { context } = frame;
    context.lineJoin = "round";
    const chosen = state.release?.places.get(state.place ?? "");
    const named = areasNamedOn(state);
    if (chosen?.extent && !named.includes(chosen)) named.push(chosen);
    if (named.length === 0) return false;
    for (const place of named) {
      const path = new Path2D();
      for (const [outer] of place.extent ?? []) if (outer) smooth(path, outer, frame);
      // Wide, faint strokes over each other fade outwards; no line says "here it ends".
      context.setLineDash([]);
      context.strokeStyle = palette.casing;
      context.fillStyle = palette.casing;
      context.globalAlpha = 0.1;
      context.fill(path);
      for (const width of [14, 9, 5]) {
        context.globalAlpha = 0.07;
        context.lineWidth = width;
        context.stroke(path);
      }
      if (place !== chosen) continue;
      context.globalAlpha = 1;
      context.setLineDash([1, 7]);
      context.lineCap = "round";
      for (const [width, colour] of [
        [5, palette.casing],
        [3, palette.ink],
      ] as const) {
        context.lineWidth = width;
        context.strokeStyle = colour;
        context.stroke(path);
      }
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
    return true;
  }
}

export function addNamedAreas(context: Context, map: L.Map): void {
  const layer = new NamedAreasLayer(context).addTo(map);
  context.store.watch(["day", "timeline", "told", "dark", "place"], () => {
    layer.refresh();
  });
}
