/* Marks as ours, as far as a peer can: areas filled by holder, places as dots, strikes as discs by the low figure of killed. */
const COLOURS = { republic: "#b0413e", coalition: "#3fa38a", highland: "#e3b23c" };
const colour = (feature) => COLOURS[feature.properties.holder] ?? "#ece8df";

/** Options of L.geoJSON for both peers. */
export const marks = {
  style: (feature) =>
    feature.properties.kind === "area"
      ? { stroke: true, color: "#333", weight: 1, fillColor: colour(feature), fillOpacity: 0.7 }
      : {},
  pointToLayer: (feature, at) =>
    feature.properties.kind === "place"
      ? L.circleMarker(at, { radius: 3, weight: 1, color: "#333", fillColor: colour(feature), fillOpacity: 1 })
      : L.circleMarker(at, { radius: 4 + 2.6 * Math.sqrt(feature.properties.killed), weight: 1.5, color: "#222", fillOpacity: 0.2 }),
};

export const DAY = 86400000;

/** A map on a canvas, and the features of data.geojson with its first and last day, in milliseconds. */
export async function begin(options = {}) {
  const map = L.map("map", { preferCanvas: true, zoomSnap: 0.25, fadeAnimation: false, ...options });
  const data = await (await fetch("data.geojson")).json();
  const [west, south, east, north] = data.bbox;
  map.fitBounds([[south, west], [north, east]], { animate: false, padding: [14, 14] });
  return { map, data, first: Date.parse(data.days[0]), last: Date.parse(data.days[1]) };
}
