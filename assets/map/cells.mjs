/* Layers on the inhabited cells: where people live, and who is reached today by what exists. */

import { hypotheses, settings } from "../convergence/model.mjs";
import * as format from "../core/format.mjs";
import * as store from "../core/store.mjs";
import * as canvasLayer from "./canvas.mjs";
import { css } from "./canvas.mjs";

/** @import { Brush, Frame, LeafletMap, Overlay, PopulationGrid } from "../types/map" */

const PAINTERS = { demand: drawPeople, reached_today: drawReached };
const Z_INDEX = { demand: 405, reached_today: 403 };
let grid = /** @type {Promise<PopulationGrid> | null} */ (null),
  map = /** @type {LeafletMap | null} */ (null),
  shownReach = 0;
const overlays = /** @type {Map<string, Overlay>} */ (new Map());

/** Forget the canvases of a map that is gone; draw on the one that is there. */
export function attach(/** @type {LeafletMap | null} */ leaflet) {
  map = leaflet;
  overlays.clear();
}

/** The cells, fetched once, for the layers and for whoever draws on them. */
export function demandGrid() {
  grid ??= fetch(store.context().config.map.layers.find(({ id }) => id === "demand")?.url ?? "")
    .then((response) => response.json())
    .catch((error) => {
      grid = null;
      throw error;
    });
  return grid;
}

/** Whether a layer is one of those that are drawn here.
    @returns {id is keyof typeof PAINTERS} */
export function draws(/** @type {string} */ id) {
  return id in PAINTERS;
}

/** Show or hide one of the layers; its canvas is made the first time.
    @type {(id: keyof typeof PAINTERS, visible: boolean) => Promise<void>} */
export async function show(id, visible) {
  if (visible && !overlays.has(id)) {
    const leaflet = map,
      cells = await demandGrid();
    if (!leaflet || map !== leaflet) return; // another screen has come meanwhile
    const paint = PAINTERS[id];
    if (!overlays.has(id))
      overlays.set(
        id,
        canvasLayer.overlay(leaflet, id, Z_INDEX[id], (brush, view) => paint(brush, view, cells)),
      );
  }
  const overlay = overlays.get(id);
  if (!overlay) return;
  overlay.pane.style.display = visible ? "" : "none";
  overlay.redraw();
}

/** @type {(brush: Brush, view: Frame, grid: PopulationGrid) => void} */
function drawPeople(brush, view, cells) {
  const ramp = css("--ramp").split(" "),
    steps = cells.breaks;
  canvasLayer.cells(brush, view, cells, (i) => {
    let step = 0;
    while (step < steps.length && cells.population[i] >= steps[step]) step++;
    return ramp[step];
  });
}

/** @type {(brush: Brush, view: Frame, grid: PopulationGrid) => void} */
function drawReached(brush, view, cells) {
  const [reached, other] = [css("--reached"), css("--unreached-today")],
    straight = reach() / inForce("detour");
  brush.globalAlpha = 0.5;
  canvasLayer.cells(brush, view, cells, (i) => (cells.existing_m[i] <= straight ? reached : other));
  brush.globalAlpha = 1;
}

/** The value of a hypothesis in the address, or the one at the start. */
function inForce(/** @type {string} */ id) {
  return hypotheses()[id] ?? settings().hypotheses.find((item) => item.id === id)?.value ?? Number.NaN;
}

const reach = () => inForce("served_reach_m");

/** The reach of the hypotheses in force is said in the legend, and drawn. */
function settle() {
  const key = reach() / inForce("detour"),
    words = document.querySelector('[data-legend-note="reached_today"]');
  if (words)
    words.textContent = format.text(store.context(), "reach_in_force", { km: format.number(reach() / 1000, 1) });
  if (key === shownReach) return;
  shownReach = key;
  overlays.get("reached_today")?.redraw();
}

store.onSettle(settle);
