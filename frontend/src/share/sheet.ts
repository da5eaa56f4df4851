/** What is on the map, as a picture by itself: its day, lens, clock and release above and below it, so that it can't lie, and its credit. */

export interface Caption {
  theatre: string;
  day: string;
  /** Day, lens, clock and release in one line, as under the map. */
  stamp: string;
  /** Whose places, borders and data these are, and where the map is. */
  credit: string;
  direction: "ltr" | "rtl";
}

const PAD = 16;
const HEAD = 46;
const LINE = 17;
const BIG = "700 19px";
const SMALL = "400 12.5px";
const FAMILY = '"Noto Sans", "Noto Sans Arabic", "Segoe UI", system-ui, sans-serif';

/** Paint the map and its caption on a canvas, which takes the size that they need. `ratio` is its pixels to one of CSS. */
export function paintSheet(canvas: HTMLCanvasElement, map: HTMLElement, caption: Caption, ratio: number): void {
  const { width, height } = map.getBoundingClientRect();
  const style = getComputedStyle(map);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser gives no canvas to draw on.");
  context.font = `${SMALL} ${FAMILY}`;
  const lines = [caption.stamp, caption.credit].flatMap((text) => wrapped(text, width - 2 * PAD, (part) => context.measureText(part).width));
  const foot = lines.length * LINE + 14;
  // Films want an even number of pixels.
  const even = (length: number): number => 2 * Math.round((length * ratio) / 2);
  const [wide, high] = [even(width), even(HEAD + height + foot)];
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];

  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = colour("--surface");
  context.fillRect(0, 0, width, HEAD + height + foot);
  context.save();
  context.beginPath();
  context.rect(0, HEAD, width, height);
  context.clip();
  context.fillStyle = colour("--land");
  context.fillRect(0, HEAD, width, height);
  paintLayers(context, map);
  context.restore();

  const rightToLeft = caption.direction === "rtl";
  const [start, end] = rightToLeft ? [width - PAD, PAD] : [PAD, width - PAD];
  context.direction = caption.direction;
  context.textBaseline = "middle";
  context.font = `${BIG} ${FAMILY}`;
  context.fillStyle = colour("--ink");
  context.textAlign = "start";
  context.fillText(caption.theatre, start, HEAD / 2, width / 2 - PAD);
  context.textAlign = "end";
  context.fillText(caption.day, end, HEAD / 2, width / 2 - PAD);
  context.font = `${SMALL} ${FAMILY}`;
  context.fillStyle = colour("--soft");
  context.textAlign = "start";
  lines.forEach((line, i) => {
    context.fillText(line, start, HEAD + height + 7 + (i + 0.5) * LINE);
  });
}

/** Lay the map's canvases over each other as they lie on the page. Raster tiles of another site can't be read, and stay out. */
function paintLayers(context: CanvasRenderingContext2D, map: HTMLElement): void {
  const corner = map.getBoundingClientRect();
  for (const layer of map.querySelectorAll("canvas")) {
    const { left, top, width, height } = layer.getBoundingClientRect();
    if (width === 0 || height === 0) continue;
    const pane = layer.parentElement;
    if (pane?.style.display === "none") continue;
    context.save();
    // Of two maps beside each other each is shown on its side.
    const outline = (pane?.style.clipPath.match(/-?[\d.]+(?=px)/g) ?? []).map(Number);
    if (pane && outline.length > 0) {
      const { left: x, top: y } = pane.getBoundingClientRect();
      context.beginPath();
      for (let i = 0; i < outline.length; i += 2) context.lineTo(x - corner.left + outline[i]!, HEAD + y - corner.top + outline[i + 1]!);
      context.clip();
    }
    context.globalAlpha = Number(getComputedStyle(layer).opacity);
    context.drawImage(layer, left - corner.left, HEAD + top - corner.top, width, height);
    context.restore();
  }
}

/** A text in lines that are no wider than `room`, as `widthOf` measures them; a word that is wider has a line of its own. */
export function wrapped(text: string, room: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((one) => one !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === "" ? lines : [...lines, line];
}

/** The sheet as a PNG. */
export async function picture(map: HTMLElement, caption: Caption): Promise<Blob> {
  const canvas = document.createElement("canvas");
  paintSheet(canvas, map, caption, Math.min(Math.max(window.devicePixelRatio || 1, 1), 2));
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error("This browser makes no PNG of a canvas this large."));
    }, "image/png");
  });
}
