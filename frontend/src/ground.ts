/** The ground under the map: cut once at a moment however many views draw it; and where to write who holds what. */
import type { Mesh } from "./areas";
import { precisionKm, type Doubt } from "./band";
import { toPlane } from "./canvas-layer";
import { fieldOf } from "./field";
import { heartsOf, neighbours, type Heart, type Neighbours } from "./hearts";
import { Mosaic } from "./mosaic";
import { options } from "./options";
import type { Release } from "./records";
import type { Timeline } from "./timeline";

const KM_PER_DEGREE = 111.195;

export class Ground {
  private mesh: Mesh | null = null;
  private mosaic: Mosaic | null = null;
  private doubt: Doubt | null = null;
  private of: Release | null = null;
  private around: Neighbours | null = null;
  /** All places of the release are equally precise. */
  private even = false;
  private precise: { timeline: Timeline; day: number; known: readonly number[] } | null = null;
  private written: { timeline: Timeline; day: number; hearts: Heart[] } | null = null;

  /** The ground at a moment. It is the same object every time, and goes on to the next moment when that is asked for. */
  at(release: Release, timeline: Timeline, position: number): Mosaic {
    const mosaic = this.made(release);
    this.sharpen(release, timeline, Math.round(position));
    mosaic.go(timeline.between(position));
    return mosaic;
  }

  private made(release: Release): Mosaic {
    if (this.mosaic && this.of === release) return this.mosaic;
    const mesh = this.plane(release);
    const { longitude, latitude } = release.network;
    const [, south, , north] = release.theatre.bbox;
    const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180);
    this.precise = null;
    const precisions = new Set(release.network.places.map((slug) => release.places.get(slug)?.precisionM ?? 0));
    this.even = precisions.size === 1;
    this.doubt = {
      xKm: longitude.map((value) => value * KM_PER_DEGREE * narrowing),
      yKm: latitude.map((value) => value * KM_PER_DEGREE),
      precisionKm: new Float64Array(longitude.length),
      supportKm: release.theatre.supportKm,
      membership: release.quantum.membership,
      confidence: release.quantum.confidence,
    };
    this.mosaic = new Mosaic(mesh, {
      actors: release.actors.map(({ slug, side }) => ({ slug, side: side || slug })),
      // Half a unit more, as the server cuts: ground at the support distance itself is known, and no vertex lies on the cut.
      supportLimit: Math.round(release.theatre.supportKm * 10) + 0.5,
      confidenceSteps: options.confidenceSteps.map((step) => step * release.quantum.confidence),
      doubt: this.doubt,
    });
    this.of = release;
    return this.mosaic;
  }

  /** Know how precisely the places are known whose claims are followed on a day. */
  private sharpen(release: Release, timeline: Timeline, day: number): void {
    if (this.precise?.timeline === timeline && this.precise.day === day) return;
    const { states } = timeline.at(day);
    // Where all places are equally precise it does not matter which are known, if any is.
    if (this.even && this.precise?.timeline === timeline && this.precise.known.length > 0) {
      const first = states.get(release.network.places[this.precise.known[0]!]!);
      if (first && first.holder !== null && !first.doubted) {
        this.precise.day = day;
        return;
      }
    }
    const known = release.network.places.flatMap((slug, vertex) => {
      const state = states.get(slug);
      return state && state.holder !== null && !state.doubted ? [vertex] : [];
    });
    const same = this.precise?.known.length === known.length && known.every((vertex, k) => vertex === this.precise!.known[k]);
    this.precise = { timeline, day, known };
    if (same) return;
    const { xKm, yKm, precisionKm: kept } = this.doubt!;
    const found = precisionKm(xKm, yKm, known, known.map((vertex) => release.places.get(release.network.places[vertex]!)?.precisionM ?? 0));
    if (found.every((value, i) => value === kept[i])) return;
    kept.set(found);
    this.mosaic!.renew();
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
    const hearts = heartsOf({ x, y, triangles: release.network.triangles }, holder, (this.around ??= neighbours(release.network.triangles, x.length)));
    this.written = { timeline, day, hearts };
    return hearts;
  }

  private plane(release: Release): Mesh {
    if (this.mesh && this.of === release) return this.mesh;
    const { longitude, latitude, triangles } = release.network;
    const x = new Float64Array(longitude.length);
    const y = new Float64Array(longitude.length);
    for (let i = 0; i < longitude.length; i++) {
      const point = toPlane(longitude[i]!, latitude[i]!);
      x[i] = point.x;
      y[i] = point.y;
    }
    this.mesh = { x, y, triangles };
    this.around = null;
    return this.mesh;
  }
}
