/* Drawing a zone on the map: rectangle and lasso by dragging, polygon by clicks; Esc gives up, Enter or a double
   click ends. */
import * as store from "../core/store.mjs";

let map = /** @type {any} */ (null),
  tool = /** @type {any} */ (null),
  points = [],
  outline = /** @type {any} */ (null),
  shown = /** @type {any} */ (null),
  sink = /** @type {any} */ (null),
  listeners = [];

const takers = [];
/** While takes() is true the map keeps clicks for itself, as it does while a zone is drawn. */
export const addTaker = (takes) => takers.push(takes);
export const active = () => tool !== null || takers.some((takes) => takes());
const facet = () => store.facetOfKind("polygon");

export function attach(leaflet) {
  stop();
  map = leaflet;
  shown = null;
  const pane = map.createPane("drawing");
  pane.style.zIndex = 470;
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

const at = (e) => map.mouseEventToLatLng(e);

function begin(e) {
  if (e.target.closest(".leaflet-control")) return;
  e.preventDefault();
  e.stopPropagation();
  points = [at(e)];
}

function move(e) {
  const p = at(e);
  if (tool === "rectangle") points = corners(points[0], p);
  else if (tool === "lasso") points.push(p);
  else return sketch([...points, p]);
  sketch(points);
  if (points.length >= 4 && tool === "rectangle") preview();
}

const corners = (a, b) => [a, L.latLng(a.lat, b.lng), b, L.latLng(b.lat, a.lng)];

function end(e) {
  e.stopPropagation();
  if (points.length < 3) return giveUp();
  finish();
}

function vertex(e) {
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

function sketch(latlngs) {
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

/** Draw the zone that filters; or, with `into`, an outline that is given to whoever asked for it. */
export function start(name, /** @type {((ring: any) => void) | null} */ into = null) {
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
function settle(/** @type {PageContext} */ ctx) {
  if (!map) return;
  const value = ctx.state.filters[facet().id];
  if (shown) shown.remove();
  shown = value
    ? L.polygon(
        value.map(([x, y]) => [y, x]),
        { pane: "drawing", className: "zone-kept", interactive: false },
      ).addTo(map)
    : null;
}

export const onTool = (listener) => listeners.push(listener);
store.onSettle(settle);
