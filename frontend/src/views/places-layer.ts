/** Places: a dot in the holder's colour, a ring when contested, hollow when claimed; labels by importance, none overlapping. */
import * as L from "leaflet";
import { CanvasLayer, toPlane, type Frame } from "../canvas-layer";
import { actorOf, actorShort, paletteOf, placeName, type Context } from "../context";
import { Crossing } from "../crossing";
import { placeLabels, type Box } from "../labels";
import { landscapeLabels, sparse } from "../landscape";
import { drawDot, drawSpot } from "../marks";
import { areasNamedOn, EXTENDED } from "../named-areas";
import { options } from "../options";
import type { Palette } from "../palette";
import type { PlanePoint } from "../plane";
import type { Place, Release } from "../records";
import type { State } from "../state";
import { layStrikes, selectStrikes } from "../strikes";
import { FONT, Pen, type Label, type Unmeasured } from "../written";

const KIND_WEIGHT: Readonly<Record<string, number>> = { city: 4, town: 1.5, airport: 2, base: 1.2, industrial: 1.2, suburb: 0.5 };

interface Shown {
  place: Place;
  importance: number;
  radius: number;
  x: number;
  y: number;
}

/** Added to the importance of a place that a reader points at or has chosen. */
const CHOSEN = 100;

/** What can be hit: a dot, or the box of a label or a strike, in pixels of the map's container. */
interface Target {
  place: string;
  x: number;
  y: number;
  radius: number;
  box: Box | null;
}

/** The importance needed at a zoom. */
function needed(steps: readonly (readonly [number, number])[], zoom: number): number {
  return steps.find(([below]) => zoom < below)?.[1] ?? -Infinity;
}

class PlacesLayer extends CanvasLayer {
  private targets: Target[] = [];
  private hovered: string | null = null;
  private readonly points = new Map<string, PlanePoint>();
  private readonly pen = new Pen();

  constructor(private readonly context: Context) {
    super(`places${context.beside}`, "places");
  }

