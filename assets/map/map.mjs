/* The map: areas one can click or reach by keyboard, names that avoid each other, layers one can switch, base maps
   from the network. */
import { $, el, first } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import * as store from "../core/store.mjs";
import * as cells from "./cells.mjs";
import * as drawing from "./drawing.mjs";
import * as external from "./external.mjs";
import * as labels from "./labels.mjs";
import * as points from "./points.mjs";
import { tip } from "./tips.mjs";

const NOTICE_MS = 15000,
  MOST_LEGEND = 1 / 6; // of the map

/** @import { Feature, LatLng, Layer, LeafletMap, PointStyle } from "../types/map"
    @import { Context } from "../types/state" */

const areas = /** @type {Map<string, Layer>} */ (new Map());
let map = /** @type {LeafletMap | null} */ (null),
  tiles = /** @type {Layer | null} */ (null),
  shownBase = "local",
  shownLayers = /** @type {string[] | null} */ (null),
  noticeTimer = 0;

/** @this {LeafletMap} */
function onceReady() {
  this.whenReady(() => this.getContainer().id === "map" && attach(this));
}
window.L?.Map.addInitHook(onceReady);

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function attach(/** @type {LeafletMap} */ leaflet) {
  map = leaflet;
  shownBase = "local";
  tiles = null;
  cells.attach(map);
  map.getContainer().setAttribute("role", "application");
  if (still()) Object.assign(map, { _zoomAnimated: false, _fadeAnimated: false });
  points.attach(map);
  drawing.attach(map);
  labels.attach(map);
  external.attach(map, notice);
  new ResizeObserver(() => map === leaflet && fitBox()).observe(map.getContainer());
  for (const gesture of ["mousedown", "wheel", "keydown", "touchstart"])
    map.getContainer().addEventListener(
      gesture,
      () => {
        leaflet.touched = true;
      },
      { passive: true, capture: true },
    );
  map.on("zoomend", detail);
  map.on("layeradd", ({ layer }) => {
    settlePane(layer.options?.pane);
    labels.redraw(); // a name keeps off what has come
  });
  map.on("moveend", () => {
    if (map === leaflet && leaflet.touched) store.view.set("map_view", place(leaflet));
  });
  map.on("unload", () => {
    if (map !== leaflet) return;
    map = tiles = null;
    cells.attach(null);
    external.attach(null, notice);
  });
  foldLegend();
  store.repaint();
  document.documentElement.dataset.map = "ready";
  if (store.context().config) begin();
}

/** What needs both the map and the settings. */
export function begin() {
  const { config } = store.context();
  const leaflet = map;
  if (!leaflet || !config || leaflet.isBeginning) return;
  leaflet.isBeginning = true;
  if (shownLayers) setLayers(shownLayers);
  labels.redraw();
  detail();
  requestAnimationFrame(() => {
    // the map's own first view comes before: it would be taken for the person's
    if (map !== leaflet) return;
    leaflet.begun = true;
    if (!restore(leaflet) && !store.context().state.focus) home();
  });
}

/** Where the map is: longitude, latitude and zoom, as the address keeps them. */
function place(/** @type {LeafletMap} */ leaflet) {
  const { lng, lat } = leaflet.getCenter();
  return `${lng.toFixed(5)},${lat.toFixed(5)},${Number(leaflet.getZoom().toFixed(1))}`;
}

/** Go where the address says, unless that is nowhere near the territory; say whether it does. */
function restore(/** @type {LeafletMap} */ leaflet) {
  const match = /^(-?\d{1,3}(?:\.\d{1,5})?),(-?\d{1,2}(?:\.\d{1,5})?),(\d{1,2}(?:\.\d)?)$/.exec(
    store.view.get("map_view"),
  );
  if (!match) return false;
  const [, lon, lat, zoom] = match.map(Number),
    { config, state } = store.context();
  if (!L.latLngBounds(config.map.bounds).pad(0.5).contains([lat, lon])) return false;
  leaflet.touched = true;
  leaflet.revealed = state.focus;
  leaflet.setView([lat, lon], Math.min(Math.max(zoom, leaflet.getMinZoom()), leaflet.getMaxZoom()), { animate: false });
  return true;
}

/** Where the legend would hide too much of the map it waits folded, until the person says otherwise. */
function foldLegend() {
  const legend = document.querySelector(".map-legend");
  if (!map || !legend || legend.dataset.chosen) return;
  first("summary", legend).onclick = () => {
    legend.dataset.chosen = "yes";
  };
  const { x, y } = map.getSize();
  legend.open = true;
  legend.open = y >= 480 && x >= 560 && legend.offsetWidth * legend.offsetHeight < MOST_LEGEND * x * y;
}

