"use strict";
/* A place's point: click the map or drag the point, or type the coordinates; each follows the other. */
L.DeskPlaceField = L.GeometryField.extend({
  addTo: function (map) {
    this._map = map;
    window.deskGround.credit(map);
    this.store = new this.options.field_store_class(this.options.fieldid, this.options);
    this._inputs = ["longitude", "latitude"].map((name) => document.getElementById(`id_${name}`));
    this.load();
    map.on("click", (event) => this._set(event.latlng));
    for (const input of this._inputs) input.addEventListener("change", () => this._readInputs());
    this._drawGround();
    map.fire("map:loadfield", { field: this, fieldid: this.options.fieldid });
    return this;
  },

  load: function () {
    const stored = this.store.load();
    if (stored) this._mark(stored.getLatLng());
    else this._readInputs();
  },

  _mark: function (latlng) {
    if (this._marker) {
      this._marker.setLatLng(latlng);
      return;
    }
    const icon = window.deskGround.pin("", "point");
    this._marker = L.marker(latlng, { icon, draggable: true, zIndexOffset: 1000, keyboard: false }).addTo(this._map);
    this._marker.on("drag dragend", () => this._set(this._marker.getLatLng()));
  },

  /* The point is where the editor put it: in the inputs, in the field that is sent, on the map. */
  _set: function (latlng) {
    const there = latlng.wrap();
    this._mark(there);
    const [longitude, latitude] = this._inputs;
    if (longitude) longitude.value = there.lng.toFixed(5);
    if (latitude) latitude.value = there.lat.toFixed(5);
    this.store.save(this._marker);
  },

  _readInputs: function () {
    const [longitude, latitude] = this._inputs.map((input) => (input && input.value !== "" ? Number(input.value) : NaN));
    if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) return;
    this._mark(L.latLng(latitude, longitude));
    this.store.save(this._marker);
    this._map.panTo([latitude, longitude], { animate: false });
  },

  _drawGround: function () {
    const ground = document.getElementById("desk-ground");
    if (!ground) return;
    const chooser = document.getElementById("id_theatre");
    const show = async (theatre) => {
      if (this._ground) this._ground.remove();
      this._ground = null;
      if (!theatre) return;
      const { layers, bounds } = await window.deskGround.draw(this._map, ground.dataset.url.replace("THEATRE", theatre), ground.dataset.place);
      this._ground = layers;
      if (this._marker) this._map.setView(this._marker.getLatLng(), 9, { animate: false });
      else if (bounds.isValid()) this._map.fitBounds(bounds, { animate: false });
    };
    const failed = () => this._map.attributionControl.addAttribution("The ground could not be loaded");
    show(ground.dataset.theatre).catch(failed);
    if (chooser) chooser.addEventListener("change", () => show(chooser.value).catch(failed));
  },
});
