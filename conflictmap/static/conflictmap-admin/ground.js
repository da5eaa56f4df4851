"use strict";
/* The ground under the desk's maps: land, the theatre's boundary and its places as faint dots. No tiles, no network but this site. */
(function () {
  const LAND = { stroke: true, color: "#b9b2a2", weight: 1, fill: true, fillColor: "#f4f1ea", fillOpacity: 1, interactive: false };
  const BOUNDARY = { color: "#4c4a45", weight: 1.5, dashArray: "5 4", fill: false, interactive: false };
  const DOT = { radius: 3, weight: 0, fillColor: "#4c4a45", fillOpacity: 0.45 };

  /* Names come from outside: as text, never as HTML. */
  function words(text) {
    const element = document.createElement("span");
    element.dir = "auto";
    element.textContent = text;
    return element;
  }

  function credit(map) {
    map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    map.attributionControl.addAttribution("Natural Earth");
  }

  /* Draw what `url` answers with on `map`; resolves to the bounds of the theatre. `except` is the id of a place to leave out. */
  async function draw(map, url, except) {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    const ground = await answer.json();
    const layers = L.layerGroup().addTo(map);
    // One canvas for all of it: Leaflet puts a canvas under every SVG, so the land would hide the dots.
    const renderer = L.canvas({ padding: 0.3 });
    L.geoJSON(ground.land, { style: LAND, interactive: false, renderer }).addTo(layers);
    const boundary = L.geoJSON(ground.boundary, { style: BOUNDARY, interactive: false, renderer }).addTo(layers);
    for (const [id, name, longitude, latitude] of ground.places) {
      if (id === except) continue;
      L.circleMarker([latitude, longitude], { ...DOT, renderer }).bindTooltip(words(name)).addTo(layers);
    }
    return { layers, bounds: boundary.getBounds() };
  }

  function pin(text, kind) {
    return L.divIcon({ className: `desk-pin ${kind}`, html: words(text), iconSize: [22, 22] });
  }

  window.deskGround = { credit, draw, pin, words };
})();
