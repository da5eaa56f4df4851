/**
 * The ground at a moment, triangle by triangle: going to another moment cuts those anew in which something changed, and no others.
 *
 * A triangle whose three corners have the same holder, status and tint has them all over, since every layer is linear in it; it needs
 * no cut. What comes of the others is kept until one of their corners changes.
 */
import { cutTriangle, meet, type Areas, type Cut, type Field, type FieldActor, type FrontSegment, type Mesh, type Piece, type Tie } from "./areas";
import type { Doubt } from "./band";
import { Moment, type Between } from "./moment";
import { STATUSES } from "./records";

/** Classes of vertices and of triangles that are all one: 0 or more, see `look`; UNKNOWN, NOBODY; MIXED: cut. */
export const MIXED = -3;
const UNKNOWN = -1;
const NOBODY = -2;
const EPSILON = 1e-7;
const NONE: Omit<Piece, "ring"> = { holder: -1, status: "unknown", contender: -1, tint: 0 };

export interface MosaicOptions {
  /** Slug and side, in the order that breaks ties. */
  actors: readonly { slug: string; side: string }[];
  supportLimit: number;
  confidenceSteps: readonly number[];
  doubt?: Doubt;
}

export class Mosaic {
  /** Rises with every move that changed any triangle. */
  version = 0;
  readonly field: Field;
  /** Of each triangle its class, MIXED where it is cut. */
  readonly classes: Int16Array;
  private readonly stamps: Int32Array;
  private readonly cuts: (Cut | undefined)[] = [];
  private readonly moment: Moment;
  private readonly vertexClass: Int16Array;
  /** Who has a vertex, by more than any other; -1: nobody has, or it is not known. */
  private readonly vertexHolder: Int16Array;
  /** The triangles of vertex v are `around[first[v]]` to `around[first[v + 1] - 1]`. */
  private readonly first: Uint32Array;
  private readonly around: Uint32Array;
  private readonly marks: Uint8Array;
  private lined: { version: number; front: readonly FrontSegment[] } | null = null;
  private readonly looks = new Map<number, Omit<Piece, "ring">>();

  constructor(readonly mesh: Mesh, options: MosaicOptions) {
    const vertices = mesh.x.length;
    const count = mesh.triangles.length / 3;
    const names = options.actors.flatMap(({ slug }) => STATUSES.map((status) => `${slug}:${status}`));
    this.moment = new Moment([...names, "support", "confidence"], vertices);
    const { layers } = this.moment;
    this.field = {
      actors: options.actors.map(({ slug, side }): FieldActor => ({
        side,
        statuses: STATUSES.map((status) => layers.get(`${slug}:${status}`)!),
        membership: new Float64Array(vertices),
      })),
      support: layers.get("support")!,
      supportLimit: options.supportLimit,
      confidence: layers.get("confidence")!,
      confidenceSteps: options.confidenceSteps,
      ...(options.doubt ? { doubt: options.doubt } : {}),
    };
    this.classes = new Int16Array(count).fill(NOBODY);
    this.stamps = new Int32Array(count);
    this.vertexClass = new Int16Array(vertices).fill(NOBODY);
    this.vertexHolder = new Int16Array(vertices).fill(-1);
    this.marks = new Uint8Array(count);
    this.first = new Uint32Array(vertices + 1);
    for (const vertex of mesh.triangles) this.first[vertex + 1]!++;
    for (let v = 0; v < vertices; v++) this.first[v + 1]! += this.first[v]!;
    const next = this.first.slice();
    this.around = new Uint32Array(mesh.triangles.length);
    mesh.triangles.forEach((vertex, corner) => {
      this.around[next[vertex]!++] = Math.floor(corner / 3);
    });
  }

  /** Go to a moment. */
  go(between: Between): void {
    const changed = this.moment.go(between);
    if (changed.length === 0) return;
    this.version++;
    for (const v of changed) this.look(v);
    const { triangles } = this.mesh;
    const touched: number[] = [];
    for (const v of changed) {
      for (let k = this.first[v]!; k < this.first[v + 1]!; k++) {
        const t = this.around[k]!;
        if (this.marks[t] === 1) continue;
        this.marks[t] = 1;
        touched.push(t);
      }
    }
    for (const t of touched) {
      this.marks[t] = 0;
      const one = this.vertexClass[triangles[3 * t]!]!;
      const same = one !== MIXED && one === this.vertexClass[triangles[3 * t + 1]!] && one === this.vertexClass[triangles[3 * t + 2]!];
      if (same && this.classes[t] === one) continue;
      this.stamps[t] = this.version;
      this.classes[t] = same ? one : MIXED;
      if (same) this.cuts[t] = undefined;
      else this.cut(t);
    }
  }

