/* Drawing a zone on the map: rectangle and lasso by dragging, polygon by clicks; Esc gives up, Enter or a double
   click ends. */
import { closest } from "../core/dom.mjs";
import * as store from "../core/store.mjs";
import { ringsOf } from "./ring.mjs";

/** @import { LatLng, LeafletMap, MapEvent, Outline, Ring, Tool } from "../types/map"
    @import { Context } from "../types/state" */

let /** @type {LeafletMap} */ map,
  tool = /** @type {Tool | null} */ (null),
  points = /** @type {LatLng[]} */ ([]),
  outline = /** @type {Outline | null} */ (null),
  shown = /** @type {Outline | null} */ (null),
  sink = /** @type {((ring: Ring) => void) | null} */ (null);

const takers = /** @type {(() => boolean)[]} */ ([]),
  listeners = /** @type {((tool: Tool | null, ring: Ring) => void)[]} */ ([]);
/** While takes() is true the map keeps clicks for itself, as it does while a zone is drawn. */
export const addTaker = (/** @type {() => boolean} */ takes) => takers.push(takes);
export const active = () => tool !== null || takers.some((takes) => takes());
const facet = () => store.facetOfKind("polygon");

export function attach(/** @type {LeafletMap} */ leaflet) {
  stop();
  map = leaflet;
  shown = null;
  const pane = map.createPane("drawing");
  pane.style.zIndex = "470";
  pane.style.pointerEvents = "none";
  const box = map.getContainer();
  box.addEventListener("pointerdown", (e) => tool && tool !== "polygon" && begin(e), true);
  box.addEventListener("pointermove", (e) => tool && points.length && move(e), true);
  map.on("click", (e) => tool === "polygon" && vertex(e));
  map.on("dblclick", () => tool === "polygon" && finish());
  map.on("resize", () => tool && tool !== "polygon" && giveUp());
}

window.addEventListener("pointerup", (e) => tool && tool !== "polygon" && points.length && end(e), true);
window.addEventListener("blur", () => tool && tool !== "polygon" && giveUp());
document.addEventListener(
  "keydown",
  (e) => {
    if (!tool) return;
    if (e.key === "Escape") {
      stop();
      store.abandon();
      e.stopPropagation();
    }
    if (e.key === "Enter" && tool === "polygon") {
      finish();
      e.preventDefault();
      e.stopPropagation();
    } // not a click on the area in focus
  },
  true,
);

const at = (/** @type {MouseEvent} */ e) => map.mouseEventToLatLng(e);

function begin(/** @type {PointerEvent} */ e) {
  if (closest(e, ".leaflet-control")) return;
  e.preventDefault();
  e.stopPropagation();
  points = [at(e)];
}

function move(/** @type {PointerEvent} */ e) {
  const p = at(e);
  if (tool === "rectangle") points = corners(points[0], p);
  else if (tool === "lasso") points.push(p);
  else return sketch([...points, p]);
  sketch(points);
  if (points.length >= 4 && tool === "rectangle") preview();
}

const corners = (/** @type {LatLng} */ a, /** @type {LatLng} */ b) => [
  a,
  L.latLng(a.lat, b.lng),
  b,
  L.latLng(b.lat, a.lng),
];

function end(/** @type {PointerEvent} */ e) {
  e.stopPropagation();
  if (points.length < 3) return giveUp();
  finish();
}

function vertex(/** @type {MapEvent} */ e) {
  points.push(e.latlng);
  sketch(points);
  announce();
}

function preview() {
  store.dispatch({ type: "set", facet: facet().id, value: ring() }, { transient: true });
}

const ring = () => points.map((p) => [p.lng, p.lat]);

function finish() {
  const value = ring(),
    into = sink;
  stop();
  if (value.length >= 3) into ? into(value) : store.dispatch({ type: "set", facet: facet().id, value });
}

function sketch(/** @type {LatLng[]} */ latlngs) {
  if (!outline) outline = L.polygon([], { pane: "drawing", className: "zone-sketch", interactive: false }).addTo(map);
  outline.setLatLngs(latlngs);
}

function reset() {
  points = [];
  if (outline) outline.remove();
  outline = null;
}

function giveUp() {
  reset();
  store.abandon();
}

/** Draw the zone that filters; or, with `into`, an outline that is given to whoever asked for it.
    @type {(name: Tool, into?: ((ring: Ring) => void) | null) => void} */
export function start(name, into = null) {
  if (tool === name) return stop();
  stop();
  tool = name;
  sink = into;
  map.dragging.disable();
  map.doubleClickZoom.disable();
  map.getContainer().classList.add("drawing");
  announce();
}

export function stop() {
  reset();
  sink = null;
  if (!tool) return;
  tool = null;
  map.dragging.enable();
  map.doubleClickZoom.enable();
  map.getContainer().classList.remove("drawing");
  announce();
}

/** The visible part of the map as a zone: the way that needs no pointer. */
export function useView() {
  const b = map.getBounds();
  const value = [
    [b.getWest(), b.getSouth()],
    [b.getEast(), b.getSouth()],
    [b.getEast(), b.getNorth()],
    [b.getWest(), b.getNorth()],
  ];
  store.dispatch({ type: "set", facet: facet().id, value });
}

const announce = () => listeners.forEach((listener) => listener(tool, ring()));

/** The zone in force, as the address has it. */
function settle(/** @type {Context} */ ctx) {
  if (!map) return;
  const value = /** @type {Ring | undefined} */ (ctx.state.filters[facet().id]);
  if (shown) shown.remove();
  shown = value
    ? L.polygon(
        ringsOf(value).map((ring) => ring.map(([x, y]) => [y, x])),
        { pane: "drawing", className: "zone-kept", interactive: false },
      ).addTo(map)
    : null;
}

export const onTool = (/** @type {typeof listeners[number]} */ listener) => listeners.push(listener);
store.onSettle(settle);
