/**
 * A small release of an invented country, to develop and test the page with. Nothing in it is real.
 * Run directly it writes `published/` beside itself; `sample()` returns the files' contents.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [WEST, SOUTH, EAST, NORTH] = [20, 40, 23.2, 42];
const [COLUMNS, ROWS] = [40, 26];
const HASH = "5a3b1e0c9d7f2468";
/** Few days a piece, so that there are several. */
const PIECE_DAYS = 4;
const STATUSES = ["held", "contested", "claimed", "unknown"];
const DAYS = Array.from({ length: 10 }, (_, i) => new Date(Date.UTC(2031, 2, 3 + i)).toISOString().slice(0, 10));

/** A row of numbers that look random and are always the same. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

const NAMED = [
  ["karsova", "Karsova", "كارسوفا", "city", 21.9, 41.2, 640000],
  ["vel-orin", "Vel Orin", "فيل أورين", "city", 21.7, 40.5, 310000],
  ["tamrak", "Tamrak", "تمراك", "city", 20.7, 41.05, 160000],
  ["dun", "Dun", "دون", "town", 21.35, 40.9, 42000],
  ["sirat", "Sirat", "صراط", "town", 21.55, 40.82, 38000],
  ["karsova-airport", "Karsova airport", "مطار كارسوفا", "airport", 22.1, 41.1, null],
  ["ostra-works", "Ostra works", "معامل أوسترا", "industrial", 22.05, 41.38, null],
  ["halm", "Halm", "حلم", "town", 22.7, 41.5, 21000],
  ["merin", "Merin", "مرين", "town", 21.1, 41.6, 15000],
  ["port-asel", "Port Asel", "مرفأ آسل", "city", 20.35, 40.35, 220000],
];

let made = null;

/** The pointer and the files of the release; made once, so do not change them. */
export function sample() {
  made ??= make();
  return made;
}

