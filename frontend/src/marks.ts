/** The shapes of marks and patterns, drawn the same on the map and in the legend. Lengths are pixels. */
import { total } from "./casualties";
import { options } from "./options";
import { mix, type Palette } from "./palette";
import type { Strike } from "./records";

/** Diagonal stripes of two colours; the second may be the paper. */
export function hatch(first: string, second: string, ratio: number): HTMLCanvasElement {
  const stripe = options.hatch;
  const size = Math.round(stripe * 2 * Math.SQRT2 * ratio);
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d")!;
  context.fillStyle = second;
  context.fillRect(0, 0, size, size);
  context.fillStyle = first;
  // Two parallel stripes of half the tile's diagonal each: they meet themselves at every edge of the tile.
  for (const shift of [-size, 0, size]) {
    context.beginPath();
    context.moveTo(shift, size);
    context.lineTo(shift + size, 0);
    context.lineTo(shift + size + size / 2, 0);
    context.lineTo(shift + size / 2, size);
    context.closePath();
    context.fill();
  }
  return canvas;
}

/** Dots of a colour on a pale ground of the same. */
export function dots(colour: string, paper: string, ratio: number): HTMLCanvasElement {
  const size = Math.round(options.dots * ratio);
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d")!;
  context.fillStyle = mix(colour, paper, 0.22);
  context.fillRect(0, 0, size, size);
  context.fillStyle = colour;
  for (const [x, y] of [
    [0.25, 0.25],
    [0.75, 0.75],
  ] as const) {
    context.beginPath();
    context.arc(x * size, y * size, size * 0.21, 0, 2 * Math.PI);
    context.fill();
  }
  return canvas;
}

