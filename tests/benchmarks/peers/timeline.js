/* leaflet.timeline by its README: one L.timeline of features with start and end, and its slider; without the slider's list of ticks. */
import { begin, DAY, marks } from "./marks.js";

const { map, data, first, last } = await begin();
const timeline = L.timeline(data, marks);
const steps = (last - first) / DAY;
const control = L.timelineSliderControl({ showTicks: false, steps, duration: steps * 125, formatOutput: (at) => new Date(at).toISOString().slice(0, 10) });
control.addTo(map);
control.addTimelines(timeline);
timeline.addTo(map);

window.peer = {
  go: (day) => { control.setTime(first + day * DAY); },
  play: () => { control.play(); },
  pause: () => { control.pause(); },
  day: () => (timeline.time - first) / DAY,
  drawn: () => timeline.getLayers().length,
};
window.peer.go(steps);