/** The box changed size: keep what the person chose to see; before any gesture, keep the whole territory in view. */
function fitBox() {
  if (!map) return;
  // or Leaflet starts sliding the old view inside its bounds, and ends after the new view is set
  map._enforcingBounds = true;
  map.invalidateSize({ pan: false });
  map._enforcingBounds = false;
  foldLegend();
  if (!map.begun || map.touched) return;
  map.revealed = null;
  store.context().state.focus ? reveal(store.context()) : home();
}

const detail = () => map?.getContainer().classList.toggle("near", map.getZoom() >= 12);
/** The whole territory, below the search box. */
export function home() {
  if (!map) return;
  map.touched = false;
  store.view.set("map_view", "");
  map.fitBounds(store.context().config.map.bounds, {
    animate: false,
    paddingTopLeft: [8, 52],
    paddingBottomRight: [8, 8],
  });
}

export function zoom(/** @type {number} */ steps) {
  if (!map) return;
  map.touched = true;
  map.setZoom(map.getZoom() + steps);
}

/** dash-leaflet calls this for each polygon it draws.
    @type {(feature: Feature, layer: Layer) => void} */
export function onEachArea(feature, layer) {
  const { facet, code, label, detail: more, band, layer: of } = feature.properties;
  if (band && layer.options) layer.options.className += ` band-${band}`;
  layer.bindTooltip(tip(label, more), { sticky: true, className: "area-tip" });
  layer.on("click", (e) => {
    if (drawing.active()) return; // the map takes the click as a corner
    L.DomEvent.stopPropagation(e);
    if (map && points.hit(e.containerPoint) >= 0) map.fire("click", e);
    else if (facet) store.dispatch({ type: "toggle", facet, code });
  });
  layer.on("add", () => {
    const element = layer.getElement();
    if (!element || !facet) return;
    for (const [name, value] of [
      ["tabindex", "-1"],
      ["role", "button"],
      ["aria-label", label],
      ["data-code", code],
    ])
      element.setAttribute(name, value);
    element.addEventListener("keydown", (e) => {
      if (e.key !== "Enter" && e.key !== " ") return;
      e.preventDefault();
      store.dispatch({ type: "toggle", facet, code });
    });
  });
  if (facet) areas.set(`${facet}:${code}:${of}`, layer);
}

/** A point of a layer off the canvas: the sign of its legend, in its colour, that the keyboard reaches; a dot, of which
    there are thousands, is read under the mouse alone.
    @param {Feature} feature
    @param {LatLng} latlng
    @param {{ hideout: PointStyle }} options */
export function pointMark(feature, latlng, { hideout: { pane, shape, colour_var: colour, dashed } }) {
  const { label, detail: more } = feature.properties;
  if (shape === "dot") {
    const dot = L.circleMarker(latlng, { pane, className: "layer-dot", radius: 2.5, bubblingMouseEvents: true });
    return dot.bindTooltip(tip(label, more), { className: "area-tip" });
  }
  const sign = el("span", {
    class: `sign sign-${shape}${dashed && feature.properties.example ? "" : " sign-solid"}`,
  });
  sign.style.setProperty("--sign", `var(${colour})`);
  const icon = L.divIcon({ className: "point-mark", iconSize: [16, 15], html: sign });
  const marker = L.marker(latlng, { icon, pane, title: label, alt: label, bubblingMouseEvents: true });
  return marker.bindTooltip(tip(label, more), { direction: "top", className: "area-tip" });
}

function settleAreas(/** @type {Context} */ ctx) {
  for (const [key, layer] of areas) {
    const [facet, code] = key.split(":"),
      element = layer.getElement?.();
    if (!element) continue;
    const on = /** @type {string[]} */ (ctx.state.filters[facet] || []).includes(code);
    element.classList.toggle("chosen", on);
    element.setAttribute("aria-pressed", String(on));
  }
}

/** Show or hide the pane of a layer as was chosen, which may come before the pane does. */
function settlePane(/** @type {string | undefined} */ id) {
  const pane = id && map?.getPane(id);
  if (!pane || !shownLayers || !store.context().config?.map.layers.some((layer) => layer.id === id)) return;
  pane.style.display = shownLayers.includes(id) ? "" : "none";
}

