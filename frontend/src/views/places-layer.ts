/** Places: a dot in the holder's colour, a ring when contested, hollow when claimed; labels by importance, none overlapping. */
import * as L from "leaflet";
import { CanvasLayer, toPlane, type Frame } from "../canvas-layer";
import { actorShort, paletteOf, placeName, type Context } from "../context";
import { Crossing } from "../crossing";
import { overlap, placeLabels, type Box } from "../labels";
import { landscapeLabels, sparse } from "../landscape";
import { drawDot, drawSpot, type DotLook } from "../marks";
import { areasNamedOn } from "../named-areas";
import { options } from "../options";
import type { Palette } from "../palette";
import type { Release } from "../records";
import { differing, within, type Mark } from "../retouch";
import { CHOSEN, needed, shownPlaces, type Shown } from "../shown-places";
import type { State } from "../state";
import { layStrikes, selectStrikes } from "../strikes";
import { FONT, Pen, type Label, type Unmeasured } from "../written";

/** A place's dot on the canvas, and how it looks. */
interface Dot extends Mark {
  x: number;
  y: number;
  dot: DotLook;
  chosen: boolean;
}

/** Of more dots than this that changed all are drawn anew. */
const MOST = 120;
/** How long a day stays before names are set anew, and how long names stay while days fly by, in milliseconds. */
const CALM = 300;
const STALE = 1200;

/** What can be hit: a dot, or the box of a label or a strike, in pixels of the map's container. */
interface Target {
  place: string;
  x: number;
  y: number;
  radius: number;
  box: Box | null;
}

/** The dots, and what of the map can be hit. */
class PlacesLayer extends CanvasLayer {
  private targets: readonly Target[] = [];
  private dots: ReadonlyMap<string, Dot> = new Map();
  hovered: string | null = null;

  constructor(private readonly context: Context) {
    super(`places${context.beside}`, "places");
  }

  /** The place whose mark is at a point of the map's container, or whose label is by `named`, within a reach in pixels. */
  hit(point: L.Point, reach: number, named: readonly Target[]): string | null {
    let best: string | null = null;
    let least = Infinity;
    for (const { place, x, y, radius, box } of [...this.targets, ...named]) {
      const inside = box !== null && point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom;
      // A dot under the pointer comes before a label or strike; those mean only what lies on them.
      const away = box === null ? Math.max(Math.hypot(point.x - x, point.y - y) - radius, 0) : inside ? 0.5 : Infinity;
      if (away <= reach && away < least) {
        least = away;
        best = place;
      }
    }
    return best;
  }

  protected override paint(frame: Frame): void {
    this.dots = this.look(frame);
    for (const dot of this.dots.values()) this.draw(frame, dot);
  }

  /** Draw only where a dot came, went or changed. */
  protected override amend(frame: Frame): void {
    const dots = this.look(frame);
    const changed = differing(this.dots, dots, MOST);
    if (changed === null) {
      super.amend(frame);
      return;
    }
    this.dots = dots;
    for (const box of changed) {
      within(frame.context, frame.ratio, box, (part) => {
        for (const dot of dots.values()) if (overlap(dot.box, part)) this.draw(frame, dot);
      });
    }
  }

  /** The dots of the day, in the order to draw them: small ones first, so that a city's is never hidden by its suburbs'. */
  private look(frame: Frame): Map<string, Dot> {
    const state = this.context.store.get();
    const { release, timeline } = state;
    const dots = new Map<string, Dot>();
    this.targets = [];
    if (!release || !timeline) return dots;
    const { states } = timeline.at(state.day);
    const colours = new Map(release.actors.map(({ slug, colour }) => [slug, colour]));
    const shown = shownPlaces(frame, state, release, this.hovered);
    for (let i = shown.length - 1; i >= 0; i--) {
      const { place, x, y, radius } = shown[i]!;
      const known = states.get(place.slug);
      const colour = colours.get(known?.holder ?? "") ?? null;
      const contender = colours.get(known?.contenders[0] ?? "") ?? null;
      const chosen = place.slug === state.place;
      const status = known?.status ?? "unknown";
      const reach = radius + (chosen ? 12 : 7);
      dots.set(place.slug, {
        id: place.slug,
        look: `${colour} ${status} ${contender} ${radius} ${chosen}`,
        box: { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach },
        x,
        y,
        dot: { colour, status, contender, radius },
        chosen,
      });
    }
    const { margin } = frame;
    this.targets = shown.map(({ place, x, y, radius }) => ({ place: place.slug, x: x - margin.x, y: y - margin.y, radius, box: null }));
    return dots;
  }

