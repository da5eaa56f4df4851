/** The areas and the front at a moment, cut once however many views draw them; and where to write who holds what. */
import { cut, type Areas, type Mesh } from "./areas";
import { toPlane } from "./canvas-layer";
import { fieldOf } from "./field";
import type { Release } from "./records";
import type { Timeline } from "./timeline";

export interface Heart {
  /** Index of the actor. */
  actor: number;
  /** In the plane of the mesh. */
  x: number;
  y: number;
  /** Distance to the nearest ground of another, in the plane of the mesh. */
  room: number;
}

export class Ground {
  private mesh: Mesh | null = null;
  private meshOf: Release | null = null;
  private made: { timeline: Timeline; position: number; areas: Areas } | null = null;
  private written: { timeline: Timeline; day: number; hearts: Heart[] } | null = null;

  areas(release: Release, timeline: Timeline, position: number): Areas {
    if (this.made?.timeline === timeline && this.made.position === position) return this.made.areas;
    const areas = cut(this.plane(release), fieldOf(release, timeline.between(position)));
    this.made = { timeline, position, areas };
    return areas;
  }

  /** For each actor that holds ground on a day, the vertex deepest inside it: there its name has the most room. */
  hearts(release: Release, timeline: Timeline, day: number): Heart[] {
    if (this.written?.timeline === timeline && this.written.day === day) return this.written.hearts;
    const { x, y } = this.plane(release);
    const field = fieldOf(release, timeline.at(day).layers);
    const holder = new Int32Array(x.length).fill(-1);
    for (let i = 0; i < x.length; i++) {
      if (field.support !== null && field.support[i]! > field.supportLimit) continue;
      let most = 0;
      field.actors.forEach((actor, k) => {
        if (actor.membership[i]! > most) {
          most = actor.membership[i]!;
          holder[i] = k;
        }
      });
    }
    const edge = this.edge(release);
    const hearts: Heart[] = [];
    field.actors.forEach((_, k) => {
      let best: Heart | null = null;
      for (let i = 0; i < x.length; i++) {
        if (holder[i] !== k) continue;
        let room = Infinity;
        for (let j = 0; j < x.length && room > (best?.room ?? 0); j++) {
          if (holder[j] === k && !edge[j]) continue;
          room = Math.min(room, Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!));
        }
        if (room > (best?.room ?? 0)) best = { actor: k, x: x[i]!, y: y[i]!, room };
      }
      if (best !== null) hearts.push(best);
    });
    hearts.sort((a, b) => b.room - a.room);
    this.written = { timeline, day, hearts };
    return hearts;
  }

  private plane(release: Release): Mesh {
    if (this.mesh && this.meshOf === release) return this.mesh;
    const { longitude, latitude, triangles } = release.network;
    const x = new Float64Array(longitude.length);
    const y = new Float64Array(longitude.length);
    for (let i = 0; i < longitude.length; i++) {
      const point = toPlane(longitude[i]!, latitude[i]!);
      x[i] = point.x;
      y[i] = point.y;
    }
    this.mesh = { x, y, triangles };
    this.meshOf = release;
    return this.mesh;
  }

  /** Which vertices lie on the edge of the mesh: those of edges that one triangle alone has. */
  private edge(release: Release): Uint8Array {
    const { triangles, longitude } = release.network;
    const count = longitude.length;
    const seen = new Map<number, number>();
    for (let t = 0; t < triangles.length; t += 3) {
      for (let k = 0; k < 3; k++) {
        const a = triangles[t + k]!;
        const b = triangles[t + ((k + 1) % 3)]!;
        const key = Math.min(a, b) * count + Math.max(a, b);
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
    }
    const edge = new Uint8Array(count);
    for (const [key, times] of seen) {
      if (times !== 1) continue;
      edge[Math.floor(key / count)] = 1;
      edge[key % count] = 1;
    }
    return edge;
  }
}
