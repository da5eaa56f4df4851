/** Which parts of a canvas must be drawn anew when some of its marks changed. Lengths are pixels of the canvas. */
import type { Box } from "./labels";

/** Something on a canvas: what it is, how it looks, and all that it covers. */
export interface Mark {
  id: string;
  look: string;
  box: Box;
}

/**
 * The boxes in which marks came, went or changed; null where they are more than `most`, so that all is better drawn anew. A mark that
 * only stands at another place in the order has not changed.
 */
export function differing(before: ReadonlyMap<string, Mark>, after: ReadonlyMap<string, Mark>, most: number): Box[] | null {
  const boxes: Box[] = [];
  for (const mark of after.values()) {
    const was = before.get(mark.id);
    if (was?.look === mark.look) continue;
    if (was) boxes.push(was.box);
    boxes.push(mark.box);
    if (boxes.length > most) return null;
  }
  for (const mark of before.values()) if (!after.has(mark.id)) boxes.push(mark.box);
  return boxes.length > most ? null : boxes;
}

/** Clear a part of a canvas and draw there, and nowhere else. Its edges lie between pixels of the device, so that they can't be seen. */
export function within(context: CanvasRenderingContext2D, ratio: number, { left, top, right, bottom }: Box, draw: (part: Box) => void): void {
  const part = { left: Math.floor(left * ratio) / ratio, top: Math.floor(top * ratio) / ratio, right: Math.ceil(right * ratio) / ratio, bottom: Math.ceil(bottom * ratio) / ratio };
  context.save();
  context.beginPath();
  context.rect(part.left, part.top, part.right - part.left, part.bottom - part.top);
  context.clip();
  context.clearRect(part.left, part.top, part.right - part.left, part.bottom - part.top);
  draw(part);
  context.restore();
}

