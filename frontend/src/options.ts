/** Everything about the map that is a matter of taste, in one place. Lengths are CSS pixels, times milliseconds. */
export const options = {
  /** Where published files lie when the element has no `src`: on the site that the script is from. */
  src: "/published/",

  /** How often a page left open looks for a newer release. */
  newerDelay: 120_000,

  // Areas
  /** Opacity of the strongest area over the paper (0.6 to 0.75 keeps colours apart for colour-blind readers). */
  areaOpacity: 0.75,
  /** Below these confidences (0 to 1) an area is one step paler; one more tint than there are thresholds. */
  confidenceSteps: [0.3, 0.55] as readonly number[],
  /** How much of the actor's colour each tint has, from least to most sure. Times `areaOpacity`: 0.6 to 0.75. */
  confidenceTints: [0.8, 0.9, 1] as readonly number[],
  /** Width of one stripe of the contested hatch. */
  hatch: 5,
  /** Distance between the dots of ground claimed by one side only. */
  dots: 7,

  // Front
  front: 2.5,
  frontCasing: 5,
  /** Opacity of the soft band around the front, which is as wide as the front is uncertain. */
  frontBandOpacity: 0.34,
  /** Width of the bright edge of ground that was gained that day, and how much white its holder's colour has there. */
  gained: 6,
  gainedLight: 0.85,
  /** How long it stays once the front rests, and how long it then takes to go; where motion is unwelcome, it goes at once. */
  gainedRest: 120,
  gainedFade: 600,
  gainedStay: 700,

  // Places
  /** Radius of a dot by kind; a kind that is not named has the last one. */
  dotRadius: { city: 5.5, town: 3.75, village: 2.75, suburb: 3, airport: 4, base: 3.5, industrial: 3.5, site: 3.25 } as Readonly<
    Record<string, number>
  >,
  dotRadiusOther: 3,
  /** From this zoom on a place without any state shows its dot. */
  zoomOfUnknownPlaces: 9,
  /** From this zoom on villages show their dots; before, only those that the day's claims name. */
  zoomOfVillages: 8.6,
  /** How important a place must be for a label, by zoom: below each zoom, the importance needed. Farther in all may have one. */
  labelFrom: [
    [7.5, 5.5],
    [8.4, 3.85],
    [9, 3.4],
    [9.8, 2.2],
  ] as readonly (readonly [number, number])[],
  /** Dots of places that no report names appear by importance in the same way. */
  dotFrom: [
    [7.4, 3.4],
    [8, 2.6],
  ] as readonly (readonly [number, number])[],
  /** From this importance on a place is named before anything else is. */
  labelFirst: 10,
  /** From this importance on a label may cover the dots of lesser places. */
  labelOverDots: 5.5,
  /** From this zoom on the native name stands beside the Latin one. */
  zoomOfNativeNames: 8,
  labelGap: 5,
  /** How far from its end ground must lie somewhere for its holder's name to be written there, and for it to be written larger. */
  holderRoom: 15,
  holderRoomWide: 22,
  /** How long the line between two maps rests before labels make room for it. */
  dividerDelay: 150,
  /** How far from a mark a click or a finger still means it. */
  reach: 12,
  reachTouch: 22,

  /** How near the map goes to a place that was searched for. */
  zoomOfFound: 10.5,
  zoomOfFoundArea: 8.75,
  /** How long after the first picture what compares names is fetched. */
  finderDelay: 1000,

  // Strikes
  /** Radius of a strike's mark that killed nobody, or nobody knows. */
  strikeRadius: 6,
  /** Radius of the disc whose area stands for one person killed. */
  strikeUnit: 2.6,
  strikeRadiusMax: 30,
  /** Strikes at places that lie closer than so many pixels are one mark, up to the zoom from which on every place has its own. */
  strikeCluster: 30,
  zoomOfEveryStrike: 9.5,
  /** Up to so many strikes at one place stand around it one by one: zoomed in, and zoomed out. */
  strikesAround: 8,
  strikesAroundFar: 3,

  // Time
  /** How long the front takes from one day to the next while playing at one day a second, and how long it rests on each. */
  glide: 700,
  rest: 300,
  /** Days a second. */
  speeds: [0.5, 1, 2, 4, 8] as readonly number[],
  /** How long the last day stays before play begins anew, where it goes over and over. */
  lastRest: 1500,
  /** How long the hand rests on days that are not in hand before they are fetched. */
  seekDelay: 90,
  /** Up to so many strikes come with the first picture; more come after it. */
  fewStrikes: 400,
  /** How long a day stays before the claims behind its changes are fetched. */
  reasonDelay: 250,
  /** While a hand drags, days are named this far apart. */
  passing: 100,
  /** How long the timebar takes to settle on a day when it is let go. */
  settle: 180,

  // Offline
  /** How long after the page has loaded the release is kept for when there is no network. */
  offlineDelay: 1500,
  /** Up to so many bytes, uncompressed, all of a release is kept; of a larger one what a reader has looked at. */
  offlineMost: 16e6,

  // Sharing
  /** A film is no longer than this, however many days it shows; then its last day stays for so long. */
  filmMost: 60_000,
  filmEnd: 1500,
  /** Frames and bits a second. */
  filmRate: 30,
  filmBits: 5e6,
  /** How long a browser may take to begin saving a file. */
  saveDelay: 60_000,

  // Map
  /** Up to this width the page is a phone's: as in the style sheets. */
  narrow: 700,
  minZoom: 5,
  maxZoom: 13,
  zoomSnap: 0.25,
  /** Room around the theatre when the whole of it is in view. */
  fitPadding: 14,
  /** How long the address waits before it is rewritten. */
  addressDelay: 250,
} as const;
