/** Strikes of the day: area by the low figure of killed, a faint ring for the high; close ones together, with an honest sum. */
import type * as L from "leaflet";
import { CanvasLayer, type Frame } from "../canvas-layer";
import { actorOf, paletteOf, type Context } from "../context";
import { drawStrike } from "../marks";
import { layStrikes, selectStrikes } from "../strikes";

class StrikesLayer extends CanvasLayer {
  constructor(private readonly context: Context) {
    super(`strikes${context.beside}`, "strikes");
  }

  protected override paint(frame: Frame): void {
    const state = this.context.store.get();
    const { release } = state;
    if (!release || !state.timeline) return;
    const palette = paletteOf(state);
    const ink = { ink: palette.ink, casing: palette.casing };
    const { context, scale, dx, dy, width, height } = frame;
    // The largest first, so that none hides a smaller one.
    for (const mark of layStrikes(selectStrikes(state), release.places, frame.zoom)) {
      const x = mark.x * scale + dx + mark.dx;
      const y = mark.y * scale + dy + mark.dy;
      if (x < -40 || y < -40 || x > width + 40 || y > height + 40) continue;
      const colours = mark.look.attackers.flatMap((slug) => actorOf(state, slug)?.colour ?? []);
      drawStrike(context, x, y, mark.look, ink, colours);
    }
  }
}

export function addStrikes(context: Context, map: L.Map): void {
  const layer = new StrikesLayer(context).addTo(map);
  context.store.watch(["day", "timeline", "told", "dark", "filter", "window"], () => {
    layer.refresh();
  });
}
