/** A Leaflet layer that draws on one canvas, which follows the map while it pans and zooms. */
import * as L from "leaflet";

/** From the plane of the mesh to pixels of the canvas: x * scale + dx, y * scale + dy. */
export interface Frame {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  scale: number;
  dx: number;
  dy: number;
  zoom: number;
  /** Pixels of the canvas that lie left of and above the visible map. */
  margin: L.Point;
  size: L.Point;
  /** Device pixels to one CSS pixel. */
  ratio: number;
}

/** Leaflet's own helper for layers that animate with the zoom; its type is not published. */
interface Projecting {
  _latLngToNewLayerPoint(point: L.LatLng, zoom: number, center: L.LatLng): L.Point;
}

/** How much is drawn beyond each edge of the view, so that a short pan shows no gap. */
const MARGIN = 0.25;
/** How long time stands still before all is drawn anew, in milliseconds. */
const CALM = 150;

export { toPlane } from "./plane";

export abstract class CanvasLayer extends L.Layer {
  protected readonly canvas: HTMLCanvasElement;
  private corner: L.LatLng | null = null;
  private drawnZoom = 0;
  private waiting = 0;
  /** All is to be drawn, not only what changed. */
  private whole = true;
  private last: Frame | null = null;
  private calming: ReturnType<typeof setTimeout> | undefined;
  /** Time goes on by itself or under a hand, and the map itself is not being moved. */
  private moving = false;
  private panning = false;
  private isTight = false;
  private seen = true;

  constructor(pane: string, className: string) {
    super();
    // Leaflet takes no options in the constructor of a bare layer.
    L.setOptions(this, { pane });
    this.canvas = document.createElement("canvas");
    this.canvas.className = `leaflet-zoom-animated ${className}`;
    this.canvas.setAttribute("aria-hidden", "true");
  }

  /** Draw all; false: there is nothing to draw. An empty canvas is not shown, which costs less than one that is clear all over. */
  protected abstract paint(frame: Frame): unknown;

  /** Draw only what changed since, over what is there. A layer that can't draws all. */
  protected amend(frame: Frame): void {
    frame.context.clearRect(0, 0, frame.width, frame.height);
    this.show(this.paint(frame) !== false);
  }

  /** The canvas is no larger than the view: time moves. */
  protected get tight(): boolean {
    return this.isTight;
  }

  /** Time has stood still for a moment; `freed`: all is drawn anew, with room around the view. */
  protected calmed(freed: boolean): void {
    if (freed) this.refresh();
  }

  /**
   * Draw what changes as time goes on. While it goes on by itself or under a hand the canvas is no larger than the view: showing a
   * canvas takes as long as it is large. Once time stands still, it reaches beyond again.
   */
  stir(moving: boolean): void {
    this.moving = moving;
    this.refresh(!moving || this.isTight || this.panning);
    clearTimeout(this.calming);
    this.calming = setTimeout(() => {
      const freed = this.isTight && !this.moving;
      if (freed) this.isTight = false;
      this.calmed(freed);
    }, CALM);
  }

  private show(something: boolean): void {
    if (something === this.seen) return;
    this.seen = something;
    this.canvas.style.visibility = something ? "" : "hidden";
  }

  override onAdd(): this {
    this.getPane()!.append(this.canvas);
    this.redraw();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.waiting);
    clearTimeout(this.calming);
    this.waiting = 0;
    this.canvas.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      movestart: () => {
        this.panning = true;
        if (this.isTight) this.redraw();
      },
      moveend: () => {
        this.panning = false;
        this.redraw(true);
      },
      viewreset: () => {
        this.redraw(true);
      },
      resize: () => {
        this.redraw(true);
      },
      zoom: () => {
        this.follow(this._map.getCenter(), this._map.getZoom());
      },
      zoomanim: (event) => {
        const { center, zoom } = event as L.ZoomAnimEvent;
        this.follow(center, zoom);
      },
    };
  }

  /** Draw again before the next frame is shown; with `amend` only what changed, if the canvas still stands as it was drawn. */
  refresh(amend = false): void {
    if (!amend) this.whole = true;
    if (this.waiting !== 0 || !this.canvas.isConnected) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      if (this.whole || this.last === null) this.redraw();
      else this.amend(this.last);
    });
  }

  private follow(center: L.LatLng, zoom: number): void {
    if (this.corner === null) return;
    const offset = (this._map as unknown as Projecting)._latLngToNewLayerPoint(this.corner, zoom, center);
    L.DomUtil.setTransform(this.canvas, offset, this._map.getZoomScale(zoom, this.drawnZoom));
  }

  /** Draw all; with `moved` only where the map is seen otherwise than it was drawn: Leaflet tells of one move by several events. */
  private redraw(moved = false): void {
    const map = this._map as L.Map | undefined;
    if (!map) return;
    const size = map.getSize();
    if (size.x === 0 || size.y === 0) return;
    this.isTight = this.moving && !this.panning;
    const margin = size.multiplyBy(this.isTight ? 0 : MARGIN).round();
    const width = size.x + 2 * margin.x;
    const height = size.y + 2 * margin.y;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    const corner = map.containerPointToLayerPoint([-margin.x, -margin.y]).round();
    this.corner = map.layerPointToLatLng(corner);
    this.drawnZoom = map.getZoom();
    L.DomUtil.setTransform(this.canvas, corner, 1);
    const origin = map.getPixelOrigin().add(corner);
    const { last } = this;
    const stands = last?.dx === -origin.x && last.dy === -origin.y && last.zoom === this.drawnZoom && last.width === width && last.height === height;
    if (moved && stands && last.ratio === ratio && !this.whole && this.waiting === 0) return;
    const context = this.canvas.getContext("2d");
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const scale = map.getZoomScale(this.drawnZoom, 0);
    this.last = { context, width, height, scale, dx: -origin.x, dy: -origin.y, zoom: this.drawnZoom, margin, size, ratio };
    this.whole = false;
    this.show(this.paint(this.last) !== false);
  }
}
