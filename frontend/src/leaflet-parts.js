/**
 * The parts of Leaflet that the page uses, from its own sources: the map and its handlers, tiles and the zoom buttons. Markers, popups,
 * vectors and the rest stay out of what a reader fetches. vite.config.ts puts this in the place of "leaflet"; the types are the package's.
 */
export { Control } from "leaflet/src/control/Control.js";
import { zoom } from "leaflet/src/control/Control.Zoom.js";
export { setOptions } from "leaflet/src/core/Util.js";
import * as DomEvent from "leaflet/src/dom/DomEvent.js";
import * as DomUtil from "leaflet/src/dom/DomUtil.js";
export { toLatLngBounds as latLngBounds } from "leaflet/src/geo/LatLngBounds.js";
export { Layer } from "leaflet/src/layer/Layer.js";
export { tileLayer } from "leaflet/src/layer/tile/TileLayer.js";
export { map } from "leaflet/src/map/index.js";
export const control = { zoom };
export { DomEvent, DomUtil };
