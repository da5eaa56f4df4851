"use strict";
/* The numbered candidates of a mention on the theatre's ground. A click on one chooses it; the chosen one is filled. */
(function () {
  const element = document.getElementById("mention-map");
  const data = JSON.parse(document.getElementById("mention-map-data").textContent);
  const map = L.map(element, { center: [35.8, 37.2], zoom: 7, keyboard: false });
  window.deskGround.credit(map);
  L.control.scale({ imperial: false }).addTo(map);

  const radio = (number) => document.querySelector(`input[name="decision"][value="${Number(number) - 1}"]`);
  const markers = [];
  for (const candidate of data.candidates) {
    if (!Number.isFinite(candidate.longitude) || !Number.isFinite(candidate.latitude)) continue;
    const marker = L.marker([candidate.latitude, candidate.longitude], {
      icon: window.deskGround.pin(candidate.number, ""),
      zIndexOffset: 1000 - Number(candidate.number),
      alt: `Candidate ${candidate.number}`,
    });
    marker.bindTooltip(window.deskGround.words(`${candidate.number}. ${candidate.name} (${candidate.kind})`)).addTo(map);
    marker.on("click", () => {
      const choice = radio(candidate.number);
      if (choice) choice.checked = true;
      showChosen();
    });
    markers.push({ marker, number: candidate.number });
  }
  for (const other of data.others) {
    L.circleMarker([other.latitude, other.longitude], { radius: 5, weight: 1.5, color: "#1d1c1a", fillColor: "#3fa38a", fillOpacity: 0.9 })
      .bindTooltip(window.deskGround.words(`${other.name}, also in this report`))
      .addTo(map);
  }
  if (data.chosen && !markers.length) {
    L.marker([data.chosen.latitude, data.chosen.longitude], { icon: window.deskGround.pin("", "chosen") })
      .bindTooltip(window.deskGround.words(data.chosen.name))
      .addTo(map);
  }

  function showChosen() {
    for (const { marker, number } of markers) {
      const choice = radio(number);
      const chosen = Boolean(choice && choice.checked);
      const icon = marker.getElement();
      if (icon) icon.classList.toggle("chosen", chosen);
      if (chosen && !map.getBounds().contains(marker.getLatLng())) view(map.getBounds().extend(marker.getLatLng()));
    }
  }
  document.querySelectorAll('input[name="decision"]').forEach((choice) => choice.addEventListener("change", showChosen));

  // The best candidate and the report's other places: a namesake on another continent would leave nothing to see.
  const near = [...markers.slice(0, 1).map(({ marker }) => marker.getLatLng()), ...data.others.map((other) => [other.latitude, other.longitude])];
  const view = (bounds) => map.fitBounds(bounds, { padding: [30, 30], maxZoom: 9, animate: false });
  if (near.length) view(L.latLngBounds(near));
  showChosen();
  window.deskGround
    .draw(map, element.dataset.ground, "")
    .then(({ bounds }) => {
      if (!near.length && bounds.isValid()) view(bounds);
    })
    .catch(() => map.attributionControl.addAttribution("The ground could not be loaded"));
})();
