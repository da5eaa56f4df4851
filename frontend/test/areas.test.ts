import { describe, expect, test } from "vitest";
import { cut, type Areas, type Field, type FieldActor, type Mesh } from "../src/areas";

/** One triangle of area 6: (0, 0), (4, 0), (0, 3). */
const triangle: Mesh = { x: Float64Array.of(0, 4, 0), y: Float64Array.of(0, 0, 3), triangles: Uint32Array.of(0, 1, 2) };

function actor(side: string, held: number[] | null, contested: number[] | null = null, claimed: number[] | null = null): FieldActor {
  const layers = [held, contested, claimed].map((layer) => (layer === null ? null : Float64Array.from(layer)));
  const count = (held ?? contested ?? claimed)!.length;
  const membership = Float64Array.from({ length: count }, (_, i) => layers.reduce((sum, layer) => sum + (layer?.[i] ?? 0), 0));
  return { side, statuses: layers, membership };
}

function field(actors: FieldActor[], more: Partial<Field> = {}): Field {
  return { actors, support: null, supportLimit: 250, confidence: null, confidenceSteps: [], ...more };
}

function areaOf(ring: number[]): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    twice += ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!;
  }
  return twice / 2;
}

function held(areas: Areas, holder: number, status?: string): number {
  return areas.pieces
    .filter((piece) => piece.holder === holder && (status === undefined || piece.status === status))
    .reduce((sum, piece) => sum + areaOf(piece.ring), 0);
}

function whole(areas: Areas): number {
  return areas.pieces.reduce((sum, piece) => sum + areaOf(piece.ring), 0);
}

test("a triangle that one actor holds all over is one piece and has no front", () => {
  const areas = cut(triangle, field([actor("a", [900, 800, 1000]), actor("b", [100, 200, 0])]));
  expect(areas.pieces).toHaveLength(1);
  expect(areas.pieces[0]).toMatchObject({ holder: 0, status: "held", contender: -1 });
  expect(whole(areas)).toBeCloseTo(6, 9);
  expect(areas.front).toHaveLength(0);
});

test("the front lies where two sides are equal", () => {
  // Equal half way along both edges from the first corner.
  const areas = cut(triangle, field([actor("a", [1000, 0, 0]), actor("b", [0, 1000, 1000])]));
  expect(held(areas, 0)).toBeCloseTo(1.5, 9);
  expect(held(areas, 1)).toBeCloseTo(4.5, 9);
  expect(areas.front).toHaveLength(1);
  const { x1, y1, x2, y2, between } = areas.front[0]!;
  expect([...between]).toEqual([0, 1]);
  const ends = [[x1, y1], [x2, y2]].sort((p, q) => p[0]! - q[0]!);
  expect(ends[0]![0]).toBeCloseTo(0, 9);
  expect(ends[0]![1]).toBeCloseTo(1.5, 9);
  expect(ends[1]![0]).toBeCloseTo(2, 9);
  expect(ends[1]![1]).toBeCloseTo(0, 9);
});

test("no front runs between allies", () => {
  const areas = cut(triangle, field([actor("a", [1000, 0, 0]), actor("a", [0, 1000, 1000])]));
  expect(areas.pieces).toHaveLength(2);
  expect(areas.front).toHaveLength(0);
});

test("a third actor wins the middle though it holds no corner", () => {
  const areas = cut(triangle, field([actor("a", [1000, 0, 0]), actor("b", [0, 1000, 0]), actor("c", [0, 0, 1000]), actor("d", [480, 480, 480])]));
  expect(held(areas, 3)).toBeGreaterThan(0.1);
  for (const holder of [0, 1, 2]) expect(held(areas, holder)).toBeGreaterThan(0.1);
  expect(whole(areas)).toBeCloseTo(6, 9);
  // Each corner is cut off by a front of its own, none of them drawn twice.
  expect(areas.front.filter(({ between }) => between.includes(3))).toHaveLength(3);
});

describe("ties", () => {
  test("of equal memberships the earlier actor has the ground", () => {
    const areas = cut(triangle, field([actor("a", [500, 500, 500]), actor("b", [500, 500, 500])]));
    expect(held(areas, 0)).toBeCloseTo(6, 9);
    expect(held(areas, 1)).toBe(0);
  });

  test("an edge of equals belongs to the pieces on its two sides", () => {
    const areas = cut(triangle, field([actor("a", [500, 500, 0]), actor("b", [500, 500, 600])]));
    expect(held(areas, 1)).toBeCloseTo(6, 9);
  });

  test("the front is drawn once where it follows an edge of the network", () => {
    const square: Mesh = { x: Float64Array.of(0, 1, 1, 0), y: Float64Array.of(0, 0, 1, 1), triangles: Uint32Array.of(0, 1, 2, 0, 2, 3) };
    const areas = cut(square, field([actor("a", [500, 900, 500, 0]), actor("b", [500, 0, 500, 900])]));
    expect(areas.pieces.map(({ holder }) => holder)).toEqual([0, 1]);
    expect(areas.front).toHaveLength(1);
    const { x1, y1, x2, y2 } = areas.front[0]!;
    expect(Math.hypot(x2 - x1, y2 - y1)).toBeCloseTo(Math.SQRT2, 9);
  });

  test("of equal statuses held comes before contested before claimed", () => {
    const areas = cut(triangle, field([actor("a", [300, 300, 300], [300, 300, 300], [300, 300, 300])]));
    expect(held(areas, 0, "held")).toBeCloseTo(6, 9);
  });
});

