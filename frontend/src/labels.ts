/** Which labels stand where, so that no two overlap. Lengths are pixels of the map's view. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Wanted {
  /** The point it names, and the radius of its mark. */
  x: number;
  y: number;
  radius: number;
  width: number;
  height: number;
  /** Stands over its point, or within this many pixels of it. */
  centred?: number;
}

export interface Placed {
  index: number;
  box: Box;
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Ways to move a centred label, the shortest first. */
function nudges(most: number): (readonly [number, number])[] {
  const ways: (readonly [number, number])[] = [];
  for (let dy = -most; dy <= most; dy += 6) for (let dx = -most; dx <= most; dx += 12) ways.push([dx, dy]);
  return [[0, 0] as const, ...ways].sort((a, b) => Math.hypot(a[0], a[1]) - Math.hypot(b[0], b[1]));
}

/**
 * Place labels greedily, the first being the most important: right of the mark, else left, above, below,
 * at a slant, farther off, else not at all.
 * No label covers another, an obstacle, or leaves the view.
 */
export function placeLabels(wanted: readonly Wanted[], obstacles: readonly Box[], view: Box, gap: number): Placed[] {
  const taken: Box[] = [...obstacles];
  const placed: Placed[] = [];
  wanted.forEach((label, index) => {
    const { x, y, radius, width, height } = label;
    const away = radius + gap;
    const half = height / 2;
    const around = label.centred === undefined ? null : nudges(label.centred);
    const tries: Box[] = around?.map(([dx, dy]) => ({
      left: x + dx - width / 2,
      top: y + dy - half,
      right: x + dx + width / 2,
      bottom: y + dy + half,
    })) ?? [
      { left: x + away, top: y - half, right: x + away + width, bottom: y + half },
      { left: x - away - width, top: y - half, right: x - away, bottom: y + half },
      { left: x - width / 2, top: y - away - height, right: x + width / 2, bottom: y - away },
      { left: x - width / 2, top: y + away, right: x + width / 2, bottom: y + away + height },
      { left: x + away * 0.7, top: y - away * 0.7 - height, right: x + away * 0.7 + width, bottom: y - away * 0.7 },
      { left: x + away * 0.7, top: y + away * 0.7, right: x + away * 0.7 + width, bottom: y + away * 0.7 + height },
      { left: x - away * 0.7 - width, top: y - away * 0.7 - height, right: x - away * 0.7, bottom: y - away * 0.7 },
      { left: x - away * 0.7 - width, top: y + away * 0.7, right: x - away * 0.7, bottom: y + away * 0.7 + height },
      { left: x - width / 2, top: y - 2.2 * away - height, right: x + width / 2, bottom: y - 2.2 * away },
      { left: x - width / 2, top: y + 2.2 * away, right: x + width / 2, bottom: y + 2.2 * away + height },
    ];
    const box = tries.find(
      (one) =>
        one.left >= view.left &&
        one.right <= view.right &&
        one.top >= view.top &&
        one.bottom <= view.bottom &&
        !taken.some((other) => overlap(one, other)),
    );
    if (box === undefined) return;
    taken.push(box);
    placed.push({ index, box });
  });
  return placed;
}
