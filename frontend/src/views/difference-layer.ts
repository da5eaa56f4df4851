/** Where two maps that are compared disagree: dark stripes over ground that is one side's in one and not in the other. */
import type * as L from "leaflet";
import { CanvasLayer, type Frame } from "../canvas-layer";
import { paletteOf, type Context } from "../context";
import { differences } from "../differences";
import type { Ground } from "../ground";
import type { Store } from "../state";

/** Width of a stripe and of the room between two, in pixels. */
const STRIPE = 3;

class DifferenceLayer extends CanvasLayer {
  constructor(
    private readonly context: Context,
    private readonly other: { store: Store; ground: Ground },
  ) {
    super("difference", "difference");
  }

  protected override paint(frame: Frame): boolean {
    const [one, other] = [this.context.store.get(), this.other.store.get()];
    if (!one.release || !one.timeline || !other.timeline || !one.difference) return false;
    const rings = differences(
      this.context.ground.at(one.release, one.timeline, one.position),
      this.other.ground.at(one.release, other.timeline, other.position),
    );
    const { context, scale, dx, dy, ratio } = frame;
    const path = new Path2D();
    for (const ring of rings) {
      path.moveTo(ring[0]! * scale + dx, ring[1]! * scale + dy);
      for (let i = 2; i < ring.length; i += 2) path.lineTo(ring[i]! * scale + dx, ring[i + 1]! * scale + dy);
    }
    const { ink, casing } = paletteOf(one);
    context.save();
    context.globalAlpha = 0.28;
    context.fillStyle = casing;
    context.fill(path);
    context.clip(path);
    context.globalAlpha = 0.8;
    context.strokeStyle = ink;
    context.lineWidth = STRIPE;
    context.beginPath();
    // Steeper than the stripes of contested ground, and dark.
    const step = (3 * STRIPE * Math.max(ratio, 1)) / Math.max(ratio, 1);
    for (let x = -frame.height; x < frame.width; x += step) {
      context.moveTo(x, frame.height);
      context.lineTo(x + frame.height / 2, 0);
    }
    context.stroke();
    context.restore();
    return true;
  }
}

export function addDifference(context: Context, map: L.Map, other: { store: Store; ground: Ground }): void {
  const layer = new DifferenceLayer(context, other).addTo(map);
  context.store.watch(["position", "timeline", "compared", "difference", "dark"], ({ compared, difference }) => {
    if (compared !== null || !difference) layer.refresh();
  });
}
