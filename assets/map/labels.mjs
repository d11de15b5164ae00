/* Names on the map, by priority; one that would touch another is left out at this zoom. */
import * as store from "../core/store.mjs";
import * as canvasLayer from "./canvas.mjs";
import { css } from "./canvas.mjs";
import * as points from "./points.mjs";
import { spot } from "./spots.mjs";

/** @import { Box, Brush, Frame, LeafletMap, Overlay } from "../types/map" */

/** @type {Record<string, string>} */
const INKS = { water: "--water-ink", neighbour: "--ink-3" };
const MORE_MARKS = /** @type {((view: Frame) => number[][])[]} */ ([]),
  CONTROLS = ".map-search, .map-layers, .map-zoom, .map-tools";
let layer = /** @type {Overlay | null} */ (null);

/** Marks of a screen's own, [x, y] each, that names keep off too. */
export const addMarks = (/** @type {(view: Frame) => number[][]} */ marks) => MORE_MARKS.push(marks);

export function attach(/** @type {LeafletMap} */ map) {
  layer = canvasLayer.overlay(map, "labels", 440, (brush, view) => draw(brush, view, map));
}
export const redraw = () => layer?.redraw();

/** Where the marks stand that are no places of the canvas. */
function otherMarks(/** @type {LeafletMap} */ map) {
  const shown = [...map.getContainer().querySelectorAll(".point-mark")].filter((mark) => mark.offsetParent);
  return shown.map((mark) => {
    const { x, y } = map.layerPointToContainerPoint(L.DomUtil.getPosition(mark));
    return [x, y];
  });
}

/** The boxes of the map's controls, under which no name is written. */
function controlsOver(/** @type {LeafletMap} */ map) {
  const { left, top } = map.getContainer().getBoundingClientRect();
  return [...(map.getContainer().closest(".map-box")?.querySelectorAll(CONTROLS) ?? [])].map((control) => {
    const box = control.getBoundingClientRect();
    return /** @type {Box} */ ([box.left - left, box.top - top, box.right - left, box.bottom - top]);
  });
}

/** @type {(brush: Brush, view: Frame, map: LeafletMap) => void | undefined} */
function draw(brush, view, map) {
  const { config } = store.context();
  if (!config) return;
  const taken = controlsOver(map),
    marks = [points.shownAt(view), otherMarks(map), ...MORE_MARKS.map((more) => more(view))].flat();
  brush.textAlign = "left";
  brush.lineJoin = "round";
  for (const { text, lon, lat, kind, from, to } of config.map.names) {
    if (view.zoom < from || view.zoom > to) continue;
    const [x, y] = canvasLayer.at(view, lon, lat),
      size = kind === "water" || kind === "municipality" ? 13 : 11.5,
      weight = kind === "water" ? "italic 500" : kind === "municipality" ? 600 : 500;
    brush.font = `${weight} ${size}px 'Source Sans 3', sans-serif`;
    const width = brush.measureText(text).width + 8,
      box = spot({ x, y, width, height: size + 5 }, [view.w, view.h], taken, marks);
    if (!box) continue;
    taken.push(box);
    brush.lineWidth = 3.5;
    brush.strokeStyle = css(kind === "water" ? "--sea" : "--halo");
    brush.strokeText(text, box[0] + 4, box[1] + size);
    brush.fillStyle = css(INKS[kind] ?? "--label-ink");
    brush.fillText(text, box[0] + 4, box[1] + size);
  }
}

store.onSettle(redraw);
