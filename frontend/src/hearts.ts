/** Where to write who holds what: for each holder the vertex of the network deepest inside its ground. */
import type { Mesh } from "./areas";

export interface Heart {
  /** Index of the actor. */
  actor: number;
  /** In the plane of the mesh. */
  x: number;
  y: number;
  /** Distance to the nearest ground of another, in the plane of the mesh. */
  room: number;
}

export interface Neighbours {
  of: readonly (readonly number[])[];
  /** 1 at vertices on the edge of the mesh. */
  edge: Uint8Array;
}

/** Which vertices share an edge, and which lie on the edge of the mesh: those of edges that one triangle alone has. */
export function neighbours(triangles: Uint32Array, vertices: number): Neighbours {
  const times = new Map<number, number>();
  for (let t = 0; t < triangles.length; t += 3) {
    for (let k = 0; k < 3; k++) {
      const [a, b] = [triangles[t + k]!, triangles[t + ((k + 1) % 3)]!];
      const key = Math.min(a, b) * vertices + Math.max(a, b);
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }
  const of: number[][] = Array.from({ length: vertices }, () => []);
  const edge = new Uint8Array(vertices);
  for (const [key, count] of times) {
    const [a, b] = [Math.floor(key / vertices), key % vertices];
    of[a]!.push(b);
    of[b]!.push(a);
    if (count === 1) edge[a] = edge[b] = 1;
  }
  return { of, edge };
}

/**
 * For each holder the vertex farthest from its ground's end, the roomiest first. `holder` has the actor's index of each vertex, -1: none.
 * The nearest end spreads from neighbour to neighbour, which on a Delaunay network is as good as looking at all.
 */
export function heartsOf({ x, y }: Mesh, holder: Int32Array, { of, edge }: Neighbours): Heart[] {
  const nearest = new Int32Array(x.length).fill(-1);
  const room = new Float64Array(x.length).fill(Infinity);
  const queue: number[] = [];
  const offer = (vertex: number, end: number): void => {
    const away = Math.hypot(x[vertex]! - x[end]!, y[vertex]! - y[end]!);
    if (away >= room[vertex]!) return;
    room[vertex] = away;
    nearest[vertex] = end;
    queue.push(vertex);
  };
  for (let v = 0; v < x.length; v++) {
    if (edge[v] === 1) offer(v, v);
    for (const next of of[v]!) if (holder[next] !== holder[v]) offer(v, next);
  }
  for (let at = 0; at < queue.length; at++) {
    const v = queue[at]!;
    for (const next of of[v]!) if (holder[next] === holder[v]) offer(next, nearest[v]!);
  }
  const best = new Map<number, Heart>();
  for (let v = 0; v < x.length; v++) {
    const actor = holder[v]!;
    if (actor >= 0 && room[v]! > (best.get(actor)?.room ?? 0) && room[v] !== Infinity) best.set(actor, { actor, x: x[v]!, y: y[v]!, room: room[v]! });
  }
  return [...best.values()].sort((a, b) => b.room - a.room || a.actor - b.actor);
}