/** Show or hide layers by their panes; layers drawn on the places' canvas are hidden there. */
export function setLayers(/** @type {string[]} */ shown) {
  const { config } = store.context();
  shownLayers = shown;
  if (!map || !config) return; // `begin` does it
  for (const layer of config.map.layers) {
    const visible = shown.includes(layer.id);
    if (layer.on_canvas) visible ? points.options.hidden.delete(layer.id) : points.options.hidden.add(layer.id);
    else if (cells.draws(layer.id)) cells.show(layer.id, visible);
    else settlePane(layer.id);
    const legend = document.querySelector(`[data-legend="${layer.id}"]`);
    if (legend) legend.hidden = !visible;
  }
  points.redraw();
}

/** Base map: the local one needs nothing; the others come from the network and fall back to it when they do not
    answer. */
export function setBase(/** @type {string} */ id) {
  const { config } = store.context(),
    leaflet = map;
  if (!leaflet || !config || id === shownBase) return;
  shownBase = id;
  tiles?.remove();
  tiles = null;
  const base = config.map.bases.find((b) => b.id === id);
  leaflet.getContainer().classList.toggle("tiled", Boolean(base?.url));
  notice("");
  if (!base?.url) return;
  let failures = 0,
    loaded = 0;
  const made = L.tileLayer(base.url, { attribution: base.attribution, maxZoom: 19 });
  tiles = made;
  made.on("tileload", () => {
    loaded += 1;
  });
  made.on("tileerror", () => {
    failures += 1;
    if (loaded || failures < 3 || tiles !== made) return;
    made.remove();
    tiles = null;
    leaflet.getContainer().classList.remove("tiled");
    shownBase = config.map.bases[0].id;
    store.setProps("base-map", { value: shownBase });
    notice(format.text(store.context(), "base_offline", { name: base.label }));
  });
  made.addTo(leaflet);
}

/** Say something over the map, for as long as one reads it. */
export function notice(/** @type {string} */ text, forMs = NOTICE_MS) {
  const target = $("map-notice");
  if (target) {
    target.textContent = text;
    target.hidden = !text;
  }
  clearTimeout(noticeTimer);
  if (text && forMs < Number.POSITIVE_INFINITY) noticeTimer = window.setTimeout(() => notice(""), forMs);
}

/** Frame a zone. */
export function frame(/** @type {import("../types/state").Ring} */ zone) {
  if (!map) return;
  map.touched = true;
  const box = L.latLngBounds(zone.map(([lon, lat]) => [lat, lon]));
  map.fitBounds(box, { padding: [40, 40], maxZoom: 16, animate: !still() });
}

/** Frame the visible places; the whole territory when there is none. */
export function zoomToSelection() {
  if (!map) return;
  const { result } = store.context();
  map.touched = true;
  if (!result?.visible) return home();
  const box = L.latLngBounds([]);
  for (const row of result.rows) box.extend(points.positionOf(row));
  map.fitBounds(box, { padding: [40, 40], maxZoom: 15, animate: !still() });
}

/** Go to what was chosen in the search box: a commune, a district…, or a place, which is opened. */
export function goTo(/** @type {string | null} */ key) {
  const { config } = store.context();
  if (!map || !config || !key) return;
  const entry = config.map.search[key],
    id = key.slice(1),
    row = entry ? undefined : store.facetOfKind("pick").index.get(id);
  if (!entry && row === undefined) return;
  map.touched = true;
  if (entry?.bounds) map.fitBounds(entry.bounds, { padding: [20, 20], maxZoom: 16, animate: !still() });
  else
    map.setView(row === undefined ? [entry.lat ?? 0, entry.lon ?? 0] : points.positionOf(row), 15, {
      animate: !still(),
    });
  if (!entry) store.dispatch({ type: "focus", id });
}

/** Bring the open place into view without moving when it is already there. */
function reveal(/** @type {Context} */ ctx) {
  if (!map) return;
  if (!ctx.state.focus) map.revealed = null;
  const row = ctx.state.focus ? store.facetOfKind("pick").index.get(ctx.state.focus) : undefined;
  if (row === undefined || map.revealed === ctx.state.focus) return;
  map.revealed = ctx.state.focus;
  const at = points.positionOf(row);
  if (!map.getBounds().pad(-0.08).contains(at)) map.setView(at, Math.max(map.getZoom(), 13), { animate: !still() });
}

/** Labels that a pointer opened close by Escape, wherever the keyboard is. */
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Escape") map?.eachLayer((layer) => layer instanceof L.Tooltip && layer.remove());
  },
  true,
);

store.onSettle(begin);
store.onSettle(settleAreas);
store.onSettle(reveal);

/** The Leaflet map of the screen that is open; null where there is none. */
export { map as leaflet };
