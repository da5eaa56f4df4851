/** Colours of both themes, and the arithmetic that areas need. Colours are `#rrggbb`. */

export interface Palette {
  paper: string;
  land: string;
  sea: string;
  border: string;
  /** Rivers and shores, over any area; and the names of waters. */
  water: string;
  waterInk: string;
  ink: string;
  soft: string;
  line: string;
  surface: string;
  raised: string;
  casing: string;
  front: string;
  accent: string;
  alert: string;
}

export const light: Palette = {
  paper: "#ece8df",
  land: "#dcd7cb",
  sea: "#c5d3d9",
  border: "#a59d8d",
  water: "#54809a",
  waterInk: "#2c566f",
  ink: "#1f1c17",
  soft: "#5a5448",
  line: "#d3ccbd",
  surface: "#f8f5ee",
  raised: "#fffdf8",
  casing: "#fffdf8",
  front: "#1f1c17",
  accent: "#22496b",
  alert: "#8a2d1c",
};

export const dark: Palette = {
  paper: "#2a2c31",
  land: "#1d1f24",
  sea: "#10151c",
  border: "#565a63",
  water: "#7fa9c2",
  waterInk: "#a9cde2",
  ink: "#f0ede6",
  soft: "#b4b0a6",
  line: "#3a3d45",
  surface: "#16181d",
  raised: "#202329",
  casing: "#0c0d10",
  front: "#f6f3ec",
  accent: "#9cc4e8",
  alert: "#f0a08e",
};

export type Rgb = readonly [number, number, number];

export function rgb(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Mix two colours: `share` of the first over the second. */
export function mix(over: string, under: string, share: number): string {
  const a = rgb(over);
  const b = rgb(under);
  const hex = a.map((value, i) => Math.round(value * share + b[i]! * (1 - share)).toString(16).padStart(2, "0"));
  return `#${hex.join("")}`;
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** WCAG 2 contrast ratio of two colours, 1 to 21. */
export function contrast(first: string, second: string): number {
  const [a, b] = [first, second].map((colour) => {
    const [red, green, blue] = rgb(colour).map(linear) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }) as [number, number];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** CIE L*a*b* (D65) of a colour. */
export function lab(colour: string): Rgb {
  const [r, g, b] = rgb(colour).map(linear) as [number, number, number];
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE76 distance of two colours. */
export function distance(first: string, second: string): number {
  const a = lab(first);
  const b = lab(second);
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");
}

/** The palettes as CSS variables: the style sheet and the canvases share one source. */
export function paletteCss(): string {
  return `:host{${variables(light)};color-scheme:light dark}@media (prefers-color-scheme:dark){:host{${variables(dark)}}}`;
}
