/* One's own places on the map: a mark each, the open one as a pin that one drags or moves with the arrows, its
   outline, a preview of a file. */
import { $ } from "../core/dom.mjs";
import * as store from "../core/store.mjs";
import * as canvasLayer from "../map/canvas.mjs";
import { addTaker } from "../map/drawing.mjs";
import * as labels from "../map/labels.mjs";
import * as mapView from "../map/map.mjs";
import { corners } from "../map/ring.mjs";
import { byArrows, handles } from "../map/vertices.mjs";

/** @import { Stage } from "../types/answers"
    @import { Brush, Frame, LatLng, LeafletMap, MapEvent, Marker, Outline, Overlay } from "../types/map"
    @import { Content, Handles, OwnMark, Pinned, Preview, Take } from "../types/proposals" */

const HIT_PX = 12,
  MOST_HANDLES = 150;
/** @type {Record<Stage, string>} */
const COLOURS = {
  draft: "--ink-3",
  submitted: "--strong-mark",
  to_complete: "--amber-fill",
  accepted: "--green-fill",
  refused: "--excluded",
  withdrawn: "--excluded",
};
let map = /** @type {LeafletMap | null} */ (null),
  over = /** @type {Overlay | null} */ (null),
  marks = /** @type {OwnMark[]} */ ([]),
  opened = /** @type {Pinned | null} */ (null),
  pin = /** @type {Marker | null} */ (null),
  outline = /** @type {Outline | null} */ (null),
  handled = /** @type {Handles | null} */ (null),
  taking = /** @type {Take | null} */ (null),
  shown = /** @type {Preview[]} */ ([]),
  onOpen = (/** @type {string} */ _id) => {},
  words = (/** @type {string} */ key) => key;

const root = () => $("propose-root");
export const placing = () => taking !== null;

/** The map is made anew on each visit of a screen: so is what lies on it. */
function attach() {
  const { leaflet } = mapView;
  if (!root() || !leaflet || map === leaflet) return;
  map = leaflet;
  pin = outline = handled = null;
  over = canvasLayer.overlay(map, "own", 460, paint);
  map.on("click", click);
  draw();
}

/** @typedef {OwnMark & { lon: number, lat: number }} Placed */

/** The marks that have a place. */
const placed = () => /** @type {Placed[]} */ (marks.filter((one) => typeof one.lon === "number"));

labels.addMarks((view) => (root() ? placed().map(({ lon, lat }) => canvasLayer.at(view, lon, lat)) : []));

function paint(/** @type {Brush} */ brush, /** @type {Frame} */ view) {
  const box = root();
  if (!box) return;
  const premises = box.dataset.kind === "premises",
    css = canvasLayer.css;
  for (const one of placed()) {
    if (one.id === opened?.id) continue;
    const [x, y] = canvasLayer.at(view, one.lon, one.lat);
    if (x < -20 || y < -20 || x > view.w + 20 || y > view.h + 20) continue;
    mark(brush, x, y, premises, css(COLOURS[one.stage] || "--ink-3"), one.is_example);
  }
  for (const one of shown) {
    const [x, y] = canvasLayer.at(view, one.lon, one.lat);
    mark(brush, x, y, premises, css(one.bad ? "--red-fill" : "--strong-mark"), false);
    if (one.bad) canvasLayer.cross(brush, x, y, 3, 2, css("--paper"));
  }
}

/** @type {(brush: Brush, x: number, y: number, round: boolean, colour: string, example: boolean) => void} */
function mark(brush, x, y, round, colour, example) {
  brush.beginPath();
  round ? brush.arc(x, y, 7.5, 0, 2 * Math.PI) : brush.rect(x - 7, y - 7, 14, 14);
  brush.lineWidth = 5;
  brush.strokeStyle = canvasLayer.css("--halo");
  brush.stroke();
  brush.fillStyle = colour;
  brush.fill();
  brush.setLineDash(example ? [2.4, 2] : []);
  brush.lineWidth = 1.6;
  brush.strokeStyle = canvasLayer.css("--mark-line");
  brush.stroke();
  brush.setLineDash([]);
}

/** A click puts the place when one is to be put, else opens the own place that is under it. */
function click(/** @type {MapEvent} */ event) {
  if (!root() || !over) return;
  if (give(...rounded(event.latlng))) return;
  const view = over.view(),
    { x, y } = event.containerPoint;
  let best = HIT_PX * HIT_PX,
    found = "";
  for (const one of placed()) {
    const [px, py] = canvasLayer.at(view, one.lon, one.lat),
      d = (px - x) ** 2 + (py - y) ** 2;
    if (d <= best) {
      best = d;
      found = one.id;
    }
  }
  if (found) onOpen(found);
}

const round = (/** @type {number} */ degrees) => Math.round(degrees * 1e6) / 1e6;
/** @returns {[lon: number, lat: number]} */
const rounded = (/** @type {LatLng} */ { lng, lat }) => [round(lng), round(lat)];

