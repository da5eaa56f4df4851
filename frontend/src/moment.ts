/** The layers at one moment, in buffers that are kept: going on to another moment tells at which vertices anything changed. */

type Layer = Float64Array;

/** Layers of two days, and how far between them: 0 is the first. */
export interface Between {
  first: ReadonlyMap<string, Layer>;
  second: ReadonlyMap<string, Layer>;
  share: number;
}

export class Moment {
  readonly layers: ReadonlyMap<string, Layer>;
  private readonly from = new Map<string, { first: Layer; second: Layer; share: number }>();
  private readonly zeros: Layer;
  private readonly marks: Uint8Array;

  /** `names` are all layers that there may be; the others are of no concern. */
  constructor(names: Iterable<string>, vertices: number) {
    this.layers = new Map([...names].map((name) => [name, new Float64Array(vertices)]));
    this.zeros = new Float64Array(vertices);
    this.marks = new Uint8Array(vertices);
  }

  /** Go to a moment, every layer linear between the two days, and return the vertices at which any layer changed. */
  go({ first, second, share }: Between): number[] {
    const changed: number[] = [];
    const { marks } = this;
    for (const [name, layer] of this.layers) {
      const a = first.get(name) ?? this.zeros;
      const b = share === 0 ? a : (second.get(name) ?? this.zeros);
      const before = this.from.get(name);
      // An unchanged layer is shared between days: there is nothing to compare.
      if (before && before.first === a && before.second === b && (before.share === share || a === b)) continue;
      this.from.set(name, { first: a, second: b, share });
      for (let i = 0; i < layer.length; i++) {
        const value = a[i]! + (b[i]! - a[i]!) * share;
        if (layer[i] === value) continue;
        layer[i] = value;
        if (marks[i] === 1) continue;
        marks[i] = 1;
        changed.push(i);
      }
    }
    for (const i of changed) marks[i] = 0;
    return changed;
  }
}