function make() {
  const random = dice(7);
  const places = NAMED.map(([slug, name, name_ar, kind, longitude, latitude, population]) => ({
    slug, name, name_ar, kind, longitude, latitude, population, precision: "settlement", precision_m: 2000, extent: null, parent: "",
    geonames_id: null, provenance: "report",
  }));
  const syllables = ["ka", "lo", "mir", "ta", "ven", "so", "rud", "el", "da", "zim"];
  for (let i = 0; i < 60; i++) {
    const pick = () => syllables[Math.floor(random() * syllables.length)];
    const word = pick() + pick() + pick();
    const name = word[0].toUpperCase() + word.slice(1);
    const longitude = WEST + 0.15 + random() * (EAST - WEST - 0.3);
    const latitude = SOUTH + 0.15 + random() * (NORTH - SOUTH - 0.3);
    const population = Math.round(400 + random() ** 3 * 16000);
    places.push({
      slug: `${word}-${i}`, name, name_ar: "", kind: population > 4000 ? "town" : "village", longitude: Number(longitude.toFixed(4)),
      latitude: Number(latitude.toFixed(4)), population, precision: "settlement", precision_m: 2000, extent: null, parent: "", geonames_id: i + 1,
      provenance: "gazetteer",
    });
  }
  const network = mesh(places, random);
  const inNetwork = new Set(network.places);
  const ellipse = Array.from({ length: 25 }, (_, i) => {
    const angle = (i % 24) * (Math.PI / 12);
    return [Number((21.75 + 0.33 * Math.cos(angle)).toFixed(4)), Number((40.72 + 0.13 * Math.sin(angle)).toFixed(4))];
  });
  places.push({
    slug: "vel-orin-uplands", name: "northern Vel Orin uplands", name_ar: "مرتفعات فيل أورين الشمالية", kind: "area", longitude: 21.75,
    latitude: 40.72, population: null, precision: "area", precision_m: 20000, extent: { type: "Polygon", coordinates: [ellipse] }, parent: "",
    geonames_id: null, provenance: "report",
  });

  const claims = claimsOf(places, inNetwork);
  places.sort((a, b) => (a.slug < b.slug ? -1 : 1));
  const number = new Map(places.map(({ slug }, i) => [slug, i]));
  const struck = strikes();
  const reports = [
    { id: "r1", title: "League enters the valley's largest town <b>", source: "daily-post", url: "https://example.org/post/1", published_at: "2031-03-06T09:00:00Z", is_summary: true },
    { id: "r2", title: "Both sides speak of Vel Orin", source: "daily-post", url: "javascript:alert(2)", published_at: "2031-03-09T18:30:00Z", is_summary: true },
  ];
  claims.sort((a, b) => (a.place !== b.place ? (a.place < b.place ? -1 : 1) : a.date_start.localeCompare(b.date_start) || (a.id < b.id ? -1 : 1)));
  const release = {
    format: 2,
    theatre: {
      slug: "karsova", name: "Karsova Valley", name_ar: "وادي كارسوفا", time_zone: "Asia/Damascus", date_start: DAYS[0], date_end: DAYS.at(-1),
      bbox: [WEST, SOUTH, EAST, NORTH], boundary: { type: "Polygon", coordinates: [outline(network)] },
      attribution: "An invented country, made for tests.", data_licence: "CC0 1.0", support_km: 26,
    },
    actors: [
      { slug: "republic", name: "Republic of Karsova", name_ar: "جمهورية كارسوفا", short_name: "Republic", side: "republic", colour: "#b0413e", can_hold: true },
      { slug: "league", name: "Northern League", name_ar: "العصبة الشمالية", short_name: "League", side: "league", colour: "#3fa38a", can_hold: true },
      { slug: "coast-guard", name: "Coast Guard factions", name_ar: "فصائل الساحل", short_name: "Coast Guard", side: "league", colour: "#8fb8de", can_hold: true },
      { slug: "hill-council", name: "Hill Council", name_ar: "مجلس الجبل", short_name: "Hill Council", side: "hill", colour: "#e3b23c", can_hold: true },
      { slug: "neighbour", name: "The Neighbour", name_ar: "الجار", short_name: "Neighbour", side: "republic", colour: "#5b5560", can_hold: false },
    ],
    lenses: [
      { slug: "assessed", name: "All sources, weighed", name_ar: "كل المصادر، مرجَّحة" },
      { slug: "republic", name: "Republic’s sources", name_ar: "مصادر الجمهورية" },
    ],
    clocks: ["now", "then"],
    days: DAYS,
    piece_days: PIECE_DAYS,
    quantum: { membership: 1000, confidence: 20, sureness: 1000 },
    timelines: {},
    claims: ["claims-0000.json", "claims-0001.json"],
    strikes: struck.length,
    told: gaps([...new Set([...claims.filter(({ provenance }) => provenance === "report"), ...struck].map(({ place }) => number.get(place)))].sort((a, b) => a - b)),
    reported: { now: reportedOn(claims, struck, "date_start"), then: reportedOn(claims, struck, "known_on") },
  };
  release.sources = [
    { slug: "valley-watch", name: "Valley Watch", name_ar: "مرصد الوادي", kind: "monitor", alignment: "", url: "https://example.org/watch" },
    { slug: "league-command", name: "League command", name_ar: "قيادة العصبة", kind: "belligerent", alignment: "league", url: "javascript:alert(1)" },
    { slug: "republic-radio", name: "Republic Radio", name_ar: "إذاعة الجمهورية", kind: "state-media", alignment: "republic", url: "" },
    { slug: "daily-post", name: "The Daily Post", name_ar: "البريد اليومي", kind: "outlet", alignment: "", url: "https://example.org/post" },
    { slug: "records", name: "Public records", name_ar: "سجلات عامة", kind: "background", alignment: "", url: "" },
  ];
  const files = {
    "release.json": release,
    "network.json": network,
    "places.json": { places },
    "strikes.json": { strikes: struck, reports },
    "basemap.json": basemap(),
  };
  release.claims.forEach((name, i) => {
    files[name] = { claims: claims.filter(({ place }) => number.get(place) % release.claims.length === i), reports };
  });
  for (const [lens, clock, lag] of [["assessed", "now", 0], ["assessed", "then", 1], ["republic", "now", 2], ["republic", "then", 3]]) {
    const timeline = timelineOf(lens, clock, places, network, claims, lag);
    (release.timelines[lens] ??= {})[clock] = inPieces(timeline, { claims, number, actors: release.actors.map(({ slug }) => slug) }, files);
  }
  return { pointer: { format: 2, theatre: "karsova", release: HASH, path: `${HASH}/release.json`, published_at: "2031-03-20T10:00:00Z" }, files };
}