/** Wait for a click that puts the place; `put` null gives up. */
export function place(/** @type {Take | null} */ put) {
  taking = put;
  if (map) map.getContainer().classList.toggle("drawing", placing());
  for (const button of document.querySelectorAll('[data-act="propose-pin"]'))
    button.setAttribute("aria-pressed", String(placing()));
  const hint = $("draw-hint");
  if (hint) {
    hint.hidden = !placing();
    hint.textContent = placing() ? words("placing") : "";
  }
}

/** Give a position to what waits for a click; say whether something did. */
export function give(/** @type {number} */ lon, /** @type {number} */ lat) {
  const put = taking;
  if (put) place(null);
  put?.(round(lon), round(lat));
  return put !== null;
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Escape" && placing()) {
      place(null);
      event.stopPropagation();
      event.preventDefault();
    }
  },
  true,
);

/** The place that is open; null when none is. */
export function open(/** @type {Pinned | null} */ place) {
  opened = place;
  draw();
}

const change = (/** @type {Content} */ values) => opened?.change(values);

function draw() {
  if (!map || !root()) return;
  over?.redraw();
  drawOutline(map);
  if (!opened || typeof opened.lon !== "number" || typeof opened.lat !== "number") {
    pin?.remove();
    pin = null;
    return;
  }
  const { lon, lat, label, editable } = opened;
  pin ??= makePin(map, [lat, lon]);
  pin.setLatLng([lat, lon]);
  editable ? pin.dragging.enable() : pin.dragging.disable();
  pin.getElement().setAttribute("aria-label", `${label} ${editable ? words("pin") : ""}`.trim());
}

/** The outline of the open place, with handles on its vertices where it may be changed. */
function drawOutline(/** @type {LeafletMap} */ map) {
  const latlngs = corners(opened?.footprint ?? []).map(([lon, lat]) => L.latLng(lat, lon));
  const isHandled = Boolean(opened?.editable) && latlngs.length <= MOST_HANDLES;
  if (outline && (!latlngs.length || Boolean(handled) !== isHandled)) {
    handled?.remove();
    outline.remove();
    outline = handled = null;
  }
  if (!latlngs.length) return;
  if (!outline) {
    outline = L.polygon(latlngs, { pane: "own", className: "own-outline", interactive: false }).addTo(map);
    const labels = { vertex: words("vertex"), vertex_drop: words("vertex_drop") };
    if (isHandled) handled = handles(map, outline, "own", (now) => change({ footprint: now.map(rounded) }), labels);
  }
  handled ? handled.show(latlngs) : outline.setLatLngs(latlngs);
}

function makePin(/** @type {LeafletMap} */ map, /** @type {number[]} */ at) {
  const icon = L.divIcon({ className: "own-pin", iconSize: [26, 34], iconAnchor: [13, 33], html: "" });
  const options = { icon, draggable: true, autoPan: true, keyboard: true, zIndexOffset: 1000 };
  const made = L.marker(at, options).addTo(map);
  function moved() {
    const [lon, lat] = rounded(made.getLatLng());
    change({ lon, lat });
  }
  made.on("dragend", moved);
  byArrows(map, made, moved);
  return made;
}

/** Bring a position into view without moving when it already is. */
export function reveal(/** @type {number | null} */ lon, /** @type {number | null} */ lat, zoom = 15) {
  if (!map || lon === null || lat === null) return;
  map.touched = true;
  if (!map.getBounds().pad(-0.1).contains([lat, lon]))
    map.setView([lat, lon], Math.max(map.getZoom(), zoom), { animate: false });
}

/** Look at a position that was chosen. */
export function go(/** @type {number} */ lon, /** @type {number} */ lat, /** @type {number} */ zoom) {
  if (!map) return;
  map.touched = true;
  map.setView([lat, lon], zoom, { animate: false });
}

export function show(/** @type {OwnMark[]} */ items) {
  marks = items;
  const box = root();
  if (box) box.dataset.marks = String(marks.length);
  over?.redraw();
  labels.redraw();
}

/** Points of a file that is being imported; an empty list ends it. The map goes to them when `fit`. */
export function preview(/** @type {Preview[]} */ points, /** @type {boolean} */ fit) {
  shown = points;
  attach();
  over?.redraw();
  if (fit && map && shown.length) {
    map.touched = true;
    map.fitBounds(L.latLngBounds(shown.map(({ lon, lat }) => [lat, lon])), {
      padding: [40, 40],
      maxZoom: 15,
      animate: false,
    });
  }
}

export const centre = () => (map ? rounded(map.getCenter()) : null);

store.onMount(() => {
  map = over = pin = outline = handled = opened = taking = null;
  marks = [];
  shown = [];
});
store.onPaint(attach);
/** What opens a place, and the sentences of the form.
    @type {(open: typeof onOpen, sentences: typeof words) => void} */
export const serve = (open, sentences) => {
  onOpen = open;
  words = sentences;
};
addTaker(placing);