  /** Cut all mixed triangles anew: what the width of the band follows from has changed. */
  renew(): void {
    this.version++;
    this.cuts.forEach((made, t) => {
      if (made === undefined) return;
      this.stamps[t] = this.version;
      this.cut(t);
    });
  }

  private cut(t: number): void {
    const made: Cut = { pieces: [], front: [], ties: [] };
    const { vertexHolder, mesh: { triangles } } = this;
    const one = vertexHolder[triangles[3 * t]!]!;
    const same = one === vertexHolder[triangles[3 * t + 1]!] && one === vertexHolder[triangles[3 * t + 2]!];
    cutTriangle(this.mesh, this.field, 3 * t, made, same ? one : -1);
    this.cuts[t] = made;
  }

  /** The triangles that were cut anew since a version. */
  changedSince(version: number): number[] {
    const changed: number[] = [];
    for (let t = 0; t < this.stamps.length; t++) if (this.stamps[t]! > version) changed.push(t);
    return changed;
  }

  /** What a triangle was cut into; undefined where it is all one. */
  cutOf(t: number): Cut | undefined {
    return this.cuts[t];
  }

  /** How a triangle is held that is all one; nobody has the number -1. */
  lookOf(t: number): Omit<Piece, "ring"> {
    const one = this.classes[t]!;
    let look = this.looks.get(one);
    if (!look) {
      const tints = this.field.confidenceSteps.length + 1;
      const [held, status] = [Math.floor(one / STATUSES.length), STATUSES[one % STATUSES.length]];
      look = one < 0 ? NONE : { holder: Math.floor(held / tints), status: status!, contender: -1, tint: held % tints };
      this.looks.set(one, look);
    }
    return look;
  }

  /** All of the ground in pieces, and the front. */
  areas(): Areas {
    return { pieces: [...this.classes.keys()].flatMap((t) => this.piecesOf(t)), front: [...this.front()] };
  }

  /** The pieces of a triangle. */
  piecesOf(t: number): readonly Piece[] {
    const { x, y, triangles } = this.mesh;
    const ring = (): number[] => [0, 1, 2].flatMap((k) => [x[triangles[3 * t + k]!]!, y[triangles[3 * t + k]!]!]);
    return this.cuts[t]?.pieces ?? [{ ...this.lookOf(t), ring: ring() }];
  }

  /** The whole front. */
  front(): readonly FrontSegment[] {
    if (this.lined?.version === this.version) return this.lined.front;
    const front: FrontSegment[] = [];
    const ties: Tie[] = [];
    for (const made of this.cuts) {
      if (made === undefined) continue;
      for (const segment of made.front) front.push(segment);
      for (const tie of made.ties) ties.push(tie);
    }
    for (const segment of meet(ties, this.field)) front.push(segment);
    this.lined = { version: this.version, front };
    return front;
  }

  /** Sum up the memberships at a vertex and find its class. Contested ground is always cut: its contender may change within. */
  private look(v: number): void {
    const { actors, support, supportLimit, confidence, confidenceSteps } = this.field;
    let holder = -1;
    let most = 0;
    let tied = false;
    for (let k = 0; k < actors.length; k++) {
      const { statuses, membership } = actors[k]!;
      let sum = 0;
      for (const layer of statuses) sum += layer![v]!;
      membership[v] = sum;
      if (sum > most + EPSILON) tied = false;
      else if (sum > most - EPSILON) tied = true;
      if (sum <= most) continue;
      most = sum;
      holder = k;
    }
    const known = supportLimit - support![v]! > -EPSILON;
    this.vertexHolder[v] = known && !tied ? holder : -1;
    if (!known) this.vertexClass[v] = UNKNOWN;
    else if (holder < 0) this.vertexClass[v] = NOBODY;
    // Of equals the earlier has the ground, but a front may run along the edge.
    else if (tied) this.vertexClass[v] = MIXED;
    else {
      const { statuses } = actors[holder]!;
      let status = 0;
      for (let s = 1; s < statuses.length; s++) if (statuses[s]![v]! > statuses[status]![v]!) status = s;
      let tint = 0;
      while (tint < confidenceSteps.length && confidence![v]! - confidenceSteps[tint]! > -EPSILON) tint++;
      const one = (holder * (confidenceSteps.length + 1) + tint) * STATUSES.length + status;
      this.vertexClass[v] = STATUSES[status] === "contested" ? MIXED : one;
    }
  }
}
