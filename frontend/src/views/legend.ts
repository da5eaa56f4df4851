/** The legend: every mark of the map, drawn by the same code that draws the map. Folds. */
import { paletteOf, type Context } from "../context";
import { h } from "../dom";
import { dots, drawBorder, drawDot, drawRoad, drawStrike, drawWater, hatch, type StrikeLook } from "../marks";
import { options } from "../options";
import { mix, type Palette } from "../palette";
import type { State } from "../state";
import { nameIn } from "../words";

const WIDTH = 34;
const HEIGHT = 22;

function sample(draw: (context: CanvasRenderingContext2D, ratio: number) => void): HTMLCanvasElement {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const canvas = h("canvas", { width: WIDTH * ratio, height: HEIGHT * ratio, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  if (context) {
    context.scale(ratio, ratio);
    draw(context, ratio);
  }
  return canvas;
}

function swatch(palette: Palette, fill: (context: CanvasRenderingContext2D, ratio: number) => string | CanvasPattern | null): HTMLCanvasElement {
  return sample((context, ratio) => {
    context.fillStyle = palette.paper;
    context.fillRect(0, 2, WIDTH, HEIGHT - 4);
    const made = fill(context, ratio);
    if (made !== null) {
      if (typeof made !== "string") made.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, 0, 0]));
      context.globalAlpha = options.areaOpacity;
      context.fillStyle = made;
      context.fillRect(0, 2, WIDTH, HEIGHT - 4);
      context.globalAlpha = 1;
    }
    context.strokeStyle = palette.soft;
    context.lineWidth = 1;
    context.strokeRect(0.5, 2.5, WIDTH - 1, HEIGHT - 5);
  });
}

function row(mark: HTMLCanvasElement, text: string): HTMLElement {
  return h("li", {}, mark, h("span", {}, text));
}