/** Rising numbers as the first one and the step from each to the next. */
function gaps(numbers) {
  return numbers.map((value, i) => value - (numbers[i - 1] ?? 0));
}

function steps(before, now) {
  const i = [];
  now.forEach((value, k) => value !== before[k] && i.push(k));
  return { i: gaps(i), v: i.map((k) => now[k] - before[k]) };
}

function reportedOn(claims, struck, day) {
  const count = (rows) => DAYS.map((date) => rows.filter((row) => row[day] === date).length);
  return { claims: count(claims.filter(({ provenance }) => provenance === "report")), strikes: count(struck) };
}

/** Divide a timeline into pieces, put their files among `files`, and return what the manifest says of them. */
function inPieces({ lens, clock, days }, { claims, number, actors }, files) {
  const ref = (id, place) => {
    const claim = claims.find((one) => one.id === id);
    const k = claims.filter((one) => one.place === claim.place).indexOf(claim);
    return claim.place === place ? [k] : [k, number.get(claim.place)];
  };
  const named = (date) => claims.filter(({ place, provenance, date_start, date_end }) => provenance === "report" && place.endsWith("uplands") && date_start <= date && date <= date_end);
  const pieces = [];
  for (let first = 0; first < days.length; first += PIECE_DAYS) {
    const part = days.slice(first, first + PIECE_DAYS);
    const name = `${lens}-${clock}-${String(pieces.length).padStart(3, "0")}.json`;
    const head = { format: 2, lens, clock, number: pieces.length };
    let layers = {};
    let states = new Map();
    let sureness = new Array(number.size).fill(0);
    const moving = [];
    const reasons = [];
    for (const day of part) {
      const changed = {};
      for (const [layer, values] of Object.entries(day.layers)) {
        const change = steps(layers[layer] ?? new Array(values.length).fill(0), values);
        if (change.i.length) changed[layer] = change;
      }
      layers = day.layers;
      const now = new Map(day.states.map((state) => [state.place, JSON.stringify(state)]));
      const rows = day.states.filter((state) => states.get(state.place) !== JSON.stringify(state)).sort((a, b) => number.get(a.place) - number.get(b.place));
      states = now;
      const sure = [...sureness];
      for (const { place, confidence } of day.states) sure[number.get(place)] = Math.round(confidence * 1000);
      const place = gaps(rows.map((row) => number.get(row.place)));
      moving.push({
        date: day.date,
        layers: changed,
        states: {
          place,
          holder: rows.map(({ holder }) => actors.indexOf(holder)),
          status: rows.map(({ status }) => STATUSES.indexOf(status)),
          contenders: rows.map(({ contenders }) => contenders.map((slug) => actors.indexOf(slug))),
          since: rows.map(({ since }) => DAYS.indexOf(since)),
          doubted: [],
        },
        gone: [],
        named: [...new Set(named(day.date).map((claim) => number.get(claim.place)))],
        areas_km2: day.areas_km2,
        sides_km2: day.sides_km2,
        front_km: day.front_km,
        changes: day.changes.map(({ place: slug, from, to, claims: ids }) => ({
          place: number.get(slug),
          from: [actors.indexOf(from.holder), STATUSES.indexOf(from.status)],
          to: [actors.indexOf(to.holder), STATUSES.indexOf(to.status)],
          claims: ids.map((id) => ref(id, slug)),
          reported: ids.some((id) => !id.startsWith("b-")),
        })),
      });
      const evidence = rows.map((row) => row.claims.map(([id, rule, weight]) => { const [k, ...where] = ref(id, row.place); return [k, rule, weight, ...where]; }));
      reasons.push({ date: day.date, confidence: steps(sureness, sure), evidence: { place, claims: evidence } });
      sureness = sure;
    }
    const used = new Set(moving.flatMap((day) => Object.keys(day.layers)));
    files[`timeline-${name}`] = { ...head, layers: [...used], days: moving };
    files[`evidence-${name}`] = { ...head, days: reasons };
    pieces.push({ first: DAYS[first], days: part.length, timeline: `timeline-${name}`, evidence: `evidence-${name}` });
  }
  return { changed: days.filter(({ changes }) => changes.length).at(-1)?.date ?? null, pieces };
}

