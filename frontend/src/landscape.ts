/** What helps to find one's way and says nothing about control: names of waters, countries, provinces and roads. */
import type { Frame } from "./canvas-layer";
import type { Box } from "./labels";
import { toPlane } from "./plane";
import type { Landmark, Release } from "./records";
import { nameIn, type Words } from "./words";
import { FONT, type Style, type Unmeasured } from "./written";

/** From which zoom on names of a kind are written, in which style; the first are placed first. */
const NAMED: readonly (readonly [Landmark["kind"], Style, string, number])[] = [
  ["sea", "water", `italic 500 13.5px ${FONT}`, 0],
  ["country", "country", `600 12.5px ${FONT}`, 0],
  ["road", "road", `600 10px ${FONT}`, 7.25],
  ["lake", "water", `italic 500 11.5px ${FONT}`, 7.75],
  ["river", "water", `italic 500 11.5px ${FONT}`, 7.5],
  ["province", "province", `500 11px ${FONT}`, 8.5],
];
/** A road's sign may stand at every so many pixels of it, but no nearer to the next than so many. */
const SIGNS = 38;
const APART = 190;

/** Names of the landscape at this zoom, the most important first. */
export function landscapeLabels(release: Release, words: Words, frame: Frame): Unmeasured[] {
  const { scale, dx, dy, zoom } = frame;
  const labels: Unmeasured[] = [];
  for (const [kind, style, font, from] of NAMED) {
    if (zoom < from) continue;
    for (const mark of release.basemap.landmarks) {
      if (mark.kind !== kind || mark.name === "") continue;
      const text = nameIn(words, mark.name, mark.nameAr);
      const second = style !== "road" && style !== "province" && !words.nativeFirst ? mark.nameAr : "";
      const at = mark.point ? [toPlane(...mark.point)] : kind === "road" ? signs(mark, SIGNS / scale) : [];
      for (const { x, y } of at) {
        labels.push({ place: "", text, second, font, style, stacked: style !== "road", x: x * scale + dx, y: y * scale + dy, radius: 0, centred: style === "road" ? 0 : 36 });
      }
    }
  }
  return labels;
}

/** Of signs that found room, those that stand far enough from others of the same road. */
export function sparse<T extends { label: Unmeasured; box: Box }>(placed: readonly T[]): T[] {
  const kept: T[] = [];
  for (const one of placed) {
    const near = (other: T): boolean =>
      other.label.text === one.label.text && Math.hypot(other.box.left - one.box.left, other.box.top - one.box.top) < APART;
    if (one.label.style !== "road" || !kept.some(near)) kept.push(one);
  }
  return kept;
}

/** Points along a line, `step` apart (in the plane of the mesh), the first half a step from its start. */
function signs({ lines }: Landmark, step: number): { x: number; y: number }[] {
  const found: { x: number; y: number }[] = [];
  for (const line of lines) {
    let next = step / 2;
    line.forEach((end, i) => {
      if (i === 0) return;
      const [from, to] = [toPlane(...line[i - 1]!), toPlane(...end)];
      const length = Math.hypot(to.x - from.x, to.y - from.y);
      for (; next < length; next += step) found.push({ x: from.x + ((to.x - from.x) * next) / length, y: from.y + ((to.y - from.y) * next) / length });
      next -= length;
    });
  }
  return found;
}
