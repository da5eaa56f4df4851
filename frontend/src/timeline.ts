/** A timeline file -> layers and states of any day, and of any moment between two days. */
import { Malformed, readerOf, type Reader } from "./check";
import type { Release, Status } from "./records";
import { checkFormat } from "./release";

export interface PlaceState {
  place: string;
  holder: string | null;
  status: Status;
  contenders: readonly string[];
  confidence: number;
  since: string | null;
  /** Claim id, rule, weight. */
  claims: readonly (readonly [string, string, number])[];
}

export interface Change {
  place: string;
  from: { holder: string | null; status: Status };
  to: { holder: string | null; status: Status };
  claims: readonly string[];
}

type Layer = Float64Array;

export interface Day {
  index: number;
  date: string;
  layers: ReadonlyMap<string, Layer>;
  states: ReadonlyMap<string, PlaceState>;
  changes: readonly Change[];
  areasKm2: ReadonlyMap<string, number>;
  frontKm: number | null;
}

interface RawDay {
  date: string;
  layers: { name: string; i: number[]; v: number[] }[];
  states: PlaceState[];
  changes: Change[];
  areasKm2: ReadonlyMap<string, number>;
  frontKm: number | null;
}

/** How many days are kept ready; others are made again from the nearest earlier one. */
const KEPT = 48;

function status(reader: Reader): Status {
  const text = reader.text(true);
  return text === "held" || text === "contested" || text === "claimed" || text === "unknown"
    ? text
    : reader.fail("held, contested, claimed or unknown");
}

function holder(reader: Reader): string | null {
  return reader.absent ? null : reader.slug();
}

function holding(reader: Reader): { holder: string | null; status: Status } {
  if (reader.absent) return { holder: null, status: "unknown" };
  return { holder: holder(reader.at("holder")), status: status(reader.at("status")) };
}

function state(reader: Reader): PlaceState {
  return {
    place: reader.at("place").slug(),
    holder: holder(reader.at("holder")),
    status: status(reader.at("status")),
    contenders: reader.at("contenders").listOrNone((item) => item.slug()),
    confidence: reader.at("confidence").number(0, 1),
    since: reader.at("since").absent ? null : reader.at("since").day(),
    claims: reader.at("claims").listOrNone((item) => {
      if (!Array.isArray(item.value)) return item.fail("[claim, rule, weight]");
      const [claim, rule, weight] = item.value as unknown[];
      return typeof claim === "string" && typeof rule === "string"
        ? ([claim, rule, typeof weight === "number" ? weight : 0] as const)
        : item.fail("[claim, rule, weight]");
    }),
  };
}

function day(reader: Reader, vertices: number, quantum: number): RawDay {
  const layers = reader.at("layers").absent ? [] : reader.at("layers").entries();
  return {
    date: reader.at("date").day(),
    layers: layers.map(([name, layer]) => {
      const i = layer.at("i").integers(0, vertices - 1);
      // `support` counts tenths of a kilometre; the others end at the quantum.
      const v = layer.at("v").integers(0, name === "support" ? 1_000_000 : quantum);
      if (i.length !== v.length) layer.at("v").fail(`as many numbers as i (${i.length})`);
      return { name, i, v };
    }),
    states: reader.at("states").listOrNone(state),
    changes: reader.at("changes").listOrNone((change) => ({
      place: change.at("place").slug(),
      from: holding(change.at("from")),
      to: holding(change.at("to")),
      claims: change.at("claims").listOrNone((item) => item.text(true)),
    })),
    areasKm2: new Map(
      reader.at("areas_km2").absent
        ? []
        : reader
            .at("areas_km2")
            .entries()
            .map(([key, value]) => [key, value.number(0)]),
    ),
    frontKm: reader.at("front_km").numberOrNull(0),
  };
}

export class Timeline {
  private readonly ready = new Map<number, Day>();

  constructor(
    readonly lens: string,
    readonly clock: "now" | "then",
    private readonly names: readonly string[],
    private readonly days: readonly RawDay[],
    private readonly vertices: number,
  ) {}

  /** How many days there are. */
  get length(): number {
    return this.days.length;
  }