/** A grid of vertices, shaken; the nearest one to each place becomes that place. */
function mesh(places, random) {
  const points = [];
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const inside = row > 0 && row < ROWS - 1 && column > 0 && column < COLUMNS - 1;
      const shake = inside ? 0.5 : 0;
      const bulge = row === 0 || row === ROWS - 1 ? 0.06 * Math.sin(column / 3) : 0;
      points.push([
        WEST + ((column + (random() - 0.5) * shake) / (COLUMNS - 1)) * (EAST - WEST),
        SOUTH + ((row + (random() - 0.5) * shake) / (ROWS - 1)) * (NORTH - SOUTH) + bulge,
      ]);
    }
  }
  const taken = new Map();
  for (const place of places) {
    const column = Math.round(((place.longitude - WEST) / (EAST - WEST)) * (COLUMNS - 1));
    const row = Math.round(((place.latitude - SOUTH) / (NORTH - SOUTH)) * (ROWS - 1));
    const at = row * COLUMNS + column;
    if (taken.has(at) || row <= 0 || column <= 0 || row >= ROWS - 1 || column >= COLUMNS - 1) continue;
    taken.set(at, place.slug);
    points[at] = [place.longitude, place.latitude];
  }
  const order = [...taken.keys(), ...[...points.keys()].filter((i) => !taken.has(i))];
  const index = new Map(order.map((old, i) => [old, i]));
  const triangles = [];
  for (let row = 0; row + 1 < ROWS; row++) {
    for (let column = 0; column + 1 < COLUMNS; column++) {
      const [a, b, c, d] = [row * COLUMNS + column, row * COLUMNS + column + 1, (row + 1) * COLUMNS + column + 1, (row + 1) * COLUMNS + column];
      triangles.push(...[a, b, c, a, c, d].map((old) => index.get(old)));
    }
  }
  return {
    lon: order.map((i) => Math.round(points[i][0] * 1e5)),
    lat: order.map((i) => Math.round(points[i][1] * 1e5)),
    triangles,
    places: [...taken.values()],
    scale: 100000,
  };
}

/** The edge of the network, once around. */
function outline(network) {
  const next = new Map();
  const count = network.lon.length;
  const sides = new Set();
  for (let t = 0; t < network.triangles.length; t += 3) {
    for (let k = 0; k < 3; k++) sides.add(network.triangles[t + k] * count + network.triangles[t + ((k + 1) % 3)]);
  }
  for (const side of sides) {
    const [a, b] = [Math.floor(side / count), side % count];
    if (!sides.has(b * count + a)) next.set(a, b);
  }
  const start = next.keys().next().value;
  const ring = [];
  let at = start;
  do {
    ring.push([network.lon[at] / 1e5, network.lat[at] / 1e5]);
    at = next.get(at);
  } while (at !== start);
  return [...ring, ring[0]];
}