function content(context: Context, state: State): HTMLElement[] {
  const { words } = context;
  const { release } = state;
  const palette = paletteOf(state);
  const holders = release?.actors.filter((actor) => actor.canHold) ?? [];
  const [first, second] = [holders[0]?.colour ?? "#b0413e", holders[1]?.colour ?? "#3fa38a"];
  const dotInk = { outline: "#1f1c17", casing: "#fffdf8", none: state.dark ? "#8b8d94" : "#8f8879" };
  const ink = { ink: palette.ink, casing: palette.casing };
  const [x, y] = [WIDTH / 2, HEIGHT / 2];
  const dot = (status: string, colour: string | null): HTMLCanvasElement =>
    sample((canvas) => {
      drawDot(canvas, x, y, { colour, status, contender: second, radius: 5 }, dotInk);
    });
  const strike = (look: Partial<StrikeLook>, colours: string[] = []): HTMLCanvasElement =>
    sample((canvas) => {
      const plain = { radius: 6.5, high: 0, civilians: true, total: false, weak: false, vague: false, attackers: [], count: 1 };
      drawStrike(canvas, look.count ? x - 5 : x, y, { ...plain, ...look }, ink, colours);
    });
  const line = (pen: (canvas: CanvasRenderingContext2D, path: Path2D) => void): HTMLCanvasElement =>
    sample((canvas) => {
      canvas.lineCap = "round";
      pen(canvas, new Path2D(`M4 ${y + 3} Q${x} ${y - 7} ${WIDTH - 4} ${y + 3}`));
    });
  const group = (title: string, ...rows: (HTMLElement | false)[]): HTMLElement[] => [h("h2", {}, title), h("ul", {}, ...rows)];
  const has = (kind: string): boolean => release?.basemap.landmarks.some((mark) => mark.kind === kind && mark.lines.length > 0) === true;
  const landscape = release?.basemap.landmarks.length
    ? group(
        words.legendLandscape,
        has("road") && row(line((canvas, path) => { drawRoad(canvas, path, palette, 1, true); }), words.legendRoad),
        (has("river") || has("lake")) && row(line((canvas, path) => { drawWater(canvas, path, palette, 1, false); }), words.legendWater),
        has("province") && row(line((canvas, path) => { drawBorder(canvas, path, palette); }), words.legendProvince),
      )
    : [];
  return [
    ...group(
      words.legendAreas,
      ...holders.map((actor) => row(swatch(palette, () => actor.colour), nameIn(words, actor.name, actor.nameAr))),
      row(
        swatch(palette, (canvas) => {
          const shades = canvas.createLinearGradient(0, 0, WIDTH, 0);
          const { confidenceTints: tints } = options;
          tints.forEach((tint, i) => {
            const colour = mix(first, palette.paper, tint);
            shades.addColorStop((tints.length - 1 - i) / tints.length, colour);
            shades.addColorStop((tints.length - i) / tints.length, colour);
          });
          canvas.save();
          canvas.globalAlpha = options.areaOpacity;
          canvas.fillStyle = shades;
          canvas.fillRect(0, 2, WIDTH, HEIGHT - 4);
          canvas.restore();
          return null;
        }),
        words.legendHeld,
      ),
      row(swatch(palette, (canvas, ratio) => canvas.createPattern(hatch(first, second, ratio), "repeat")), words.legendContested),
      row(swatch(palette, (canvas, ratio) => canvas.createPattern(dots(second, palette.paper, ratio), "repeat")), words.legendClaimed),
      row(swatch(palette, () => null), words.legendUnknown),
      row(
        sample((canvas) => {
          canvas.lineCap = "round";
          for (const [width, colour, opacity] of [
            [14, palette.soft, 0.25],
            [options.frontCasing, palette.casing, 1],
            [options.front, palette.front, 1],
          ] as const) {
            canvas.globalAlpha = opacity;
            canvas.lineWidth = width;
            canvas.strokeStyle = colour;
            canvas.beginPath();
            canvas.moveTo(8, y + 2);
            canvas.quadraticCurveTo(x, y - 6, WIDTH - 8, y + 2);
            canvas.stroke();
          }
        }),
        words.legendFront,
      ),
      row(
        sample((canvas) => {
          canvas.fillStyle = mix(first, palette.paper, options.areaOpacity);
          canvas.fillRect(0, 2, WIDTH, HEIGHT - 4);
          canvas.fillStyle = palette.casing;
          canvas.strokeStyle = palette.casing;
          for (const width of [9, 5, 2]) {
            canvas.globalAlpha = 0.16;
            canvas.lineWidth = width;
            canvas.beginPath();
            canvas.ellipse(x, y, 10, 4.5, 0, 0, 2 * Math.PI);
            canvas.fill();
            canvas.stroke();
          }
        }),
        words.legendArea,
      ),
    ),
    ...group(
      words.legendPlaces,
      row(dot("held", first), words.legendDot),
      row(dot("contested", first), words.legendRing),
      row(dot("claimed", second), words.legendHollow),
      row(dot("unknown", null), words.legendNone),
    ),
    ...group(
      words.legendStrikes,
      row(strike({}), words.legendCivilians),
      row(strike({ civilians: false }), words.legendStrike),
      row(strike({ civilians: false }, [first]), words.legendAttacker),
      row(strike({ civilians: false, weak: true }), words.legendWeak),
      row(strike({ high: 10 }), words.legendHigh),
      row(strike({ high: 10, total: true }), words.legendTotal),
      row(strike({ civilians: false, vague: true, radius: 4.5 }), words.legendVague),
      row(strike({ count: 3 }), words.legendTogether),
    ),
    ...landscape,
  ];
}

export function legend(context: Context): HTMLElement {
  const { store, words } = context;
  const body = h("div", { class: "legend-body" });
  const fold = h("details", { class: "fold legend", part: "legend", name: "fold" }, h("summary", {}, words.legend), body);
  store.watch(["release", "dark"], (state) => {
    fold.hidden = state.release === null;
    body.replaceChildren(...content(context, state));
  });
  return fold;
}
