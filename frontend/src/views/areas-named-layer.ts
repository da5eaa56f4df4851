/** Areas as sources name them ("northern countryside"), where a claim or strike of the day does: soft extents, no edges. */
import type * as L from "leaflet";
import { CanvasLayer, toPlane, type Frame } from "../canvas-layer";
import { paletteOf, type Context } from "../context";
import { areasNamedOn } from "../named-areas";

class NamedAreasLayer extends CanvasLayer {
  constructor(private readonly context: Context) {
    super("named", "named");
  }

  protected override paint(frame: Frame): void {
    const state = this.context.store.get();
    const palette = paletteOf(state);
    const { context, scale, dx, dy } = frame;
    context.lineJoin = "round";
    for (const place of areasNamedOn(state)) {
      const path = new Path2D();
      for (const [outer] of place.extent ?? []) {
        outer?.forEach(([longitude, latitude], i) => {
          const point = toPlane(longitude, latitude);
          if (i === 0) path.moveTo(point.x * scale + dx, point.y * scale + dy);
          else path.lineTo(point.x * scale + dx, point.y * scale + dy);
        });
        path.closePath();
      }
      // Wide, faint strokes over each other fade outwards; no line says "here it ends".
      context.setLineDash([]);
      context.strokeStyle = palette.casing;
      for (const width of [18, 13, 8, 4]) {
        context.globalAlpha = 0.13;
        context.lineWidth = width;
        context.stroke(path);
      }
      context.globalAlpha = 0.8;
      context.setLineDash([1, 6]);
      context.lineCap = "round";
      context.lineWidth = 2;
      context.strokeStyle = palette.ink;
      context.stroke(path);
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
  }
}

export function addNamedAreas(context: Context, map: L.Map): void {
  const layer = new NamedAreasLayer(context).addTo(map);
  context.store.watch(["day", "timeline", "dark"], () => {
    layer.refresh();
  });
}
