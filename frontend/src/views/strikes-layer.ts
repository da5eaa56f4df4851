/** Strikes of the day: area by the low figure of killed, a faint ring for the high; close ones together, with an honest sum. */
import type * as L from "leaflet";
import { CanvasLayer, type Frame } from "../canvas-layer";
import { actorOf, paletteOf, type Context } from "../context";
import { drawStrike } from "../marks";
import { layStrikes, selectStrikes, type StrikeMark } from "../strikes";

class StrikesLayer extends CanvasLayer {
  private laid: readonly StrikeMark[] = [];

  constructor(private readonly context: Context) {
    super(`strikes${context.beside}`, "strikes");
  }

  protected override paint(frame: Frame): void {
    const state = this.context.store.get();
    const { release } = state;
    if (!release || !state.timeline) return;
    this.laid = layStrikes(selectStrikes(state), release.places, frame.zoom);
    const palette = paletteOf(state);
    const ink = { ink: palette.ink, casing: palette.casing };
    const { context, scale, dx, dy, width, height } = frame;
    // The largest first, so that none hides a smaller one.
    for (const mark of this.laid) {
      const x = mark.x * scale + dx + mark.dx;
      const y = mark.y * scale + dy + mark.dy;
      if (x < -40 || y < -40 || x > width + 40 || y > height + 40) continue;
      const colours = mark.look.attackers.flatMap((slug) => actorOf(state, slug)?.colour ?? []);
      drawStrike(context, x, y, mark.look, ink, colours);
    }
  }

  protected override amend(frame: Frame): void {
    const state = this.context.store.get();
    if (state.release && state.timeline && this.laid === layStrikes(selectStrikes(state), state.release.places, frame.zoom)) return;
    super.amend(frame);
  }
}

export function addStrikes(context: Context, map: L.Map): void {
  const layer = new StrikesLayer(context).addTo(map);
  context.store.watch(["timeline", "told", "dark", "filter", "window"], () => {
    layer.refresh();
  });
  context.store.watch(["day", "playing", "held"], ({ playing, held }) => {
    layer.stir(playing || held);
  });
}