  private draw({ context }: Frame, { x, y, dot, chosen }: Dot): void {
    const state = this.context.store.get();
    const palette = paletteOf(state);
    if (chosen) {
      context.beginPath();
      context.arc(x, y, dot.radius + 8, 0, 2 * Math.PI);
      context.lineWidth = 5;
      context.strokeStyle = palette.casing;
      context.stroke();
      context.lineWidth = 2.5;
      context.strokeStyle = palette.ink;
      context.stroke();
    }
    drawDot(context, x, y, dot, { outline: "#1f1c17", casing: "#fffdf8", none: state.dark ? "#8b8d94" : "#8f8879" });
  }
}

/** The names on the map. While days fly by they stay where they are: who reads could not follow them, and they take long to place. */
class LabelsLayer extends CanvasLayer {
  targets: readonly Target[] = [];
  private readonly pen = new Pen();
  private flying = false;
  private flew = false;
  /** How many tolls of strikes are written: they would be wrong on another day. */
  private tolls = 0;
  private written = 0;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly context: Context,
    private readonly places: PlacesLayer,
  ) {
    super(`places${context.beside}`, "labels");
  }

  /** The day changed, or a hand let go. */
  turn(flying: boolean): void {
    clearTimeout(this.resting);
    this.flying = flying || this.flew;
    this.flew = flying;
    if (!this.flying || this.tolls > 0 || performance.now() - this.written > STALE) this.refresh();
    if (!this.flying) return;
    this.resting = setTimeout(() => { this.rest(); }, CALM);
  }

  /** Days no longer fly by: set all names, and the tolls of strikes. */
  rest(): void {
    clearTimeout(this.resting);
    this.flying = false;
    this.refresh();
  }

  protected override paint(frame: Frame): void {
    const state = this.context.store.get();
    const { release, timeline } = state;
    this.targets = [];
    this.written = performance.now();
    if (!release || !timeline) return;
    const palette = paletteOf(state);
    const { margin } = frame;
    const strikes = this.strikeMarks(frame, state, release);
    const labels = this.write(frame, state, release, shownPlaces(frame, state, release, this.places.hovered), strikes, palette);
    this.tolls = strikes.filter(({ toll }) => toll !== "").length;
    this.targets = [...labels, ...strikes].map(({ place, box: { left, right, top, bottom } }) => {
      const box = { left: left - margin.x, right: right - margin.x, top: top - margin.y, bottom: bottom - margin.y };
      return { place, x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, radius: 0, box };
    });
  }

  /** Write the labels; returns where those of places stand, in pixels of the canvas. */
  private write(
    frame: Frame,
    state: State,
    release: Release,
    shown: readonly Shown[],
    strikes: readonly { box: Box; toll: string }[],
    palette: Palette,
  ): { place: string; box: Box }[] {
    const { words } = this.context;
    const { context, zoom, margin, size } = frame;
    const dot = ({ x, y, radius }: Shown): Box => ({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
    const marks = [...strikes.map(({ box }) => box), ...this.controls(frame, state.compared !== null)];
    if (state.spot && state.place === null) {
      const spot = toPlane(...state.spot);
      const [x, y] = [spot.x * frame.scale + frame.dx, spot.y * frame.scale + frame.dy];
      drawSpot(context, x, y, { ink: palette.ink, casing: palette.casing });
      marks.push({ left: x - 14, right: x + 14, top: y - 14, bottom: y + 14 });
    }
    const measure = (label: Unmeasured, height: number): Label => this.pen.measure(context, label, height);
    const tolls = strikes.filter(({ toll }) => toll !== "").map(({ box, toll }) => {
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      return measure({ place: "", text: toll, second: "", font: `600 10.5px ${FONT}`, style: "toll", x, y, radius: 0, centred: 48 }, 13);
    });
    const name = ({ place, importance, x, y, radius }: Shown): Label => {
      const city = place.kind === "city" || importance > CHOSEN;
      const text = placeName(words, place, place.slug);
      const second = zoom >= options.zoomOfNativeNames && importance > 4 && !words.nativeFirst ? place.nameAr : "";
      const font = `${city ? 600 : 500} ${city ? 14 : importance > 4 ? 12.5 : 11.5}px ${FONT}`;
      const clear = place.slug === state.place ? 9 : 1;
      return measure({ place: place.slug, text, second, font, style: "place", x, y, radius: radius + clear }, city ? 17 : 14);
    };
    const view: Box = { left: margin.x + 4, top: margin.y + 4, right: margin.x + size.x - 4, bottom: margin.y + size.y - 4 };
    // Beside another map, on its own side of the line between them.
    const line = margin.x + size.x * state.divide;
    if (state.compared !== null && !state.difference) view[this.context.beside === "" ? "right" : "left"] = line + (this.context.beside === "" ? -4 : 4);
    const front = new Crossing(frame.width, frame.height);
    front.add(this.context.ground.at(release, state.timeline!, state.position).front(), frame);
    const boxes: Box[] = [];
    const written: { label: Label; box: Box }[] = [];
    const place = (labels: readonly Label[], around: readonly Shown[], keep: <T extends { label: Label; box: Box }>(found: T[]) => T[] = (found) => found): void => {
      const found = placeLabels(labels, [...marks, ...around.map(dot), ...boxes], view, options.labelGap - 3, front);
      for (const one of keep(found.map(({ index, box, short }) => ({ label: short ? { ...labels[index]!, second: "" } : labels[index]!, box })))) {
        boxes.push(one.box);
        written.push(one);
      }
    };
    const least = needed(options.labelFrom, zoom);
    const great = shown.filter(({ importance }) => importance >= options.labelOverDots);
    const [first, noted, rest] = [[], [], []] as [Label[], Label[], Label[]];
    for (const one of shown) {
      const asked = one.importance >= CHOSEN;
      if (asked || (one.importance >= least && one.x >= view.left && one.x <= view.right)) {
        (asked || one.importance >= options.labelFirst ? first : one.importance >= options.labelOverDots ? noted : rest).push(name(one));
      }
    }
    for (const area of areasNamedOn(state)) {
      const point = toPlane(area.longitude, area.latitude);
      const [x, y] = [point.x * frame.scale + frame.dx, point.y * frame.scale + frame.dy];
      rest.push(measure({ place: area.slug, text: placeName(words, area, area.slug), second: "", font: `italic 500 13px ${FONT}`, style: "area", x, y, radius: 0, centred: 24 }, 16));
    }
    // What was asked for and the day's great places first, then sums of strikes and great ones over lesser dots, then the rest around all that stands.
    place(first, great);
    place(tolls, []);
    place([...this.hearts(frame, state, release).map((heart) => measure(heart, 16)), ...noted], great);
    place(rest, shown);
    place(landscapeLabels(release, words, frame).map((label) => measure(label, label.stacked && label.second !== "" ? 32 : 15)), shown, sparse);
    // From the least to the greatest.
    for (const { label, box } of [...written].reverse()) this.pen.write(context, label, box, palette);
    return written.flatMap(({ label, box }) => (label.place === "" ? [] : [{ place: label.place, box }]));
  }

  /** Holders' names where their ground is widest. */
  private hearts(frame: Frame, state: State, release: Release): Unmeasured[] {
    const { words, ground } = this.context;
    const { scale, dx, dy } = frame;
    const labels: Unmeasured[] = [];
    for (const { actor, x, y, room } of ground.hearts(release, state.timeline!, state.day)) {
      const name = actorShort(words, state, release.actors[actor]!.slug);
      const text = words.nativeFirst ? name : name.toUpperCase();
      const space = room * scale;
      if (space < options.holderRoom) continue;
      const middle = { x: x * scale + dx, y: y * scale + dy };
      const font = `700 ${space < options.holderRoomWide ? 11 : 12.5}px ${FONT}`;
      labels.push({ place: "", text, second: "", font, style: "holder", ...middle, radius: 0, centred: Math.min(space, 60) });
    }
    return labels;
  }

  /** Where Leaflet's buttons, the folds, and the names and buttons of a comparison lie over the map. */
  private controls({ margin, size }: Frame, compared: boolean): Box[] {
    const rtl = this.context.words.direction === "rtl";
    const [left, right] = rtl ? [margin.x + size.x - 58, margin.x + size.x] : [margin.x, margin.x + 58];
    const [foldLeft, foldRight] = rtl ? [right - 330, right] : [left, left + 285];
    const foot = { top: margin.y + size.y - 56, bottom: margin.y + size.y };
    const middle = margin.x + size.x / 2;
    return [
      { left, right, top: margin.y, bottom: margin.y + 150 },
      // On a phone the folds stand below the map.
      ...(this.context.root.clientWidth <= options.narrow ? [] : [{ left: foldLeft, right: foldRight, ...foot }]),
      ...(compared ? [{ left: middle - 115, right: middle + 115, ...foot }, { left: margin.x, right: margin.x + size.x, top: margin.y, bottom: margin.y + 42 }] : []),
    ];
  }

  private strikeMarks(frame: Frame, state: State, release: Release): { place: string; box: Box; toll: string; bounds: readonly string[] }[] {
    const { scale, dx, dy, zoom } = frame;
    const number = new Intl.NumberFormat(this.context.words.locale);
    return layStrikes(selectStrikes(state), release.places, zoom).map((mark) => {
      const x = mark.x * scale + dx + mark.dx;
      const y = mark.y * scale + dy + mark.dy;
      const r = mark.look.radius * 1.1;
      const right = x + r + (mark.look.count > 1 ? 16 : 0);
      const several = mark.look.count > 1 && mark.least !== null && mark.least > 0;
      const toll = several && !this.flying ? this.context.words.atLeast(number.format(mark.least!)) : "";
      return { place: mark.place, box: { left: x - r, right, top: y - r, bottom: y + r }, toll, bounds: [...new Set(mark.strikes.map((strike) => strike.place))] };
    });
  }
}

/** Up to so many days a second each day is read. */
const READABLE = 2;

export function addPlaces(context: Context, map: L.Map): void {
  const layer = new PlacesLayer(context).addTo(map);
  const labels = new LabelsLayer(context, layer).addTo(map);
  const both = (): void => {
    layer.refresh();
    labels.refresh();
  };
  context.store.watch(["timeline", "told", "dark", "place", "spot", "filter", "window"], both);
  context.store.watch(["day", "playing", "held"], ({ playing, held }) => {
    layer.stir(playing || held);
    // What is drawn in parts while time moves may overlap in another order: at rest it is as drawn whole.
    if (!playing && !held) layer.refresh();
    labels.turn(playing || held);
  });
  // And of the line between two maps, once the hand that moves it rests.
  let resting: number | undefined;
  context.store.watch(["divide", "compared", "difference"], () => {
    window.clearTimeout(resting);
    resting = window.setTimeout(() => { labels.refresh(); }, options.dividerDelay);
  });
  // Labels keep clear of the front, which stands still once a day is reached.
  let rested = -1;
  context.store.watch(["position"], ({ position, playing, held, speed }) => {
    if (Number.isInteger(position) && position !== rested && !held && (!playing || speed <= READABLE)) labels.rest();
    rested = position;
  });
  // Where two maps are compared, one hand means both.
  if (context.beside !== "") return;
  const container = map.getContainer();
  const hover = (place: string | null): void => {
    if (place === layer.hovered) return;
    layer.hovered = place;
    both();
  };
  map.on("mousemove", (event: L.LeafletMouseEvent) => {
    const place = layer.hit(event.containerPoint, 4, labels.targets);
    container.classList.toggle("over-place", place !== null);
    hover(place);
  });
  map.on("mouseout", () => {
    hover(null);
  });
  map.on("click", (event: L.LeafletMouseEvent) => {
    const touch = (event.originalEvent as PointerEvent).pointerType === "touch";
    const place = layer.hit(event.containerPoint, touch ? options.reachTouch : options.reach, labels.targets);
    // Anywhere else the ground itself is asked about.
    const { lng, lat } = event.latlng.wrap();
    context.store.set({ place, spot: place === null ? [Number(lng.toFixed(5)), Number(lat.toFixed(5))] : null });
  });
}