  dateOf(index: number): string {
    return this.days[index]!.date;
  }

  changesOf(index: number): readonly Change[] {
    return this.days[index]?.changes ?? [];
  }

  /** The last day on which something changed, 0 when nothing ever did. */
  lastDayWithChanges(): number {
    for (let index = this.days.length - 1; index > 0; index--) if (this.days[index]!.changes.length > 0) return index;
    return 0;
  }

  /** Layers and states at the end of a day. The same whichever day was asked for before. */
  at(index: number): Day {
    const whole = Math.min(Math.max(Math.round(index), 0), this.days.length - 1);
    const kept = this.ready.get(whole);
    if (kept) return kept;
    let from = whole - 1;
    while (from >= 0 && !this.ready.has(from)) from--;
    let made = from >= 0 ? this.ready.get(from)! : this.before();
    for (let next = from + 1; next <= whole; next++) {
      made = this.apply(made, next);
      this.keep(made);
    }
    return made;
  }

  /** Layers at a moment between two days, each linear between them; an unchanged layer is shared, not copied. */
  between(position: number): ReadonlyMap<string, Layer> {
    const clamped = Math.min(Math.max(position, 0), this.days.length - 1);
    const first = this.at(Math.floor(clamped));
    const share = clamped - first.index;
    if (share === 0) return first.layers;
    const second = this.at(first.index + 1);
    const mixed = new Map<string, Layer>();
    for (const [name, a] of first.layers) {
      const b = second.layers.get(name)!;
      if (a === b) {
        mixed.set(name, a);
        continue;
      }
      const layer = new Float64Array(this.vertices);
      for (let i = 0; i < layer.length; i++) layer[i] = a[i]! + (b[i]! - a[i]!) * share;
      mixed.set(name, layer);
    }
    return mixed;
  }

  private before(): Day {
    const zeros = new Float64Array(this.vertices);
    return {
      index: -1,
      date: "",
      layers: new Map(this.names.map((name) => [name, zeros])),
      states: new Map(),
      changes: [],
      areasKm2: new Map(),
      frontKm: null,
    };
  }

  private apply(previous: Day, index: number): Day {
    const raw = this.days[index]!;
    const layers = new Map(previous.layers);
    for (const { name, i, v } of raw.layers) {
      const layer = Float64Array.from(layers.get(name)!);
      for (let k = 0; k < i.length; k++) layer[i[k]!] = v[k]!;
      layers.set(name, layer);
    }
    const states = raw.states.length > 0 ? new Map(previous.states) : previous.states;
    for (const changed of raw.states) (states as Map<string, PlaceState>).set(changed.place, changed);
    return { index, date: raw.date, layers, states, changes: raw.changes, areasKm2: raw.areasKm2, frontKm: raw.frontKm };
  }

  private keep(made: Day): void {
    this.ready.set(made.index, made);
    if (this.ready.size <= KEPT) return;
    for (const index of this.ready.keys()) {
      if (index === 0 || index === made.index) continue;
      this.ready.delete(index);
      return;
    }
  }
}

/** Read a timeline file against its release. Raises Malformed naming file and field. */
export function readTimeline(json: unknown, file: string, release: Pick<Release, "days" | "quantum" | "network">): Timeline {
  const reader = readerOf(json, file);
  checkFormat(reader);
  const clock = reader.at("clock").matching(/^(now|then)$/, "now or then") as "now" | "then";
  const names = reader.at("layers").list((item) => item.text(true));
  const vertices = release.network.longitude.length;
  const days = reader.at("days").list((item) => day(item, vertices, release.quantum));
  if (days.length !== release.days.length) throw new Malformed(`${file}: days: ${release.days.length} days expected, as in release.json`);
  days.forEach((one, k) => {
    if (one.date !== release.days[k]) throw new Malformed(`${file}: days[${k}].date: ${release.days[k]} expected, as in release.json`);
    for (const layer of one.layers) {
      if (!names.includes(layer.name)) throw new Malformed(`${file}: days[${k}].layers: "${layer.name}" is not among the file's layers`);
    }
  });
  return new Timeline(reader.at("lens").slug(), clock, names, days, vertices);
}