function statement(id, place, from, to, source, report, summary, more = {}) {
  return {
    id, place, date_start: DAYS[from], date_end: DAYS[to], date_precision: from === to ? "day" : "range",
    reported_at: `${DAYS[Math.min(to + 1, 9)]}T09:20:00Z`, known_on: DAYS[Math.min(to + 1, 9)], source, via: "daily-post", report, basis: "claimed", summary,
    quote: "", provenance: "report", ...more,
  };
}

function claimsOf(places, inNetwork) {
  const claim = (id, place, actor, relation, day, source, summary, more = {}) => ({
    ...statement(id, place, day, day, source, day < 5 ? "r1" : "r2", summary, more), actor, relation, share: more.share ?? "whole", voice: "attributed", confidence: null,
  });
  const told = [
    claim("c-dun", "dun", "league", "controls", 2, "valley-watch", "League fighters hold all of Dun, the monitor says.", { basis: "assessed" }),
    claim("c-sirat", "sirat", "league", "controls", 3, "valley-watch", "The League took Sirat after a day of fighting.", { basis: "assessed" }),
    claim("c-karsova-in", "karsova", "league", "entered", 4, "daily-post", "League forces entered the western quarters of Karsova.", { basis: "assessed" }),
    claim("c-karsova-no", "karsova", "league", "denies", 5, "republic-radio", "The army says that no positions inside the city were given up.", { basis: "denied" }),
    claim("c-karsova", "karsova", "league", "controls", 5, "valley-watch", "Most of Karsova is held by the League.", { share: "most", basis: "assessed" }),
    claim("c-airport", "karsova-airport", "hill-council", "controls", 5, "daily-post", "Hill Council fighters moved into the airport.", { basis: "assessed" }),
    claim("c-ostra", "ostra-works", "league", "controls", 6, "league-command", "The League command says it holds the Ostra works. <img src=x onerror=alert(1)>", { date_precision: "inferred" }),
    claim("c-merin", "merin", "league", "controls", 6, "republic-radio", "State radio admits the loss of Merin.", { basis: "assessed" }),
    claim("c-uplands", "vel-orin-uplands", "republic", "contests", 7, "republic-radio", "The army speaks of counter-attacks in the uplands."),
    claim("c-orin-in", "vel-orin", "league", "entered", 8, "league-command", "The League command says its fighters reached the edge of Vel Orin."),
    claim("c-orin", "vel-orin", "league", "controls", 9, "valley-watch", "The army left Vel Orin; the League holds it.", { basis: "assessed" }),
  ];
  const background = places
    .filter((place) => inNetwork.has(place.slug))
    .map((place) => ({
      ...claim(`b-${place.slug}`, place.slug, firstHolder(place), "controls", 0, "records", `Held by ${firstHolder(place)} before the first day.`, { provenance: "background", basis: "assessed", via: "" }),
      report: "", known_on: DAYS[0], reported_at: `${DAYS[0]}T00:00:00Z`,
    }));
  return [...told, ...background];
}

function firstHolder({ longitude, latitude }) {
  if (longitude > 22.35) return "hill-council";
  if (latitude > 41.55) return "coast-guard";
  return longitude < 21.15 && latitude > 40.6 ? "league" : "republic";
}

