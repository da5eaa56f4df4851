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
  /** Its width without the second name, which it does without where both find no room. */
  alone?: number;
}

export interface Placed {
  index: number;
  box: Box;
  /** It stands without its second name. */
  short: boolean;
}

/** What no label may cover, nor have between itself and its mark. */
export interface Front {
  under(box: Box): boolean;
  between(mark: { x: number; y: number; radius: number }, box: Box): boolean;
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

/** Beside a mark: how far off, in lengths of the gap, and at which of its sides, the best first. */
const SIDES: readonly (readonly [far: number, x: -1 | 0 | 1, y: -1 | 0 | 1])[] = [
  ...([[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1]] as const).map(([x, y]) => [x === 0 || y === 0 ? 1 : 0.7, x, y] as const),
  ...[2.2, 3.4].flatMap((far) => ([[0, -1], [0, 1], [1, 0], [-1, 0], [1, -1], [1, 1], [-1, -1], [-1, 1]] as const).map(([x, y]) => [x === 0 || y === 0 ? far : 0.7 * far, x, y] as const)),
];

/** Where a label may stand, the best place first. */
function places({ x, y, radius, width, height, centred }: Wanted, gap: number): Box[] {
  const box = (middleX: number, middleY: number): Box => ({ left: middleX - width / 2, top: middleY - height / 2, right: middleX + width / 2, bottom: middleY + height / 2 });
  if (centred !== undefined) return nudges(centred).map(([dx, dy]) => box(x + dx, y + dy));
  return SIDES.map(([far, toX, toY]) => box(x + toX * (far * (radius + gap) + width / 2), y + toY * (far * (radius + gap) + height / 2)));
}

/**
 * Place labels greedily, the first being the most important: right of the mark, else left, above, below,
 * at a slant, farther off, else not at all.
 * No label covers another, an obstacle or the front, stands across the front from its mark, or leaves the view.
 */
export function placeLabels(wanted: readonly Wanted[], obstacles: readonly Box[], view: Box, gap: number, front?: Front): Placed[] {
  const taken: Box[] = [...obstacles];
  const placed: Placed[] = [];
  wanted.forEach((label, index) => {
    const free = (one: Box): boolean =>
      one.left >= view.left &&
      one.right <= view.right &&
      one.top >= view.top &&
      one.bottom <= view.bottom &&
      !taken.some((other) => overlap(one, other)) &&
      !(front && (front.under(one) || front.between(label, one)));
    const whole = places(label, gap).find(free);
    const box = whole ?? (label.alone === undefined ? undefined : places({ ...label, width: label.alone }, gap).find(free));
    if (box === undefined) return;
    taken.push(box);
    placed.push({ index, box, short: whole === undefined });
  });
  return placed;
}
