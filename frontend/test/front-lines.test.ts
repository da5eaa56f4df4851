import { expect, test } from "vitest";
import type { FrontLine } from "../src/chain";
import { traceBand } from "../src/front-lines";

/** Notes what is traced: the corners of each part. */
class Traced {
  parts: [number, number][][] = [];
  moveTo(x: number, y: number): void {
    this.parts.push([[x, y]]);
  }
  lineTo(x: number, y: number): void {
    this.parts.at(-1)!.push([x, y]);
  }
  closePath(): void {}
}

function traced(...points: [number, number][]): Traced {
  const path = new Traced();
  const line = { points: points.flat(), widths: points.slice(1).map(() => 30) } as FrontLine;
  traceBand(path as unknown as Path2D, line, { scale: 1, dx: 0, dy: 0, kmPerPixel: 1 });
  return path;
}

/** Twice the area of a ring, with the sign of the way in which it turns. */
function turning(ring: [number, number][]): number {
  return ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
}

test("all parts of a band turn one way, whichever way the front bends: else there are holes where they overlap", () => {
  const { parts } = traced([0, 0], [60, 0], [60, 60], [120, 60], [100, 0], [180, -30]);
  expect(parts.length).toBe(5 + 4);
  const ways = new Set(parts.map((part) => Math.sign(turning(part))));
  expect(ways.size).toBe(1);
});
