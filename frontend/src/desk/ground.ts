/** The candidates on the theatre's ground, numbered, and a pin to place by hand. Longitude and latitude in degrees; Leaflet's pairs are latitude first. */
import type * as Leaflet from "leaflet";
import type { Candidate, Row, Spot } from "./rows.js";

declare global {
  interface Window {
    /** Loaded by the page before this script, as on the desk's other maps. */
    L: typeof Leaflet;
    deskGround: {
      credit: (map: Leaflet.Map) => void;
      draw: (map: Leaflet.Map, url: string, except: string) => Promise<{ bounds: Leaflet.LatLngBounds }>;
      pin: (text: string, kind: string) => Leaflet.DivIcon;
      words: (text: string) => HTMLElement;
    };
  }
}

const OTHER = { radius: 5, weight: 1.5, color: "#1d1c1a", fillColor: "#3fa38a", fillOpacity: 0.9 };

/** Of the report's other places, those within so many metres are framed with the best candidate: one capital does not shrink the map. */
const NEAR_M = 120_000;

export class Ground {
  private readonly map: Leaflet.Map;
  private readonly shown: Leaflet.LayerGroup;
  private markers: Leaflet.Marker[] = [];
  private pin: Leaflet.Marker | undefined;
  private theatre: Leaflet.LatLngBounds | undefined;
  private isFramed = false;

  constructor(
    element: HTMLElement,
    private readonly accept: (candidate: number) => void,
    private readonly placed: (longitude: number, latitude: number) => void,
  ) {
    const { L, deskGround } = window;
    this.map = L.map(element, { center: [35.8, 37.2], zoom: 7, keyboard: false, zoomAnimation: false, fadeAnimation: false });
    deskGround.credit(this.map);
    L.control.scale({ imperial: false }).addTo(this.map);
    this.shown = L.layerGroup().addTo(this.map);
    this.map.on("click", (event: Leaflet.LeafletMouseEvent) => {
      if (this.pin !== undefined) this.put(event.latlng);
    });
    deskGround
      .draw(this.map, element.dataset.ground ?? "", "")
      .then(({ bounds }) => {
        this.theatre = bounds;
        if (!this.isFramed && bounds.isValid()) this.frame(bounds);
      })
      .catch(() => this.map.attributionControl.addAttribution("The ground could not be loaded"));
  }

  /** Draw a mention's candidates and the places of the report's others, and frame the best with them. */
  show(row: Row, others: readonly Spot[]): void {
    const { L, deskGround } = window;
    this.putAway();
    this.shown.clearLayers();
    for (const other of others) {
      L.circleMarker([other.latitude, other.longitude], OTHER).bindTooltip(deskGround.words(`${other.name}, also in this report`)).addTo(this.shown);
    }
    this.markers = row.candidates.map((candidate) => this.marker(candidate, row));
    const best = row.place ?? row.candidates.find(isSomewhere);
    const middle = best !== undefined && isSomewhere(best) ? L.latLng(best.latitude, best.longitude) : undefined;
    const near = others
      .map((other) => L.latLng(other.latitude, other.longitude))
      .filter((other) => middle === undefined || middle.distanceTo(other) < NEAR_M);
    if (middle !== undefined) near.push(middle);
    this.isFramed = near.length > 0;
    if (near.length > 0) this.frame(L.latLngBounds(near));
    else if (this.theatre?.isValid() === true) this.frame(this.theatre);
  }

  /** Make a candidate stand out, and bring it into sight. */
  point(number: number): void {
    this.markers.forEach((marker, at) => {
      marker.getElement()?.classList.toggle("chosen", at === number);
      if (at === number && this.map.hasLayer(marker) && !this.map.getBounds().contains(marker.getLatLng())) {
        this.frame(this.map.getBounds().extend(marker.getLatLng()));
      }
    });
  }

  /** Put the pin down in the middle of the map, to be dragged or clicked to its place. */
  placeByHand(): void {
    if (this.pin === undefined) this.put(this.map.getCenter());
    this.map.getContainer().classList.add("placing");
  }

  /** Move the pin to typed coordinates. */
  movePin(longitude: number, latitude: number): void {
    if (this.pin === undefined) return;
    this.pin.setLatLng([latitude, longitude]);
    if (!this.map.getBounds().contains(this.pin.getLatLng())) this.map.panTo(this.pin.getLatLng(), { animate: false });
  }

  putAway(): void {
    this.pin?.remove();
    this.pin = undefined;
    this.map.getContainer().classList.remove("placing");
  }

  remove(): void {
    this.map.remove();
  }

  private put(at: Leaflet.LatLng): void {
    const { L, deskGround } = window;
    const there = at.wrap();
    if (this.pin === undefined) {
      this.pin = L.marker(there, { icon: deskGround.pin("", "point"), draggable: true, zIndexOffset: 3000, keyboard: false, alt: "The place" }).addTo(this.map);
      this.pin.on("drag", () => this.tell());
    }
    this.pin.setLatLng(there);
    this.tell();
  }

  private tell(): void {
    const there = this.pin?.getLatLng().wrap();
    if (there !== undefined) this.placed(there.lng, there.lat);
  }

  private marker(candidate: Candidate, row: Row): Leaflet.Marker {
    const { L, deskGround } = window;
    const at: [number, number] = isSomewhere(candidate) ? [candidate.latitude, candidate.longitude] : [0, 0];
    const chosen = row.is_decided && row.place?.name === candidate.name && row.place.latitude === candidate.latitude ? "chosen" : "";
    const marker = L.marker(at, {
      icon: deskGround.pin(String(candidate.key), chosen),
      zIndexOffset: 2000 - candidate.number,
      keyboard: false,
      alt: `Candidate ${candidate.key}`,
    });
    marker.bindTooltip(deskGround.words(`${candidate.key}. ${candidate.name} (${candidate.kind})`));
    marker.on("click", () => {
      if (this.pin === undefined) this.accept(candidate.number);
    });
    if (isSomewhere(candidate)) marker.addTo(this.shown);
    return marker;
  }

  private frame(bounds: Leaflet.LatLngBounds): void {
    this.map.fitBounds(bounds, { padding: [30, 30], maxZoom: 9, animate: false });
  }
}

function isSomewhere(spot: Spot): boolean {
  return Number.isFinite(spot.longitude) && Number.isFinite(spot.latitude);
}
