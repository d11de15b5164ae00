/* The vertices of an outline: dragged, moved by the arrows, removed by Delete or by the button that a press opens. */

import { button } from "../core/dom.mjs";
import * as format from "../core/format.mjs";

/** @import { LatLng, LeafletMap, Marker, Outline, VertexWords } from "../types/map" */

const NUDGE_PX = 6,
  FAST = 5,
  FEWEST = 3;
/** @type {Record<string, number[]>} */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Let the arrows move a marker, by more with Shift; `moved` is given its position.
    @type {(map: LeafletMap, marker: Marker, moved: (at: LatLng) => void) => void} */
export function byArrows(map, marker, moved) {
  marker.getElement().addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || !marker.dragging.enabled()) return;
    event.preventDefault();
    event.stopPropagation();
    const by = NUDGE_PX * (event.shiftKey ? FAST : 1),
      from = map.latLngToContainerPoint(marker.getLatLng());
    marker.setLatLng(map.containerPointToLatLng([from.x + by * step[0], from.y + by * step[1]]));
    moved(marker.getLatLng());
  });
}

/** Handles on the vertices of `outline`: {show(ring), remove()}. `changed` is given the latitudes and longitudes;
    `labels` are the words of a vertex and of its removal.
    @param {LeafletMap} map
    @param {Outline} outline
    @param {string} pane
    @param {(latlngs: LatLng[]) => void} changed
    @param {VertexWords} labels */
export function handles(map, outline, pane, changed, labels) {
  let marks = /** @type {Marker[]} */ ([]);
  const latlngs = () => marks.map((mark) => mark.getLatLng());

  function drop(/** @type {Marker} */ mark) {
    const at = marks.indexOf(mark);
    if (marks.length <= FEWEST) return;
    show(latlngs().toSpliced(at, 1));
    marks[Math.min(at, marks.length - 1)].getElement().focus();
    changed(latlngs());
  }

  /** @param {LatLng} latlng
      @param {number} i
      @param {LatLng[]} all */
  function handle(latlng, i, all) {
    const icon = L.divIcon({ className: "own-vertex", iconSize: [24, 24], html: "" });
    const mark = L.marker(latlng, { icon, pane, draggable: true, alt: "" }).addTo(map);
    mark.getElement().setAttribute("aria-label", format.fill(labels, "vertex", { n: i + 1, of: all.length }));
    mark.on("drag", () => outline.setLatLngs(latlngs()));
    mark.on("dragend", () => changed(latlngs()));
    mark.bindPopup(() => button(() => drop(mark), { class: "button" }, labels.vertex_drop), { closeButton: false });
    byArrows(map, mark, () => {
      outline.setLatLngs(latlngs());
      changed(latlngs());
    });
    mark.getElement().addEventListener("keydown", (event) => {
      if (event.key !== "Delete" && event.key !== "Backspace") return;
      event.preventDefault();
      drop(mark);
    });
    return mark;
  }

  /** Move the handles to a ring; they are made again when there are more or fewer. */
  function show(/** @type {LatLng[]} */ given) {
    outline.setLatLngs(given);
    if (given.length === marks.length) return marks.forEach((mark, i) => mark.setLatLng(given[i]));
    remove();
    marks = given.map(handle);
  }

  function remove() {
    for (const mark of marks) mark.remove();
    marks = [];
  }
  return { show, remove };
}
