/** Rivers, lakes, roads and provinces' borders, thin over the areas and under the front: to find one's way, no more. */
import type * as L from "leaflet";
import { CanvasLayer, toPlane, type Frame } from "../canvas-layer";
import { paletteOf, type Context } from "../context";
import { drawBorder, drawRoad, drawWater } from "../marks";
import type { Landmark, Release } from "../records";

class LandscapeLayer extends CanvasLayer {
  private readOf: Release | null = null;
  private paths: { mark: Landmark; path: Path2D }[] = [];

  constructor(private readonly context: Context) {
    super("landscape", "landscape");
  }

  protected override paint(frame: Frame): void {
    const state = this.context.store.get();
    const { release } = state;
    if (!release) return;
    if (release !== this.readOf) this.read(release);
    const palette = paletteOf(state);
    const { context, scale, dx, dy, zoom, ratio } = frame;
    // Lines are as wide at every zoom: the path is scaled, the pen is not.
    const placed = new DOMMatrix([scale, 0, 0, scale, dx, dy]);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const width = Math.min(Math.max(0.6 + (zoom - 7) * 0.25, 0.75), 1.5);
    const draw = (kind: Landmark["kind"], pen: (path: Path2D, mark: Landmark) => void): void => {
      for (const { mark, path } of this.paths) {
        if (mark.kind !== kind) continue;
        const here = new Path2D();
        here.addPath(path, placed);
        pen(here, mark);
      }
    };
    context.lineJoin = "round";
    context.lineCap = "round";
    draw("province", (path) => {
      drawBorder(context, path, palette);
    });
    draw("river", (path) => {
      drawWater(context, path, palette, width, false);
    });
    draw("lake", (path) => {
      drawWater(context, path, palette, width, true);
    });
    draw("road", (path, { schematic }) => {
      drawRoad(context, path, palette, width, schematic);
    });
  }

  private read(release: Release): void {
    this.readOf = release;
    this.paths = release.basemap.landmarks.map((mark) => {
      const path = new Path2D();
      for (const line of mark.lines) {
        const points = line.map(([longitude, latitude]) => toPlane(longitude, latitude));
        // A river that is drawn roughly is drawn round: its corners would claim to be known.
        const round = mark.schematic && mark.kind === "river";
        points.forEach(({ x, y }, i) => {
          const next = points[i + 1];
          if (i === 0) path.moveTo(x, y);
          else if (round && next) path.quadraticCurveTo(x, y, (x + next.x) / 2, (y + next.y) / 2);
          else path.lineTo(x, y);
        });
      }
      return { mark, path };
    });
  }
}

export function addLandscape(context: Context, map: L.Map): void {
  const layer = new LandscapeLayer(context).addTo(map);
  context.store.watch(["release", "dark"], () => {
    layer.refresh();
  });
}