  /** The place whose mark or label is at a point of the map's container, within a reach in pixels. */
  hit(point: L.Point, reach: number): string | null {
    let best: string | null = null;
    let least = Infinity;
    for (const { place, x, y, radius, box } of this.targets) {
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

  hover(place: string | null): void {
    if (place === this.hovered) return;
    this.hovered = place;
    this.refresh();
  }

  protected override paint(frame: Frame): void {
    const state = this.context.store.get();
    const { release, timeline } = state;
    this.targets = [];
    if (!release || !timeline) return;
    const palette = paletteOf(state);
    const shown = this.choose(frame, state, release);
    const { context, margin } = frame;
    const ink = { outline: "#1f1c17", casing: "#fffdf8", none: state.dark ? "#8b8d94" : "#8f8879" };
    const { states } = timeline.at(state.day);

    // Small dots first, so that a city's is never hidden by its suburbs'.
    for (const { place, x, y, radius } of [...shown].reverse()) {
      const known = states.get(place.slug);
      const colour = actorOf(state, known?.holder ?? null)?.colour ?? null;
      const contender = actorOf(state, known?.contenders[0] ?? null)?.colour ?? null;
      if (place.slug === state.place) {
        context.beginPath();
        context.arc(x, y, radius + 8, 0, 2 * Math.PI);
        context.lineWidth = 5;
        context.strokeStyle = palette.casing;
        context.stroke();
        context.lineWidth = 2.5;
        context.strokeStyle = palette.ink;
        context.stroke();
      }
      drawDot(context, x, y, { colour, status: known?.status ?? "unknown", contender, radius }, ink);
    }
    const strikes = this.strikeMarks(frame, state, release);
    const labels = this.write(frame, state, release, shown, strikes, palette);
    this.targets = [
      ...shown.map(({ place, x, y, radius }) => ({ place: place.slug, x: x - margin.x, y: y - margin.y, radius, box: null })),
      ...[...labels, ...strikes].map(({ place, box: { left, right, top, bottom } }) => {
        const box = { left: left - margin.x, right: right - margin.x, top: top - margin.y, bottom: bottom - margin.y };
        return { place, x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, radius: 0, box };
      }),
    ];
  }

  /** Places to show at this zoom, the most important first. */
  private choose(frame: Frame, state: State, release: Release): Shown[] {
    const { scale, dx, dy, zoom, width, height } = frame;
    const { states } = state.timeline!.at(state.day);
    const changed = new Set(state.timeline!.changesOf(state.day).map((change) => change.place));
    const { told } = release;
    const shown: Shown[] = [];
    for (const place of release.places.values()) {
      if (EXTENDED.has(place.kind)) continue;
      let point = this.points.get(place.slug);
      if (!point) this.points.set(place.slug, (point = toPlane(place.longitude, place.latitude)));
      const x = point.x * scale + dx;
      const y = point.y * scale + dy;
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const chosen = place.slug === state.place || place.slug === this.hovered;
      const notable = told.has(place.slug) || changed.has(place.slug) || chosen;
      const importance =
        (KIND_WEIGHT[place.kind] ?? 0) +
        Math.log10(Math.max(place.population ?? 0, 1)) / 2 +
        (told.has(place.slug) ? 2 : 0) +
        (changed.has(place.slug) ? 2 : 0) +
        (chosen ? CHOSEN : 0);
      if (!notable) {
        if (!states.has(place.slug) && zoom < options.zoomOfUnknownPlaces) continue;
        if (place.kind === "village" && zoom < options.zoomOfVillages) continue;
        if (importance < needed(options.dotFrom, zoom)) continue;
      }
      // Of a place that no report names the map says less; zoomed out, of all of them.
      const size = Math.min(Math.max(0.6 + (zoom - 7) * 0.2, 0.6), 1) * (notable ? 1 : 0.75);
      shown.push({ place, importance, radius: (options.dotRadius[place.kind] ?? options.dotRadiusOther) * size, x, y });
    }
    return shown.sort((a, b) => b.importance - a.importance || (a.place.slug < b.place.slug ? -1 : 1));
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
      ...(size.x <= options.narrow ? [] : [{ left: foldLeft, right: foldRight, ...foot }]),
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
      const toll = several ? this.context.words.atLeast(number.format(mark.least!)) : "";
      return { place: mark.place, box: { left: x - r, right, top: y - r, bottom: y + r }, toll, bounds: [...new Set(mark.strikes.map((strike) => strike.place))] };
    });
  }
}

export function addPlaces(context: Context, map: L.Map): void {
  const layer = new PlacesLayer(context).addTo(map);
  context.store.watch(["day", "timeline", "told", "dark", "place", "spot", "filter", "window"], () => {
    layer.refresh();
  });
  // And of the line between two maps, once the hand that moves it rests.
  let resting: number | undefined;
  context.store.watch(["divide", "compared", "difference"], () => {
    window.clearTimeout(resting);
    resting = window.setTimeout(() => { layer.refresh(); }, options.dividerDelay);
  });
  // Labels keep clear of the front, which stands still once a day is reached.
  let rested = -1;
  context.store.watch(["position"], ({ position }) => {
    if (Number.isInteger(position) && position !== rested) layer.refresh();
    rested = position;
  });
  // Where two maps are compared, one hand means both.
  if (context.beside !== "") return;
  const container = map.getContainer();
  map.on("mousemove", (event: L.LeafletMouseEvent) => {
    const place = layer.hit(event.containerPoint, 4);
    container.classList.toggle("over-place", place !== null);
    layer.hover(place);
  });
  map.on("mouseout", () => {
    layer.hover(null);
  });
  map.on("click", (event: L.LeafletMouseEvent) => {
    const touch = (event.originalEvent as PointerEvent).pointerType === "touch";
    const place = layer.hit(event.containerPoint, touch ? options.reachTouch : options.reach);
    // Anywhere else the ground itself is asked about.
    const { lng, lat } = event.latlng.wrap();
    context.store.set({ place, spot: place === null ? [Number(lng.toFixed(5)), Number(lat.toFixed(5))] : null });
  });
}
