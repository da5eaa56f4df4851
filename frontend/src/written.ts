/** Labels of the map: how each kind of them looks, how wide it is, and how it is written. Lengths are pixels of the canvas. */
import type { Box, Wanted } from "./labels";
import type { Palette } from "./palette";

export const FONT = '"Noto Sans", "Noto Sans Arabic", system-ui, sans-serif';

export type Style = "place" | "holder" | "area" | "water" | "country" | "province" | "road" | "toll";

export interface Label extends Wanted {
  /** Slug of the place that it names; empty: none. */
  place: string;
  text: string;
  /** The same name in the other script. */
  second: string;
  font: string;
  style: Style;
  /** The second name stands under the first, not beside it. */
  stacked?: boolean;
}

export type Unmeasured = Omit<Label, "width" | "height" | "alone">;

const SPACING: Readonly<Partial<Record<Style, string>>> = { holder: "1.8px", country: "2.5px", province: "0.6px" };
const GAP = 6;

function ink(style: Style, palette: Palette): string {
  return style === "water" ? palette.waterInk : style === "country" || style === "province" ? palette.soft : palette.ink;
}

export class Pen {
  /** Widths of labels by font and text: measuring is slow, and every day asks for the same ones. */
  private readonly widths = new Map<string, readonly [whole: number, alone: number]>();

  measure(context: CanvasRenderingContext2D, label: Unmeasured, height: number): Label {
    const key = `${label.font}|${label.text}|${label.second}`;
    let widths = this.widths.get(key);
    if (widths === undefined) {
      context.font = label.font;
      context.letterSpacing = SPACING[label.style] ?? "0px";
      const room = label.style === "road" ? 8 : 5;
      const [first, second] = [context.measureText(label.text).width, label.second === "" ? 0 : context.measureText(label.second).width];
      widths = [(label.stacked ? Math.max(first, second) : first + (second === 0 ? 0 : GAP + second)) + room, first + room];
      this.widths.set(key, widths);
    }
    const [width, alone] = widths;
    return label.second === "" || label.stacked ? { ...label, width, height } : { ...label, width, height, alone };
  }

  write(context: CanvasRenderingContext2D, label: Label, box: Box, palette: Palette): void {
    const y = (box.top + box.bottom) / 2;
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.lineJoin = "round";
    context.font = label.font;
    context.letterSpacing = SPACING[label.style] ?? "0px";
    if (label.style === "road") {
      context.beginPath();
      context.roundRect(box.left + 0.5, box.top + 0.5, box.right - box.left - 1, box.bottom - box.top - 1, 3);
      context.fillStyle = palette.raised;
      context.fill();
      context.lineWidth = 1;
      context.strokeStyle = palette.soft;
      context.stroke();
      context.fillStyle = palette.soft;
      context.fillText(label.text, box.left + 4, y + 0.5);
      return;
    }
    context.lineWidth = 3.5;
    context.strokeStyle = palette.casing;
    context.fillStyle = ink(label.style, palette);
    const draw = (text: string, x: number, opacity: number, at = y): void => {
      context.globalAlpha = 0.82 * opacity;
      context.strokeText(text, x, at);
      context.globalAlpha = opacity;
      context.fillText(text, x, at);
      context.globalAlpha = 1;
    };
    if (label.stacked && label.second !== "") {
      const line = (text: string, at: number, opacity: number): void => {
        draw(text, (box.left + box.right - context.measureText(text).width) / 2, opacity, at);
      };
      line(label.text, y - 8, 1);
      context.letterSpacing = "0px";
      line(label.second, y + 8, 0.85);
      return;
    }
    draw(label.text, box.left + 1, 1);
    if (label.second !== "") draw(label.second, box.left + 1 + GAP + context.measureText(label.text).width, 0.85);
    context.letterSpacing = "0px";
  }
}
