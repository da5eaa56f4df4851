/** Strikes of the day around their places: area by the low figure of killed, a faint ring for the high, none hiding another. */
import type * as L from "leaflet";
import { CanvasLayer, toPlane, type Frame } from "../canvas-layer";
import { clockOf, dateOf, paletteOf, type Context } from "../context";
import { drawStrike } from "../marks";
import { options } from "../options";
import { fan, markSize, strikesByPlace } from "../strikes";

class StrikesLayer extends CanvasLayer {
  constructor(private readonly context: Context) {
    super("strikes", "strikes");
  }

  protected override paint(frame: Frame): void {
    const state = this.context.store.get();
    const { release } = state;
    if (!release || !state.timeline) return;
    const palette = paletteOf(state);
    const { context, scale, dx, dy } = frame;
    for (const [slug, strikes] of strikesByPlace(state.archive?.strikes ?? [], dateOf(state), clockOf(state))) {
      const place = release.places.get(slug);
      if (!place) continue;
      const point = toPlane(place.longitude, place.latitude);
      for (const mark of fan(strikes, options.dotRadius[place.kind] ?? options.dotRadiusOther, markSize(frame.zoom))) {
        drawStrike(context, point.x * scale + dx + mark.dx, point.y * scale + dy + mark.dy, mark.look, {
          ink: palette.ink,
          casing: palette.casing,
        });
      }
    }
  }
}

export function addStrikes(context: Context, map: L.Map): void {
  const layer = new StrikesLayer(context).addTo(map);
  context.store.watch(["day", "timeline", "told", "dark"], () => {
    layer.refresh();
  });
}
