/** The paper under the map: Natural Earth's land and sea, the theatre's outline, and raster tiles where a publisher set some. */
import * as L from "leaflet";
import { isSeam } from "../antimeridian";
import { CanvasLayer, toPlane, type Frame } from "../canvas-layer";
import { paletteOf, type Context } from "../context";
import type { PlanePoint } from "../plane";
import type { Release, Shape } from "../records";

/** Polygons in the plane of the mesh, one path for all: holes by the even-odd rule. */
function trace(path: Path2D, shape: Shape): void {
  for (const polygon of shape) {
    for (const ring of polygon) {
      ring.forEach(([longitude, latitude], i) => {
        const point = toPlane(longitude, latitude);
        if (i === 0) path.moveTo(point.x, point.y);
        else path.lineTo(point.x, point.y);
      });
      path.closePath();
    }
  }
}

/** The outline of polygons, without the line along which the antimeridian cuts them in two. */
function outline(path: Path2D, shape: Shape): void {
  for (const ring of shape.flat()) {
    ring.forEach(([longitude, latitude], i) => {
      const point = toPlane(longitude, latitude);
      if (i === 0 || isSeam(ring[i - 1], [longitude, latitude])) path.moveTo(point.x, point.y);
      else path.lineTo(point.x, point.y);
    });
  }
}

class BasemapLayer extends CanvasLayer {
  private release: Release | null = null;
  private land = new Path2D();
  private theatre = new Path2D();
  private outline = new Path2D();
  private sea: readonly [PlanePoint, PlanePoint] | null = null;

  constructor(
    private readonly context: Context,
    /** Raster tiles lie below: leave land and sea to them. */
    private readonly bare: boolean,
  ) {
    super("ground", "basemap");
  }

  protected override paint(frame: Frame): void {
    const state = this.context.store.get();
    const { release } = state;
    if (!release) return;
    if (release !== this.release) this.read(release);
    const palette = paletteOf(state);
    const { context, scale, dx, dy } = frame;
    context.save();
    context.translate(dx, dy);
    context.scale(scale, scale);
    context.lineJoin = "round";
    if (!this.bare) {
      // Beyond what the basemap was clipped to nobody knows whether it is land: only inside it is the rest the sea.
      context.fillStyle = palette.sea;
      const [a, b] = this.sea ?? [{ x: 0, y: 0 }, { x: 512, y: 256 }];
      context.fillRect(a.x, a.y, b.x - a.x, b.y - a.y);
      context.fillStyle = palette.land;
      context.fill(this.land, "evenodd");
      context.lineWidth = 1 / scale;
      context.strokeStyle = palette.border;
      context.stroke(this.land);
    }
    context.fillStyle = palette.paper;
    context.globalAlpha = this.bare ? 0.35 : 1;
    context.fill(this.theatre, "evenodd");
    context.globalAlpha = 1;
    context.lineWidth = 1.5 / scale;
    context.strokeStyle = palette.soft;
    context.stroke(this.outline);
    context.restore();
  }

  private read(release: Release): void {
    this.release = release;
    this.land = new Path2D();
    for (const country of release.basemap.countries) trace(this.land, country.shape);
    this.theatre = new Path2D();
    trace(this.theatre, release.theatre.boundary);
    this.outline = new Path2D();
    outline(this.outline, release.theatre.boundary);
    const box = release.basemap.bbox;
    this.sea = box ? [toPlane(box[0], box[3]), toPlane(box[2], box[1])] : null;
  }
}

/** Draw the basemap into `map`; `tiles` is a raster tile address with {z}, {x}, {y}, or empty. */
export function addBasemap(context: Context, map: L.Map, tiles: string): void {
  if (tiles !== "") L.tileLayer(tiles, { pane: "tiles", maxZoom: 19 }).addTo(map);
  const layer = new BasemapLayer(context, tiles !== "").addTo(map);
  context.store.watch(["release", "dark"], () => {
    layer.refresh();
  });
}
