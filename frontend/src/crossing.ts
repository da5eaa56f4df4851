/** Where lines run, in cells of a grid: whether a label would lie on the front. Lengths are pixels of the canvas, x to the right, y down. */
import type { Box, Front } from "./labels";

/** How far from a line a label stays: half its casing, and a little air. */
const CLEAR = 4;
const CELL = 4;

/** A part of a line, in the plane that `scale`, `dx` and `dy` lead from to pixels. */
export interface Part {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

export class Crossing implements Front {
  private readonly columns: number;
  private readonly rows: number;
  private readonly cells: Uint8Array;

  constructor(width: number, height: number) {
    this.columns = Math.ceil(width / CELL);
    this.rows = Math.ceil(height / CELL);
    this.cells = new Uint8Array(this.columns * this.rows);
  }

  private at(x: number, y: number): boolean {
    const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    return column >= 0 && row >= 0 && column < this.columns && row < this.rows && this.cells[row * this.columns + column] === 1;
  }

  /** Mark every cell that the parts of a line run through. */
  add(parts: readonly Part[], { scale, dx, dy }: { scale: number; dx: number; dy: number }): void {
    const [right, bottom] = [this.columns * CELL, this.rows * CELL];
    for (const part of parts) {
      const [x1, y1, x2, y2] = [part.x1 * scale + dx, part.y1 * scale + dy, part.x2 * scale + dx, part.y2 * scale + dy];
      if (Math.max(x1, x2) < 0 || Math.max(y1, y2) < 0 || Math.min(x1, x2) > right || Math.min(y1, y2) > bottom) continue;
      const steps = Math.max(Math.ceil((Math.hypot(x2 - x1, y2 - y1) * 2) / CELL), 1);
      for (let i = 0; i <= steps; i++) {
        const column = Math.floor((x1 + ((x2 - x1) * i) / steps) / CELL);
        const row = Math.floor((y1 + ((y2 - y1) * i) / steps) / CELL);
        if (column >= 0 && row >= 0 && column < this.columns && row < this.rows) this.cells[row * this.columns + column] = 1;
      }
    }
  }

  /** Whether a line runs between a mark and a box: a mark on the line itself has its label on either side. */
  between({ x, y, radius }: { x: number; y: number; radius: number }, { left, top, right, bottom }: Box): boolean {
    const [toX, toY] = [Math.min(Math.max(x, left), right) - x, Math.min(Math.max(y, top), bottom) - y];
    const away = Math.hypot(toX, toY);
    for (let at = radius; at < away; at += CELL / 2) if (this.at(x + (toX * at) / away, y + (toY * at) / away)) return true;
    return false;
  }

  /** Whether a line runs through a box, or closer to it than it may. */
  under({ left, top, right, bottom }: Box): boolean {
    const [first, last] = [Math.max(Math.floor((left - CLEAR) / CELL), 0), Math.min(Math.floor((right + CLEAR) / CELL), this.columns - 1)];
    const end = Math.min(Math.floor((bottom + CLEAR) / CELL), this.rows - 1);
    for (let row = Math.max(Math.floor((top - CLEAR) / CELL), 0); row <= end; row++) {
      for (let column = first; column <= last; column++) if (this.cells[row * this.columns + column] === 1) return true;
    }
    return false;
  }
}
