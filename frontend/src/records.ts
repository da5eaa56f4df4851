/** What a release holds, by the names of docs/release-format.md. Coordinates are [longitude, latitude] in degrees. */

export type Status = "held" | "contested" | "claimed" | "unknown";
/** Statuses that have a layer, in the order that breaks ties. */
export const STATUSES = ["held", "contested", "claimed"] as const;
export type LayerStatus = (typeof STATUSES)[number];

export interface Actor {
  slug: string;
  name: string;
  nameAr: string;
  shortName: string;
  side: string;
  colour: string;
  canHold: boolean;
}

export interface Lens {
  slug: string;
  name: string;
  nameAr: string;
}

export type Ring = readonly (readonly [number, number])[];
/** Polygons, each an outer ring and its holes. */
export type Shape = readonly (readonly Ring[])[];

export interface TheatreInfo {
  slug: string;
  name: string;
  nameAr: string;
  timeZone: string;
  dateStart: string;
  dateEnd: string;
  /** West, south, east, north. */
  bbox: readonly [number, number, number, number];
  boundary: Shape;
  attribution: string;
  dataLicence: string;
  supportKm: number;
}

export interface Place {
  slug: string;
  name: string;
  nameAr: string;
  kind: string;
  longitude: number;
  latitude: number;
  population: number | null;
  extent: Shape | null;
  precisionM: number | null;
}

export interface Source {
  slug: string;
  name: string;
  nameAr: string;
  kind: string;
  alignment: string;
  url: string;
}

export interface Report {
  id: string;
  title: string;
  source: string;
  url: string;
  publishedAt: string;
  isSummary: boolean;
}

/** What claims and strikes have in common: who said it, of which days, when. */
export interface Statement {
  id: string;
  place: string;
  dateStart: string;
  dateEnd: string;
  datePrecision: string;
  reportedAt: string;
  knownOn: string;
  source: string;
  via: string;
  report: string;
  basis: string;
  summary: string;
  quote: string;
  provenance: string;
}

export interface Claim extends Statement {
  actor: string;
  relation: string;
  share: string;
}

/** Null is not known; null is not zero. */
export interface Range {
  low: number | null;
  best: number | null;
  high: number | null;
}

export interface Casualties {
  civilians: Range;
  combatants: Range;
  unknown: Range;
  wording: string;
}

export interface Strike extends Statement {
  attackers: readonly string[];
  kind: string;
  weapon: string;
  target: string;
  killed: Casualties;
  injured: Casualties;
  grading: string;
}

export interface Network {
  /** Degrees. */
  longitude: Float64Array;
  latitude: Float64Array;
  triangles: Uint32Array;
  /** Slugs of the first vertices. */
  places: readonly string[];
}

export interface Country {
  name: string;
  shape: Shape;
}

/** What helps to find one's way and says nothing about control. */
export interface Landmark {
  kind: "province" | "river" | "lake" | "road" | "country" | "sea" | "other";
  name: string;
  nameAr: string;
  /** Drawn by hand, roughly. */
  schematic: boolean;
  /** Lines, or the rings of a lake; none where `point` is where a name stands. */
  lines: readonly Ring[];
  point: readonly [number, number] | null;
}

export interface Basemap {
  countries: readonly Country[];
  landmarks: readonly Landmark[];
  /** What was clipped to: west, south, east, north. */
  bbox: readonly [number, number, number, number] | null;
}

/** What stands for 1, by what is counted. */
export interface Quantum {
  membership: number;
  /** Of the layer `confidence`. */
  confidence: number;
  /** Of the confidence of a place's state. */
  sureness: number;
}

/** Some days of a timeline: the file by which the front moves, and the one that says why. */
export interface PieceFiles {
  first: number;
  days: number;
  timeline: string;
  evidence: string;
}

export interface TimelineFiles {
  /** Number of the last day on which a place changed; 0: none did. */
  changed: number;
  pieces: readonly PieceFiles[];
}

/** How many claims and strikes reports tell of each day. */
export interface Reported {
  claims: readonly number[];
  strikes: readonly number[];
}

/** What the first picture is drawn from, but for the days themselves. */
export interface Release {
  hash: string;
  /** Base address of the release's files. */
  base: string;
  theatre: TheatreInfo;
  actors: readonly Actor[];
  sources: ReadonlyMap<string, Source>;
  lenses: readonly Lens[];
  days: readonly string[];
  pieceDays: number;
  quantum: Quantum;
  timelines: ReadonlyMap<string, ReadonlyMap<string, TimelineFiles>>;
  /** Files of claims; those about place number n are in number n modulo how many there are. */
  claimFiles: readonly string[];
  strikeCount: number;
  /** Slugs of the places of which reports tell anything. */
  told: ReadonlySet<string>;
  reported: ReadonlyMap<string, Reported>;
  network: Network;
  places: ReadonlyMap<string, Place>;
  /** Slugs of the places by their numbers. */
  placeSlugs: readonly string[];
  basemap: Basemap;
}
