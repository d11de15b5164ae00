/* Layers of other services: images above the base map, or features that are kept here. One that does not come says so in
   a sentence, beside its name and in the legend, and the map goes on. */
import { componentOf } from "../core/dash.mjs";
import { el } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import * as store from "../core/store.mjs";
import { tip } from "./tips.mjs";

/** @import { ShownLayer } from "../types/answers"
    @import { Feature, LatLng, Layer, LeafletMap } from "../types/map" */

const IMAGES_Z = 240, // the first layer; those below it follow, above the base map
  FEATURES_Z = 436,
  COLOURS = 3,
  PATIENCE_MS = 15000;

let map = /** @type {LeafletMap | null} */ (null),
  tell = /** @type {(text: string) => void} */ (() => {}),
  known = /** @type {ShownLayer[]} */ ([]),
  wanted = /** @type {string[]} */ ([]);
const drawn = /** @type {Map<string, Layer>} */ (new Map());
const refused = /** @type {Set<string>} */ (new Set());

/** Draw on a map, or on none once it is gone; `say` says something over it.
    @type {(leaflet: LeafletMap | null, say: (text: string) => void) => void} */
export function attach(leaflet, say) {
  map = leaflet;
  tell = say;
  drawn.clear();
  // Dash calls no callback without output for what has just come to the page
  if (map)
    settle(
      /** @type {ShownLayer[] | null} */ (propOf("external-drawn", "data")),
      /** @type {string[] | null} */ (propOf("external-layers", "value")),
    );
}

const propOf = (/** @type {string} */ id, /** @type {string} */ name) => componentOf(id)?.props[name] ?? null;

/** The layers that there are, and which of them are chosen.
    @type {(layers: ShownLayer[] | null, shown: string[] | null) => void} */
export function settle(layers, shown) {
  known = layers ?? [];
  wanted = shown ?? [];
  draw();
}

function draw() {
  if (!map) return;
  for (const [at, layer] of known.entries()) {
    const isWanted = wanted.includes(layer.id),
      made = drawn.get(layer.id);
    const legend = document.querySelector(`[data-external-legend="${layer.id}"]`);
    if (legend) legend.hidden = !isWanted;
    if (isWanted === Boolean(made)) continue;
    if (made) {
      drawn.delete(layer.id);
      made.remove();
      say(layer, "");
    } else if (layer.kind === "features") addFeatures(layer, at, map);
    else addImages(layer, at, map);
  }
}

/** The pane of a layer: the first of the list is above the others.
    @type {(layer: ShownLayer, at: number, leaflet: LeafletMap) => string} */
function paneOf(layer, at, leaflet) {
  const name = `external-${layer.id}`,
    pane = leaflet.getPane(name) ?? leaflet.createPane(name);
  pane.style.zIndex = String(layer.kind === "features" ? FEATURES_Z : IMAGES_Z - at);
  pane.style.opacity = String(layer.opacity);
  return name;
}

/** Leaflet writes an attribution as HTML: it is given one that is a text. */
const credit = (/** @type {ShownLayer} */ { attribution }) => el("span", {}, attribution).innerHTML;

/** @type {(layer: ShownLayer, at: number, leaflet: LeafletMap) => void} */
function addImages(layer, at, leaflet) {
  const options = {
    pane: paneOf(layer, at, leaflet),
    attribution: credit(layer),
    maxNativeZoom: layer.max_zoom,
    maxZoom: 22,
  };
  const { layers, version, format: image } = layer,
    ofService = { layers, version, format: image, transparent: image.includes("png"), styles: "" };
  const images =
    layer.kind === "wms" ? L.tileLayer.wms(layer.url, { ...options, ...ofService }) : L.tileLayer(layer.url, options);
  drawn.set(layer.id, images);
  watch(layer, images);
  images.addTo(leaflet);
}

/** Say what becomes of the images of a layer, each time that some were requested. */
function watch(/** @type {ShownLayer} */ layer, /** @type {Layer} */ images) {
  let loaded = 0,
    failed = 0,
    timer = 0;
  const isDrawn = () => drawn.get(layer.id) === images;
  images.on("loading", () => {
    loaded = failed = 0;
    clearTimeout(timer);
    timer = window.setTimeout(() => isDrawn() && !loaded && say(layer, "external_slow"), PATIENCE_MS);
  });
  images.on("tileload", () => {
    loaded += 1;
  });
  images.on("tileerror", () => {
    failed += 1;
  });
  images.on("load", () => {
    clearTimeout(timer);
    if (!isDrawn()) return;
    if (!failed) say(layer, "");
    else if (refused.has(new URL(layer.url).origin)) say(layer, "external_reload");
    else say(layer, loaded ? "external_partly" : "external_silent");
  });
}

/** @type {(layer: ShownLayer, at: number, leaflet: LeafletMap) => Promise<void>} */
async function addFeatures(layer, at, leaflet) {
  const pane = paneOf(layer, at, leaflet),
    className = `external external-${at % COLOURS}`;
  const waits = L.geoJSON({ type: "FeatureCollection", features: [] }, { attribution: credit(layer) });
  drawn.set(layer.id, waits);
  try {
    const response = await fetch(layer.url);
    if (!response.ok) throw new Error(String(response.status));
    const features = L.geoJSON(await response.json(), {
      pane,
      attribution: credit(layer),
      style: { pane, className, weight: 2, fillOpacity: 0.2 },
      pointToLayer: (/** @type {Feature} */ _feature, /** @type {LatLng} */ latlng) =>
        L.circleMarker(latlng, { pane, className, radius: 4, weight: 1.5, fillOpacity: 0.8 }),
      onEachFeature: (/** @type {Feature} */ { properties: { label, detail } }, /** @type {Layer} */ mark) =>
        mark.bindTooltip(tip(label, detail), { sticky: true, className: "area-tip" }),
    });
    if (map !== leaflet || drawn.get(layer.id) !== waits) return;
    drawn.set(layer.id, features);
    features.addTo(leaflet);
    say(layer, "");
  } catch {
    if (drawn.get(layer.id) === waits) say(layer, "external_silent");
  }
}

/** Say what is wrong with a layer, beside its name and in the legend; over the map too when it begins to be. */
function say(/** @type {ShownLayer} */ layer, /** @type {string} */ key) {
  const words = key && format.text(store.context(), key, { name: layer.name });
  const notes = [...document.querySelectorAll(`[data-external-note="${layer.id}"]`)];
  const isNew = notes.some((note) => note.textContent !== words);
  for (const note of notes) note.textContent = words;
  if (words && isNew) tell(words);
}

/** A site that the page was opened without: the layer was added since. */
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  if (effectiveDirective === "img-src" && URL.canParse(blockedURI)) refused.add(new URL(blockedURI).origin);
});