/** A border between provinces: faint, never mistaken for a front. */
export function drawBorder(context: CanvasRenderingContext2D, path: Path2D, palette: Palette): void {
  context.setLineDash([1, 4]);
  context.lineWidth = 1.1;
  context.globalAlpha = 0.5;
  context.strokeStyle = palette.ink;
  context.stroke(path);
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** A river, or with `filled` a lake. */
export function drawWater(context: CanvasRenderingContext2D, path: Path2D, palette: Palette, width: number, filled: boolean): void {
  if (filled) {
    context.fillStyle = palette.sea;
    context.fill(path, "evenodd");
  }
  context.lineWidth = filled ? width : 1.5 * width;
  context.strokeStyle = palette.water;
  context.stroke(path);
}

/** A road as context: a pale bed with a thin line, broken where it is schematic. */
export function drawRoad(context: CanvasRenderingContext2D, path: Path2D, palette: Palette, width: number, schematic: boolean): void {
  context.globalAlpha = 0.55;
  context.lineWidth = 3 * width;
  context.strokeStyle = palette.casing;
  context.stroke(path);
  context.globalAlpha = 0.8;
  context.lineWidth = 1.2 * width;
  context.strokeStyle = palette.soft;
  context.setLineDash(schematic ? [7, 4] : []);
  context.stroke(path);
  context.setLineDash([]);
  context.globalAlpha = 1;
}

export interface DotLook {
  /** Null: no claim. */
  colour: string | null;
  status: string;
  /** Colour of the first contender. */
  contender: string | null;
  radius: number;
}

/** A place's dot: filled when held or contested, hollow when claimed; a ring in the contender's colour when contested. */
export function drawDot(context: CanvasRenderingContext2D, x: number, y: number, look: DotLook, ink: { outline: string; casing: string; none: string }): void {
  const { radius } = look;
  // The ring of a small dot is thinner, so that neighbours stay apart when zoomed out.
  const ring = Math.min(Math.max(radius * 0.8, 2), 3.6);
  context.setLineDash([]);
  const disc = (r: number): void => {
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
  };
  if (look.status === "contested") {
    disc(radius + ring + 1);
    context.fillStyle = ink.outline;
    context.fill();
    disc(radius + ring);
    context.fillStyle = look.contender ?? ink.casing;
    context.fill();
    disc(radius + 0.8);
    context.fillStyle = ink.casing;
    context.fill();
  }
  disc(radius);
  if (look.colour === null || look.status === "unknown") {
    context.fillStyle = ink.none;
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = ink.casing;
    context.stroke();
    return;
  }
  context.fillStyle = look.status === "claimed" ? ink.casing : look.colour;
  context.fill();
  if (look.status === "claimed") {
    disc(radius - 0.75);
    context.lineWidth = 2.25;
    context.strokeStyle = look.colour;
    context.stroke();
    disc(radius + 0.75);
  }
  context.lineWidth = radius < 3 ? 0.9 : 1.25;
  context.strokeStyle = ink.outline;
  context.stroke();
}

/** The spot that is asked about: a ring with four ticks. */
export function drawSpot(context: CanvasRenderingContext2D, x: number, y: number, ink: { ink: string; casing: string }): void {
  context.setLineDash([]);
  for (const [width, colour] of [
    [5, ink.casing],
    [2.25, ink.ink],
  ] as const) {
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    for (const [dx, dy] of [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ] as const) {
      context.moveTo(x + 7 * dx, y + 7 * dy);
      context.lineTo(x + 13 * dx, y + 13 * dy);
    }
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
}

/** Radius of the disc that has the area of the low figure of killed. */
export function strikeRadius(killed: number | null): number {
  if (killed === null || killed <= 0) return options.strikeRadius;
  return Math.min(Math.max(options.strikeUnit * Math.sqrt(killed), options.strikeRadius), options.strikeRadiusMax);
}

export interface StrikeLook {
  /** Radius by the low figure, and by the high one. */
  radius: number;
  high: number;
  civilians: boolean;
  total: boolean;
  /** Its grading is weak, contested or discounted. */
  weak: boolean;
  /** Somewhere in a wider area. */
  vague: boolean;
  attackers: readonly string[];
  /** How many strikes the mark stands for. */
  count: number;
}

const WEAK: ReadonlySet<string> = new Set(["weak", "contested", "discounted"]);

export function strikeLook(strike: Strike, civilians: boolean, isTotal: boolean): StrikeLook {
  const killed = total(strike.killed);
  const radius = strikeRadius(killed.low);
  const { attackers, grading } = strike;
  return { radius, high: Math.max(strikeRadius(killed.high), radius), civilians, total: isTotal, weak: WEAK.has(grading), vague: false, attackers, count: 1 };
}

function star(context: CanvasRenderingContext2D, x: number, y: number, points: number, outer: number, inner: number): void {
  context.beginPath();
  for (let i = 0; i < points * 2; i++) {
    const radius = i % 2 === 0 ? outer : inner;
    const angle = (Math.PI * i) / points - Math.PI / 2;
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
}

/**
 * A strike: a star where civilians were killed, a slanted cross otherwise; hollow where its grading is weak; its attackers' colours in
 * the middle; a faint ring for the high figure, dots around it where it was somewhere in a wider area.
 */
export function drawStrike(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  look: StrikeLook,
  ink: { ink: string; casing: string },
  colours: readonly string[] = [],
): void {
  const { radius } = look;
  if (look.vague) {
    context.beginPath();
    context.arc(x, y, radius * 1.2 + 5, 0, 2 * Math.PI);
    context.setLineDash([0.1, 4.5]);
    context.lineCap = "round";
    context.lineWidth = 2.2;
    context.strokeStyle = ink.ink;
    context.globalAlpha = 0.7;
    context.stroke();
    context.globalAlpha = 1;
    context.setLineDash([]);
    context.lineCap = "butt";
  }
  if (look.high > radius + 1 || look.total) {
    context.beginPath();
    // The ring stands clear of the star's points, however close the figures are.
    context.arc(x, y, Math.max(look.high, radius * 1.2 + 3), 0, 2 * Math.PI);
    context.setLineDash(look.total ? [4, 3] : []);
    context.globalAlpha = 0.65;
    context.lineWidth = 2;
    context.strokeStyle = ink.casing;
    context.stroke();
    context.lineWidth = 1;
    context.strokeStyle = ink.ink;
    context.stroke();
    context.globalAlpha = 1;
    context.setLineDash([]);
  }
  context.lineJoin = "miter";
  if (look.civilians) {
    star(context, x, y, 8, radius * 1.2, radius * 0.66);
  } else {
    const arm = radius * 0.34;
    context.beginPath();
    context.save();
    context.translate(x, y);
    context.rotate(Math.PI / 4);
    context.moveTo(-arm, -radius);
    for (const [px, py] of [
      [arm, -radius],
      [arm, -arm],
      [radius, -arm],
      [radius, arm],
      [arm, arm],
      [arm, radius],
      [-arm, radius],
      [-arm, arm],
      [-radius, arm],
      [-radius, -arm],
      [-arm, -arm],
    ] as const) {
      context.lineTo(px, py);
    }
    context.closePath();
    context.restore();
  }
  context.lineWidth = look.weak ? 4.5 : 3;
  context.strokeStyle = ink.casing;
  context.stroke();
  context.fillStyle = look.weak ? ink.casing : ink.ink;
  context.fill();
  if (look.weak) {
    context.lineWidth = 1.6;
    context.strokeStyle = ink.ink;
    context.stroke();
  }
  const core = Math.max(radius * 0.42, 3.1);
  colours.forEach((colour, i) => {
    const turn = (2 * Math.PI) / colours.length;
    context.beginPath();
    context.moveTo(x, y);
    context.arc(x, y, core, i * turn - Math.PI / 2, (i + 1) * turn - Math.PI / 2);
    context.fillStyle = colour;
    context.fill();
  });
  if (colours.length > 0) {
    context.beginPath();
    context.arc(x, y, core, 0, 2 * Math.PI);
    context.lineWidth = 1;
    context.strokeStyle = ink.casing;
    context.stroke();
  }
  if (look.count > 1) {
    context.font = '600 10.5px "Noto Sans", system-ui, sans-serif';
    context.letterSpacing = "0px";
    context.textAlign = "left";
    context.textBaseline = "middle";
    const text = `×${look.count}`;
    context.lineWidth = 3;
    context.strokeStyle = ink.casing;
    context.strokeText(text, x + radius + 2, y - radius * 0.7);
    context.fillStyle = ink.ink;
    context.fillText(text, x + radius + 2, y - radius * 0.7);
  }
}
