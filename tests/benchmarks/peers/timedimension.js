/*
 * Leaflet.TimeDimension by its README: L.timeDimension.layer.geoJson over an L.geoJSON, and a player. Its own choice of features goes by
 * single times and cuts the rings of polygons by them; here it takes each feature from its first to its last day, whole.
 */
import { begin, DAY, marks } from "./marks.js";

const { map, data, first, last } = await begin({ timeDimension: true });
map.timeDimension.setAvailableTimes(Array.from({ length: (last - first) / DAY + 1 }, (_, day) => first + day * DAY), "replace");
for (const { properties } of data.features) properties.times = [Date.parse(properties.start), Date.parse(properties.end)];
const WholeFeatures = L.TimeDimension.Layer.GeoJson.extend({
  _getFeatureBetweenDates: (feature, _, time) => (feature.properties.times[0] <= time && time <= feature.properties.times[1] ? feature : null),
});
const layer = new WholeFeatures(L.geoJSON(data, marks));
map.timeDimension.setCurrentTimeIndex((last - first) / DAY);
layer.addTo(map);
const player = new L.TimeDimension.Player({ transitionTime: 125, loop: false, startOver: false }, map.timeDimension);
L.control.timeDimension({ player, timeSliderDragUpdate: true }).addTo(map);

window.peer = {
  go: (day) => { map.timeDimension.setCurrentTimeIndex(day); },
  play: () => { player.start(); },
  pause: () => { player.stop(); },
  day: () => map.timeDimension.getCurrentTimeIndex(),
  drawn: () => layer._currentLayer.getLayers().length,
};