/** Who holds a place on a day: [holder, status, contenders, claims]. `lag` makes other lenses and clocks differ. */
function holding(place, day, lag) {
  const first = firstHolder(place);
  const base = [`b-${place.slug}`];
  const at = (n) => day >= n + lag;
  if (place.slug === "dun" && at(2)) return ["league", "held", [], ["c-dun", ...base]];
  if (place.slug === "sirat" && at(3)) return ["league", "held", [], ["c-sirat", ...base]];
  if (place.slug === "karsova" && at(5)) return ["league", lag > 1 ? "contested" : at(7) ? "held" : "contested", at(7) ? [] : ["republic"], ["c-karsova", "c-karsova-no", ...base]];
  if (place.slug === "karsova" && at(4)) return ["republic", "contested", ["league"], ["c-karsova-in", ...base]];
  if (place.slug === "karsova-airport" && at(5)) return ["hill-council", "held", [], ["c-airport", ...base]];
  if (place.slug === "ostra-works" && at(6)) return ["league", "claimed", [], ["c-ostra", ...base]];
  if (place.slug === "merin" && at(6)) return ["league", "held", [], ["c-merin", ...base]];
  if (place.slug === "vel-orin" && at(9)) return ["league", "held", [], ["c-orin", ...base]];
  if (place.slug === "vel-orin" && at(8)) return ["republic", "contested", ["league"], ["c-orin-in", ...base]];
  if (place.geonames_id && Math.hypot(place.longitude - 21.9, place.latitude - 41.2) < 0.32 && day >= 4 && first === "republic") {
    return day >= 7 ? ["league", "held", [], base] : ["republic", "contested", ["league"], ["c-karsova-in", ...base]];
  }
  if (place.geonames_id && place.latitude < 40.5 && place.longitude < 21.4 && day >= 6) return ["coast-guard", "claimed", [], base];
  if (place.geonames_id && first === "republic" && place.longitude < 20.9 + day * 0.1 && place.latitude > 40.65) return ["league", "held", [], base];
  return [first, "held", [], base];
}

const RULES = { "valley-watch": "monitor", "league-command": "interested", "republic-radio": "interested", "daily-post": "own-voice", records: "background" };

function timelineOf(lens, clock, places, network, claims, lag) {
  const count = network.lon.length;
  const names = [];
  const told = places.filter((place) => network.places.includes(place.slug) && !(place.longitude < 20.6 && place.latitude > 41.4));
  const nearest = network.lon.map((lon, i) =>
    told
      .map((place, k) => ({ k, d: Math.hypot((place.longitude - lon / 1e5) * 84, (place.latitude - network.lat[i] / 1e5) * 111) }))
      .sort((a, b) => a.d - b.d)
      .slice(0, 6),
  );
  const layersOn = DAYS.map((_, day) => {
    const known = told.map((place) => ({ place, held: holding(place, day, lag) }));
    const layers = {};
    const put = (name, i, value) => {
      layers[name] ??= new Array(count).fill(0);
      layers[name][i] = value;
      if (!names.includes(name)) names.push(name);
    };
    for (let i = 0; i < count; i++) {
      const near = nearest[i].map(({ k, d }) => ({ ...known[k], d }));
      const weights = near.map(({ d }) => 1 / (d + 0.4) ** 2);
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      const sums = {};
      near.forEach(({ held: [holder, status, contenders] }, k) => {
        const share = weights[k] / whole;
        const split = contenders.length ? 0.62 : 1;
        sums[`${holder}:${status}`] = (sums[`${holder}:${status}`] ?? 0) + share * split;
        for (const other of contenders) sums[`${other}:contested`] = (sums[`${other}:contested`] ?? 0) + share * (1 - split);
      });
      for (const [name, value] of Object.entries(sums)) put(name, i, Math.round(value * 1000));
      put("support", i, Math.round(near[0].d * 10));
      put("confidence", i, Math.round(20 * Math.max(0.1, 0.85 - near[0].d / 40 - day * 0.01)));
    }
    return { layers, known };
  });
  const days = [];
  let statesBefore = new Map();
  layersOn.forEach(({ layers, known }, day) => {
    const states = [];
    const changes = [];
    for (const { place, held: [holder, status, contenders, ids] } of known) {
      const old = statesBefore.get(place.slug);
      const evidence = ids.map((id) => [id, RULES[claims.find((one) => one.id === id)?.source] ?? "background", 0.6]);
      const confidence = status === "claimed" ? 0.35 : status === "contested" ? 0.5 : ids.length > 1 ? 0.85 : 0.6;
      const since = old && old.holder === holder ? old.since : DAYS[day];
      states.push({ place: place.slug, holder, status, contenders, confidence, since, claims: evidence });
      if (old && (old.holder !== holder || old.status !== status)) {
        changes.push({ place: place.slug, from: { holder: old.holder, status: old.status }, to: { holder, status }, claims: ids.filter((id) => !id.startsWith("b-")) });
      }
      statesBefore.set(place.slug, { holder, status, since });
    }
    const league = 8200 + day * 900;
    for (const name of names) layers[name] ??= new Array(count).fill(0);
    days.push({
      date: DAYS[day], layers, states, changes, front_km: 300 + day * 12,
      areas_km2: { republic: 30100 - day * 1100, league, "coast-guard": 6400, "hill-council": 11800 + day * 40, unknown: 2300 },
      sides_km2: { republic: 30100 - day * 1100, league: league + 6400, hill: 11800 + day * 40, unknown: 2300 },
    });
  });
  return { lens, clock, days };
}

