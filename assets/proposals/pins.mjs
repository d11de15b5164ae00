/* One's own places on the map: a mark each, the open one as a pin that one drags or moves with the arrows, its
   outline, a preview of a file. */
import { $ } from "../core/dom.mjs";
import * as store from "../core/store.mjs";
import * as canvasLayer from "../map/canvas.mjs";
import { addTaker } from "../map/drawing.mjs";
import * as mapView from "../map/map.mjs";
import { corners } from "../map/ring.mjs";
import { byArrows, handles } from "../map/vertices.mjs";

const HIT_PX = 12,
  MOST_HANDLES = 150;
const COLOURS = {
  draft: "--ink-3",
  submitted: "--accent",
  to_complete: "--amber-fill",
  accepted: "--green-fill",
  refused: "--excluded",
  withdrawn: "--excluded",
};
let map = /** @type {any} */ (null),
  over = /** @type {any} */ (null),
  marks = [],
  opened = /** @type {any} */ (null),
  pin = /** @type {any} */ (null),
  outline = /** @type {any} */ (null),
  handled = /** @type {any} */ (null),
  taking = /** @type {any} */ (null),
  shown = [],
  onOpen = (_id) => {},
  words = (key) => key;

const root = () => $("propose-root");
export const placing = () => taking !== null;

/** The map is made anew on each visit of a screen: so is what lies on it. */
function attach() {
  if (!root() || !mapView.leaflet || map === mapView.leaflet) return;
  map = mapView.leaflet;
  pin = outline = handled = null;
  over = canvasLayer.overlay(map, "own", 460, paint);
  map.on("click", click);
  draw();
}

const at = (view, { lon, lat }) => canvasLayer.at(view, lon, lat);

function paint(brush, view) {
  if (!root()) return;
  const premises = root().dataset.kind === "premises",
    css = canvasLayer.css;
  for (const one of marks) {
    if (one.id === opened?.id || typeof one.lon !== "number") continue;
    const [x, y] = at(view, one);
    if (x < -20 || y < -20 || x > view.w + 20 || y > view.h + 20) continue;
    mark(brush, x, y, premises, css(COLOURS[one.stage] || "--ink-3"), one.is_example);
  }
  for (const one of shown) {
    const [x, y] = at(view, one);
    mark(brush, x, y, premises, css(one.bad ? "--red-fill" : "--accent"), false);
    if (one.bad) canvasLayer.cross(brush, x, y, 3, 2, css("--paper"));
  }
}

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
function click(event) {
  if (!root()) return;
  if (taking) {
    const put = taking;
    place(null);
    put(round(event.latlng.lng), round(event.latlng.lat));
    return;
  }
  const view = over.view(),
    { x, y } = event.containerPoint;
  let best = HIT_PX * HIT_PX,
    found = /** @type {any} */ (null);
  for (const one of marks) {
    if (typeof one.lon !== "number") continue;
    const [px, py] = at(view, one),
      d = (px - x) ** 2 + (py - y) ** 2;
    if (d <= best) {
      best = d;
      found = one;
    }
  }
  if (found) onOpen(found.id);
}

const round = (degrees) => Math.round(degrees * 1e6) / 1e6;

/** Wait for a click that puts the place; `put` null gives up. */
export function place(put) {
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

/** The place that is open: {id, lon, lat, footprint, editable, label, change(values)}; null when none is. */
export function open(place) {
  opened = place;
  draw();
}

function draw() {
  if (!map || !root()) return;
  over.redraw();
  drawOutline();
  const placed = opened && typeof opened.lon === "number" && typeof opened.lat === "number";
  if (!placed) {
    pin?.remove();
    pin = null;
    return;
  }
  if (!pin) pin = makePin();
  pin.setLatLng([opened.lat, opened.lon]);
  opened.editable ? pin.dragging.enable() : pin.dragging.disable();
  pin.getElement().setAttribute("aria-label", `${opened.label || ""} ${opened.editable ? words("pin") : ""}`.trim());
}

/** The outline of the open place, with handles on its vertices where it may be changed. */
function drawOutline() {
  const latlngs = corners(opened?.footprint || []).map(([lon, lat]) => L.latLng(lat, lon));
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
    const changed = (now) => opened.change({ footprint: now.map(({ lng, lat }) => [round(lng), round(lat)]) });
    if (isHandled) handled = handles(map, outline, "own", changed, labels);
  }
  handled ? handled.show(latlngs) : outline.setLatLngs(latlngs);
}

function makePin() {
  const icon = L.divIcon({ className: "own-pin", iconSize: [26, 34], iconAnchor: [13, 33], html: "" });
  const made = L.marker([opened.lat, opened.lon], {
    icon,
    draggable: true,
    autoPan: true,
    keyboard: true,
    zIndexOffset: 1000,
  }).addTo(map);
  made.on("dragend", () => {
    const { lng, lat } = made.getLatLng();
    opened.change({ lon: round(lng), lat: round(lat) });
  });
  byArrows(map, made, ({ lng, lat }) => opened.change({ lon: round(lng), lat: round(lat) }));
  return made;
}

/** Bring a position into view without moving when it already is. */
export function reveal(lon, lat, zoom = 15) {
  if (!map || typeof lon !== "number") return;
  map.touched = true;
  if (!map.getBounds().pad(-0.1).contains([lat, lon]))
    map.setView([lat, lon], Math.max(map.getZoom(), zoom), { animate: false });
}

/** Look at a position that was chosen. */
export function go(lon, lat, zoom) {
  if (!map) return;
  map.touched = true;
  map.setView([lat, lon], zoom, { animate: false });
}

export function show(items) {
  marks = items;
  if (root()) root().dataset.marks = String(marks.length);
  over?.redraw();
}

/** Points of a file that is being imported: [{lon, lat, label, bad}]; an empty list ends it. The map goes to them
    when `fit`. */
export function preview(points, fit = true) {
  shown = (points || []).filter((one) => typeof one.lon === "number" && typeof one.lat === "number");
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

export const centre = () => {
  const { lng, lat } = map.getCenter();
  return [round(lng), round(lat)];
};

store.onMount(() => {
  map = over = pin = outline = handled = null;
  marks = [];
  shown = [];
  opened = null;
  taking = null;
});
store.onPaint(attach);
export const ready = () => Boolean(map);
/** What opens a place, and the sentences of the form. */
export const serve = (open, sentences) => {
  onOpen = open;
  words = sentences;
};
addTaker(placing);