describe("unknown ground", () => {
  test("ground beyond the support distance is unknown, whoever has the largest membership", () => {
    const areas = cut(triangle, field([actor("a", [1000, 1000, 1000])], { support: Float64Array.of(0, 500, 500), supportLimit: 250 }));
    expect(held(areas, 0)).toBeCloseTo(1.5, 9);
    expect(held(areas, -1, "unknown")).toBeCloseTo(4.5, 9);
  });

  test("ground at exactly the support distance is known", () => {
    const areas = cut(triangle, field([actor("a", [1000, 1000, 1000])], { support: Float64Array.of(250, 250, 250), supportLimit: 250 }));
    expect(held(areas, 0)).toBeCloseTo(6, 9);
    expect(areas.pieces).toHaveLength(1);
  });

  test("no front runs where ground is unknown on either side", () => {
    const areas = cut(triangle, field([actor("a", [1000, 0, 0]), actor("b", [0, 1000, 1000])], { support: Float64Array.of(900, 900, 900) }));
    expect(areas.front).toHaveLength(0);
    expect(held(areas, -1)).toBeCloseTo(6, 9);
  });

  test("ground where nobody has any membership is unknown", () => {
    expect(held(cut(triangle, field([actor("a", [0, 0, 0])])), -1, "unknown")).toBeCloseTo(6, 9);
  });
});

describe("status", () => {
  test("an actor's piece is cut where its largest status changes", () => {
    const areas = cut(triangle, field([actor("a", [800, 0, 0], [0, 800, 800])]));
    expect(held(areas, 0, "held")).toBeCloseTo(1.5, 9);
    expect(held(areas, 0, "contested")).toBeCloseTo(4.5, 9);
    expect(areas.front).toHaveLength(0);
  });

  test("the contender of contested ground is the next largest, not the nearest in order", () => {
    const areas = cut(triangle, field([actor("a", [100, 100, 100]), actor("b", null, [600, 600, 600]), actor("c", [300, 300, 300])]));
    expect(areas.pieces).toHaveLength(1);
    expect(areas.pieces[0]).toMatchObject({ holder: 1, status: "contested", contender: 2 });
  });

  test("contested ground that nobody else has any of names no contender", () => {
    expect(cut(triangle, field([actor("a", null, [600, 600, 600])])).pieces[0]).toMatchObject({ status: "contested", contender: -1 });
  });
});

test("pieces tile the ground, whatever the field", () => {
  let state = 5;
  const dice = (): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const side = 9;
  const x = Float64Array.from({ length: side * side }, (_, i) => (i % side) + dice() * 0.4);
  const y = Float64Array.from({ length: side * side }, (_, i) => Math.floor(i / side) + dice() * 0.4);
  const triangles: number[] = [];
  for (let row = 0; row + 1 < side; row++) {
    for (let column = 0; column + 1 < side; column++) {
      const a = row * side + column;
      triangles.push(a, a + 1, a + side + 1, a, a + side + 1, a + side);
    }
  }
  const mesh: Mesh = { x, y, triangles: Uint32Array.from(triangles) };
  let ground = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
    ground += areaOf([x[a]!, y[a]!, x[b]!, y[b]!, x[c]!, y[c]!]);
  }
  for (let round = 0; round < 40; round++) {
    // Coarse values, so that ties and zeros are common.
    const layer = (): number[] => Array.from(x, () => (dice() < 0.3 ? 0 : Math.round(dice() * 4) * 250));
    const areas = cut(
      mesh,
      field([actor("a", layer(), layer(), layer()), actor("b", layer(), layer()), actor("c", layer()), actor("a", layer())], {
        support: Float64Array.from(x, () => dice() * 400),
        confidence: Float64Array.from(x, () => dice() * 1000),
        confidenceSteps: [300, 550],
      }),
    );
    expect(whole(areas)).toBeCloseTo(ground, 6);
    for (const piece of areas.pieces) expect(areaOf(piece.ring)).toBeGreaterThan(0);
  }
});

test("tints cut by confidence and keep the ground whole", () => {
  const areas = cut(triangle, field([actor("a", [900, 900, 900])], { confidence: Float64Array.of(0, 1000, 1000), confidenceSteps: [300, 550] }));
  expect(areas.pieces.map(({ tint }) => tint)).toEqual([0, 1, 2]);
  expect(whole(areas)).toBeCloseTo(6, 9);
});
