/** The first files of a published release -> records. Anything wrong is refused with the file and field named. */
import { runOn } from "./antimeridian";
import { reach, type Box } from "./box";
import { Malformed, readerOf, type Reader } from "./check";
import type { Actor, Basemap, Landmark, Network, Place, Release, Reported, Ring, Shape, Source, TheatreInfo, TimelineFiles } from "./records";

export const FORMAT = 2;

export interface Pointer {
  release: string;
  path: string;
  /** When it was published, ISO 8601; empty where the pointer does not say. */
  publishedAt: string;
}

/** latest.json -> which release to read. `path` stays inside the theatre's folder. */
export function readPointer(json: unknown): Pointer {
  const file = readerOf(json, "latest.json");
  checkFormat(file);
  return {
    release: file.at("release").matching(/^[0-9a-f]{8,64}$/, "a hexadecimal hash"),
    path: file.at("path").matching(/^[0-9a-f]{8,64}\/release\.json$/, "HASH/release.json"),
    publishedAt: file.at("published_at").text(),
  };
}

export function checkFormat(file: Reader): void {
  if (file.at("format").number() !== FORMAT) file.at("format").fail(`format ${FORMAT}`);
}

/** A box; its west is greater than its east where it lies across the antimeridian. */
function bbox(reader: Reader): Box {
  const [west, south, east, north, ...rest] = reader.list((item) => item.number(-180, 180));
  if (west === undefined || south === undefined || east === undefined || north === undefined || rest.length > 0) {
    return reader.fail("[west, south, east, north]");
  }
  if (west === east || south >= north || south < -90 || north > 90) return reader.fail("a box with west < east and south < north");
  return [west, south, east, north];
}

function ring(reader: Reader): Ring {
  return reader.list((point) => {
    const [longitude, latitude] = point.list((item) => item.number(-360, 360));
    return longitude === undefined || latitude === undefined ? point.fail("[longitude, latitude]") : ([longitude, latitude] as const);
  });
}

/** A GeoJSON Polygon or MultiPolygon -> polygons. */
export function shape(reader: Reader): Shape {
  const coordinates = reader.at("coordinates");
  const type = reader.at("type").text();
  if (type === "Polygon") return [coordinates.list(ring)];
  if (type === "MultiPolygon") return coordinates.list((polygon) => polygon.list(ring));
  return reader.at("type").fail("Polygon or MultiPolygon");
}

function theatre(reader: Reader): TheatreInfo {
  return {
    slug: reader.at("slug").slug(),
    name: reader.at("name").text(true),
    nameAr: reader.at("name_ar").text(),
    timeZone: reader.at("time_zone").text(),
    dateStart: reader.at("date_start").day(),
    dateEnd: reader.at("date_end").day(),
    bbox: bbox(reader.at("bbox")),
    boundary: shape(reader.at("boundary")),
    attribution: reader.at("attribution").text(),
    dataLicence: reader.at("data_licence").text(),
    supportKm: reader.at("support_km").number(0, 20000),
  };
}