function strikes() {
  const none = { low: null, best: null, high: null };
  const toll = (civilians = none, combatants = none, wording = "") => ({ civilians, combatants, unknown: none, wording });
  const strike = (id, place, from, to, kind, attackers, killed, injured, more = {}) => ({
    ...statement(id, place, from, to, more.source ?? "valley-watch", "r2", more.summary ?? "", more), kind, attackers, weapon: "", target: more.target ?? "", killed, injured,
    grading: more.grading ?? "fair",
  });
  const exactly = (n) => ({ low: n, best: n, high: n });
  return [
    strike("s1", "karsova", 5, 5, "air-strike", ["republic", "neighbour"], toll({ low: 12, best: 15, high: 26 }), toll(exactly(54)), { summary: "Aircraft hit the university quarter." }),
    strike("s2", "karsova", 5, 5, "shelling", ["league"], toll(none, exactly(3)), toll(), { source: "republic-radio", grading: "weak", target: "a barracks" }),
    strike("s3", "karsova", 5, 5, "drone", [], toll(), toll(), { grading: "contested" }),
    strike("s4", "tamrak", 5, 5, "air-strike", ["neighbour"], toll({ low: 4, best: null, high: null }), toll({ low: 20, best: null, high: null }, none, "scores")),
    strike("s5", "merin", 4, 6, "air-strike", ["republic"], toll({ low: 20, best: 22, high: 31 }), toll(), { summary: "A count over three days." }),
    strike("s6", "vel-orin", 9, 9, "missile", ["league"], toll(none, { low: 5, best: 6, high: 11 }), toll()),
    strike("s7", "vel-orin-uplands", 7, 7, "air-strike", ["neighbour"], toll(), toll(), { source: "republic-radio", target: "supply lines" }),
  ];
}

function basemap() {
  const [west, south, east, north] = [WEST - 2.5, SOUTH - 2, EAST + 2.5, NORTH + 2];
  const coast = [[west + 2, south], [19.6, 39], [19.9, 40.1], [19.7, 40.8], [20, 41.2], [19.5, 42], [19.2, 43], [19, north]];
  const polygon = (name, ring) => ({ type: "Feature", properties: { name }, geometry: { type: "Polygon", coordinates: [[...ring, ring[0]]] } });
  return {
    type: "FeatureCollection",
    bbox: [west, south, east, north],
    features: [
      polygon("Karsova", [...coast.slice(0, 6), [21, 42.3], [24, 42.2], [east, 41.8], [east, south]]),
      polygon("Neighbour", [[19.5, 42], [21, 42.3], [24, 42.2], [east, 41.8], [east, north], [19, north], [19.2, 43]]),
    ],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(dirname(process.argv[1]), "published/karsova");
  const { pointer, files } = sample();
  mkdirSync(resolve(folder, HASH), { recursive: true });
  writeFileSync(resolve(folder, "latest.json"), JSON.stringify(pointer));
  for (const [name, content] of Object.entries(files)) writeFileSync(resolve(folder, HASH, name), JSON.stringify(content));
}
