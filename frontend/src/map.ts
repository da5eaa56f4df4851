/** Leaflet's map inside the element: its panes, its limits, and the view as part of the state. */
import * as L from "leaflet";
import type { Context } from "./context";
import { COMPARED } from "./compare";
import { button, h } from "./dom";
import { options } from "./options";

/** From the bottom: tiles, paper, areas, rivers and roads, named areas, what differs, front, strikes, places. */
const PANES = ["tiles", "ground", "areas", "landscape", "named", "difference", "front", "strikes", "places"] as const;

export function makeMap(context: Context, container: HTMLElement): L.Map {
  const map = L.map(container, {
    attributionControl: false,
    zoomControl: false,
    minZoom: options.minZoom,
    maxZoom: options.maxZoom,
    zoomSnap: options.zoomSnap,
    zoomAnimation: !context.still(),
    fadeAnimation: false,
    inertia: !context.still(),
    boxZoom: true,
    keyboard: true,
  });
  PANES.forEach((name, i) => {
    const pane = map.createPane(name);
    pane.style.zIndex = String(200 + 10 * i);
    pane.style.pointerEvents = "none";
    if (!(COMPARED as readonly string[]).includes(name)) return;
    const beside = map.createPane(`${name}-beside`);
    beside.style.zIndex = String(201 + 10 * i);
    beside.style.pointerEvents = "none";
  });
  return map;
}

/**
 * Add the map's buttons, and keep the map and the state at one view. It comes after all that draws: the theatre is then put in view
 * when the lines around the map stand, and everything is drawn once.
 */
export function steer(context: Context, container: HTMLElement, map: L.Map): void {
  const { store, words } = context;
  const corner = words.direction === "rtl" ? "topright" : "topleft";
  L.control.zoom({ position: corner, zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  const Whole = L.Control.extend({
    options: { position: corner },
    onAdd: () => {
      const press = button({ class: "whole", title: words.whole, "aria-label": words.whole }, () => {
        store.set({ view: null });
        fit();
      }, h("span", { "aria-hidden": "true" }));
      const box = h("div", { class: "leaflet-bar" }, press);
      L.DomEvent.disableClickPropagation(box);
      return box;
    },
  });
  new Whole().addTo(map);

  // A view is the reader's own only when a hand moved it; fitting and resizing are not.
  let ours = 0;
  const quietly = (move: () => void): void => {
    ours++;
    move();
    ours--;
  };
  function fit(): void {
    const { release } = store.get();
    if (!release) return;
    const [west, south, east, north] = release.theatre.bbox;
    const size = map.getSize();
    if (size.x === 0 || size.y === 0) return;
    const pad = Math.min(options.fitPadding, size.x / 10, size.y / 10);
    quietly(() => {
      map.fitBounds(L.latLngBounds([south, west], [north, east]), { padding: [pad, pad], animate: false });
    });
  }
  map.on("moveend", () => {
    if (ours > 0 || store.get().view === null && !moved) return;
    const { lat, lng } = map.getCenter();
    store.set({ view: { zoom: map.getZoom(), latitude: lat, longitude: lng } });
  });
  let moved = false;
  map.on("dragstart zoomstart keydown", () => {
    if (ours === 0) moved = true;
  });

  store.watch(["release"], ({ release, view }) => {
    if (!release) return;
    const [west, south, east, north] = release.basemap.bbox ?? release.theatre.bbox;
    const [lon, lat] = [(east - west) * 0.25, (north - south) * 0.25];
    const bounds = L.latLngBounds([south, west], [north, east]);
    // Farther out there is nothing but paper.
    map.setMinZoom(Math.max(options.minZoom, Math.floor(map.getBoundsZoom(bounds))));
    map.setMaxBounds(L.latLngBounds([south - lat, west - lon], [north + lat, east + lon]));
    if (view === null) fit();
    else quietly(() => map.setView([view.latitude, view.longitude], view.zoom, { animate: false }));
  });
  store.watch(["view"], ({ view, release }) => {
    if (!release) return;
    if (view === null) {
      moved = false;
      return;
    }
    const center = map.getCenter();
    const same = Math.abs(center.lat - view.latitude) < 1e-4 && Math.abs(center.lng - view.longitude) < 1e-4 && Math.abs(map.getZoom() - view.zoom) < 0.01;
    if (!same) quietly(() => map.setView([view.latitude, view.longitude], view.zoom, { animate: false }));
  });
  const observer = new ResizeObserver(() => {
    // Asked for its size before it is loaded, the map keeps that one.
    if (!store.get().release) return;
    const size = map.getSize();
    if (container.clientWidth === size.x && container.clientHeight === size.y) return;
    quietly(() => map.invalidateSize({ animate: false, pan: false }));
    if (store.get().view === null) fit();
  });
  observer.observe(container);
  map.on("unload", () => {
    observer.disconnect();
  });
}