function actor(reader: Reader): Actor {
  const name = reader.at("name").text(true);
  return {
    slug: reader.at("slug").slug(),
    name,
    nameAr: reader.at("name_ar").text(),
    shortName: reader.at("short_name").text() || name,
    side: reader.at("side").text(),
    colour: reader.at("colour").matching(/^#[0-9a-fA-F]{6}$/, "a colour as #rrggbb"),
    canHold: reader.at("can_hold").flag(true),
  };
}

function network(json: unknown): Network {
  const file = readerOf(json, "network.json");
  const scale = file.at("scale").number(1, 1e9);
  const longitude = file.at("lon").integers(-180 * scale, 540 * scale);
  const latitude = file.at("lat").integers(-90 * scale, 90 * scale);
  if (longitude.length !== latitude.length) file.at("lat").fail(`as many numbers as lon (${longitude.length})`);
  const triangles = file.at("triangles").integers(0, longitude.length - 1);
  if (triangles.length % 3 !== 0) file.at("triangles").fail("three indices a triangle");
  const places = file.at("places").list((item) => item.slug());
  if (places.length > longitude.length) file.at("places").fail("at most one place a vertex");
  return {
    longitude: Float64Array.from(longitude, (value) => value / scale),
    latitude: Float64Array.from(latitude, (value) => value / scale),
    triangles: Uint32Array.from(triangles),
    places,
  };
}

function place(reader: Reader): Place {
  return {
    slug: reader.at("slug").slug(),
    name: reader.at("name").text(true),
    nameAr: reader.at("name_ar").text(),
    kind: reader.at("kind").text(),
    longitude: reader.at("longitude").number(-180, 180),
    latitude: reader.at("latitude").number(-90, 90),
    population: reader.at("population").numberOrNull(0),
    extent: reader.at("extent").absent ? null : shape(reader.at("extent")),
    precisionM: reader.at("precision_m").numberOrNull(0),
  };
}

function source(reader: Reader): Source {
  return {
    slug: reader.at("slug").slug(),
    name: reader.at("name").text(true),
    nameAr: reader.at("name_ar").text(),
    kind: reader.at("kind").text(),
    alignment: reader.at("alignment").text(),
    url: reader.at("url").text(),
  };
}

const LANDMARKS: readonly string[] = ["province", "river", "lake", "road", "country", "sea"];

function landmark(feature: Reader): Landmark {
  const properties = feature.at("properties");
  const kind = properties.at("kind").text(true);
  const geometry = feature.at("geometry");
  const coordinates = geometry.at("coordinates");
  const type = geometry.at("type").text(true);
  let lines: Ring[] = [];
  let point: Landmark["point"] = null;
  if (type === "Point") {
    const [longitude, latitude] = coordinates.list((item) => item.number(-180, 180));
    point = longitude === undefined || latitude === undefined ? coordinates.fail("[longitude, latitude]") : [longitude, latitude];
  } else if (type === "LineString") lines = [ring(coordinates)];
  else if (type === "MultiLineString" || type === "Polygon") lines = coordinates.list(ring);
  else if (type === "MultiPolygon") lines = coordinates.list((polygon) => polygon.list(ring)).flat();
  else geometry.at("type").fail("Point, a line or a polygon");
  return {
    kind: (LANDMARKS.includes(kind) ? kind : "other") as Landmark["kind"],
    name: properties.at("name").text(),
    nameAr: properties.at("name_ar").text(),
    schematic: properties.at("schematic").flag(false),
    lines,
    point,
  };
}

function basemap(json: unknown): Basemap {
  const file = readerOf(json, "basemap.json");
  const features = file.at("features").list((feature) => feature);
  // Countries have no kind; all else has.
  const kindOf = (feature: Reader): string => (feature.at("properties").absent ? "" : feature.at("properties").at("kind").text());
  const countries = features
    .filter((feature) => kindOf(feature) === "")
    .map((feature) => ({
      name: feature.at("properties").absent ? "" : feature.at("properties").at("name").text(),
      shape: shape(feature.at("geometry")),
    }));
  const landmarks = features.filter((feature) => kindOf(feature) !== "").map(landmark);
  return { countries, landmarks, bbox: file.at("bbox").absent ? reach(countries.map((country) => country.shape)) : bbox(file.at("bbox")) };
}

/** The files that every picture needs; days, claims and strikes are read as they are asked for. */
export interface ReleaseFiles {
  "release.json": unknown;
  "network.json": unknown;
  "places.json": unknown;
  "basemap.json": unknown;
}
export const FILES = ["network.json", "places.json", "basemap.json"] as const;

/** Read what the manifest says of a timeline's pieces: every day once, in order. */
function timelineFiles(reader: Reader, days: readonly string[], pieceDays: number): TimelineFiles {
  let next = 0;
  const pieces = reader.at("pieces").list((piece) => {
    const file = (key: string): string => piece.at(key).matching(/^[a-z0-9._-]+\.json$/, "a file name");
    if (piece.at("first").day() !== days[next]) piece.at("first").fail(`the day after the last piece (${days[next] ?? "none"})`);
    const size = Math.min(pieceDays, days.length - next);
    if (piece.at("days").number() !== size) piece.at("days").fail(`${size} days`);
    const found = { first: next, days: size, timeline: file("timeline"), evidence: file("evidence") };
    next += size;
    return found;
  });
  if (next !== days.length) reader.at("pieces").fail("pieces up to the last day");
  return { changed: reader.at("changed").absent ? 0 : Math.max(days.indexOf(reader.at("changed").day()), 0), pieces };
}

function reported(reader: Reader, days: number): Reported {
  const counts = (key: string): number[] => {
    const numbers = reader.at(key).integers(0, 1e9);
    return numbers.length === days ? numbers : reader.at(key).fail(`${days} numbers`);
  };
  return { claims: counts("claims"), strikes: counts("strikes") };
}

/** Read what every picture needs. Raises Malformed naming file and field. */
export function readRelease(files: ReleaseFiles, hash: string, base: string): Release {
  const manifest = readerOf(files["release.json"], "release.json");
  checkFormat(manifest);
  const days = manifest.at("days").list((item) => item.day());
  if (days.length === 0) manifest.at("days").fail("at least one day");
  const lenses = manifest.at("lenses").list((lens) => ({
    slug: lens.at("slug").slug(),
    name: lens.at("name").text(true),
    nameAr: lens.at("name_ar").text(),
  }));
  if (lenses.length === 0) manifest.at("lenses").fail("at least one lens");
  const pieceDays = manifest.at("piece_days").number(1);
  const timelines = new Map(
    manifest
      .at("timelines")
      .entries()
      .map(([lens, clocks]) => [lens, new Map(clocks.entries().map(([clock, one]) => [clock, timelineFiles(one, days, pieceDays)]))]),
  );
  for (const lens of lenses) if (!timelines.get(lens.slug)?.has("now")) manifest.at("timelines").at(lens.slug).fail('a timeline for "now"');

  const byKey = <T>(items: readonly T[], key: (item: T) => string): Map<string, T> => new Map(items.map((item) => [key(item), item]));
  const quantum = manifest.at("quantum");
  const places = readerOf(files["places.json"], "places.json").at("places").list(place);
  const slugs = places.map((one) => one.slug);
  const release: Release = {
    hash,
    base,
    theatre: theatre(manifest.at("theatre")),
    actors: manifest.at("actors").list(actor),
    sources: byKey(manifest.at("sources").list(source), (item) => item.slug),
    lenses,
    days,
    pieceDays,
    quantum: {
      membership: quantum.at("membership").number(1, 1e9),
      confidence: quantum.at("confidence").number(1, 1e9),
      sureness: quantum.at("sureness").number(1, 1e9),
    },
    timelines,
    claimFiles: manifest.at("claims").list((name) => name.matching(/^[a-z0-9._-]+\.json$/, "a file name")),
    strikeCount: manifest.at("strikes").number(0),
    told: new Set(manifest.at("told").gaps(places.length).map((number) => slugs[number]!)),
    reported: new Map(
      manifest
        .at("reported")
        .entries()
        .map(([clock, one]) => [clock, reported(one, days.length)]),
    ),
    network: network(files["network.json"]),
    places: byKey(places, (item) => item.slug),
    placeSlugs: slugs,
    basemap: basemap(files["basemap.json"]),
  };
  if (release.claimFiles.length === 0) manifest.at("claims").fail("at least one file");
  for (const slug of release.network.places) {
    if (!release.places.has(slug)) throw new Malformed(`network.json: places: "${slug}" is not in places.json`);
  }
  const drawn = runOn(release);
  if (drawn.theatre.bbox[0] >= drawn.theatre.bbox[2]) {
    manifest.at("theatre").at("bbox").fail("west < east, as network.json crosses no antimeridian,");
  }
  return drawn;
}
