/** A timeline in pieces -> layers and states of any day that is in hand, and of any moment between two days. */
import type { Clock } from "./clock";
import type { Between } from "./moment";
import type { Change, Piece, PlaceState, RawDay } from "./piece";
import type { Release, TimelineFiles } from "./records";

export type { Change, ClaimRef, PlaceState } from "./piece";

type Layer = Float64Array;

export interface Day {
  index: number;
  date: string;
  layers: ReadonlyMap<string, Layer>;
  states: ReadonlyMap<string, PlaceState>;
  named: readonly string[];
  changes: readonly Change[];
  areasKm2: ReadonlyMap<string, number>;
  frontKm: number;
}

/** How many days are kept ready; others are made again from the nearest earlier one of their piece. */
const KEPT_DAYS = 48;
/** How many pieces are kept: the one that is looked at, its neighbours, and some that were looked at before. */
const KEPT_PIECES = 6;

export class Timeline {
  private readonly pieces = new Map<number, Piece>();
  private readonly ready = new Map<number, Day>();
  private readonly zeros: Layer;

  constructor(
    readonly lens: string,
    readonly clock: Clock,
    readonly files: TimelineFiles,
    private readonly release: Pick<Release, "days" | "network">,
  ) {
    this.zeros = new Float64Array(release.network.longitude.length);
  }

  /** How many days there are, in hand or not. */
  get length(): number {
    return this.release.days.length;
  }

  dateOf(index: number): string {
    return this.release.days[index]!;
  }

  /** The last day on which something changed, 0 when nothing ever did. */
  get lastDayWithChanges(): number {
    return this.files.changed;
  }

  /** Which piece has a day. */
  pieceOf(index: number): number {
    const day = this.within(Math.floor(index));
    return this.files.pieces.findIndex(({ first, days }) => day >= first && day < first + days);
  }

  /** The pieces that a moment is drawn from: two, between the last day of one and the first of the next. */
  needed(position: number): number[] {
    const at = this.within(position);
    return [...new Set([this.pieceOf(Math.floor(at)), this.pieceOf(Math.ceil(at))])];
  }

  hasPiece(number: number): boolean {
    return this.pieces.has(number);
  }

  /** A piece, if it is in hand. */
  pieceInHand(number: number): Piece | undefined {
    return this.pieces.get(number);
  }

  /** Whether a moment can be drawn. */
  has(position: number): boolean {
    return this.needed(position).every((number) => this.pieces.has(number));
  }

  /** Take a piece in hand; of too many the ones farthest from the moments `near` go. */
  put(number: number, piece: Piece, near: readonly number[]): void {
    this.pieces.set(number, piece);
    const at = near.flatMap((position) => this.needed(position));
    const away = (one: number): number => Math.min(...at.map((other) => Math.abs(one - other)));
    const others = [...this.pieces.keys()].filter((one) => one !== number).sort((a, b) => away(b) - away(a));
    for (const far of others.slice(0, Math.max(this.pieces.size - KEPT_PIECES, 0))) this.drop(far);
  }

  private drop(number: number): void {
    const { first, days } = this.files.pieces[number]!;
    this.pieces.delete(number);
    for (let index = first; index < first + days; index++) this.ready.delete(index);
  }

  changesOf(index: number): readonly Change[] {
    return this.rawOf(index)?.changes ?? [];
  }

  /** Layers and states at the end of a day in hand. The same whichever day was asked for before. */
  at(index: number): Day {
    const whole = this.within(Math.round(index));
    const kept = this.ready.get(whole);
    if (kept) return kept;
    const piece = this.pieces.get(this.pieceOf(whole));
    if (!piece) throw new RangeError(`${this.dateOf(whole)} is not in hand`);
    let from = whole - 1;
    while (from >= piece.first && !this.ready.has(from)) from--;
    const made = this.apply(from >= piece.first ? this.ready.get(from)! : this.before(piece), whole, piece);
    this.keep(made);
    return made;
  }

  /** The two days that a moment lies between, and how far; on a day itself that day alone. */
  between(position: number): Between {
    const clamped = this.within(position);
    const { index, layers } = this.at(Math.floor(clamped));
    const share = clamped - index;
    return { first: layers, second: share === 0 ? layers : this.at(index + 1).layers, share };
  }

  private within(position: number): number {
    return Math.min(Math.max(position, 0), this.length - 1);
  }

  private rawOf(index: number): RawDay | undefined {
    const piece = this.pieces.get(this.pieceOf(index));
    return piece?.days[index - piece.first];
  }

  /** What a piece begins from: nothing. */
  private before(piece: Piece): Day {
    return {
      index: piece.first - 1,
      date: "",
      layers: new Map(piece.layers.map((name) => [name, this.zeros])),
      states: new Map(),
      named: [],
      changes: [],
      areasKm2: new Map(),
      frontKm: 0,
    };
  }

  /** Go on from a day to a later one of its piece. What changes is copied once, however many days lie between; the rest is shared. */
  private apply(previous: Day, index: number, piece: Piece): Day {
    const layers = new Map(previous.layers);
    const fresh = new Set<string>();
    let states: Map<string, PlaceState> | null = null;
    for (let next = previous.index + 1; next <= index; next++) {
      const raw = piece.days[next - piece.first]!;
      for (const { name, at, by } of raw.layers) {
        if (!fresh.has(name)) {
          fresh.add(name);
          layers.set(name, layers.get(name)!.slice());
        }
        const layer = layers.get(name)!;
        for (let k = 0; k < at.length; k++) layer[at[k]!]! += by[k]!;
      }
      if (raw.states.length + raw.gone.length === 0) continue;
      states ??= new Map(previous.states);
      for (const changed of raw.states) states.set(changed.place, changed);
      for (const gone of raw.gone) states.delete(gone);
    }
    const { named, changes, areasKm2, frontKm } = piece.days[index - piece.first]!;
    return { index, date: this.dateOf(index), layers, states: states ?? previous.states, named, changes, areasKm2, frontKm };
  }

  private keep(made: Day): void {
    this.ready.set(made.index, made);
    if (this.ready.size <= KEPT_DAYS) return;
    for (const index of this.ready.keys()) {
      if (index === made.index) continue;
      this.ready.delete(index);
      return;
    }
  }
}
