/* A Leaflet overlay that is one canvas: follows pan and zoom, redraws once a frame, sharp on dense screens. */

/** @import { DemandCells } from "../types/answers"
    @import { Brush, Frame, LeafletMap, Overlay } from "../types/map" */

/** A canvas of a pane, painted at each move.
    @type {(map: LeafletMap, name: string, zIndex: number, paint: (brush: Brush, view: Frame,
    canvas: HTMLCanvasElement) => void) => Overlay} */
export function overlay(map, name, zIndex, paint) {
  const pane = map.getPane(name) || map.createPane(name);
  pane.style.zIndex = String(zIndex);
  pane.style.pointerEvents = "none";
  const canvas = document.createElement("canvas");
  canvas.className = "leaflet-zoom-animated";
  canvas.setAttribute("aria-hidden", "true");
  pane.replaceChildren(canvas);
  const brush = /** @type {Brush} */ (canvas.getContext("2d"));
  let frame = 0;

  function fit() {
    const size = map.getSize(),
      ratio = window.devicePixelRatio || 1;
    const width = Math.round(size.x * ratio),
      height = Math.round(size.y * ratio);
    if (canvas.width !== width || canvas.height !== height) {
      Object.assign(canvas, { width, height });
      Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    }
    L.DomUtil.setTransform(canvas, map.containerPointToLayerPoint([0, 0]), 1);
    const zoom = map.getZoom(),
      origin = map.project(map.containerPointToLatLng([0, 0]), zoom);
    return { scale: 2 ** zoom, ox: origin.x, oy: origin.y, w: size.x, h: size.y, zoom, ratio };
  }

  function draw() {
    cancelAnimationFrame(frame);
    frame = 0;
    if (!map._loaded || !canvas.isConnected || pane.style.display === "none") return;
    const view = fit();
    brush.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    brush.clearRect(0, 0, view.w, view.h);
    paint(brush, view, canvas);
  }

  const redraw = () => {
    if (!frame) frame = requestAnimationFrame(draw);
  };
  map.on("moveend zoomend resize viewreset", redraw);
  map.on("zoomanim", (e) => {
    const corner = map._latLngToNewLayerPoint(map.containerPointToLatLng([0, 0]), e.zoom, e.center);
    L.DomUtil.setTransform(canvas, corner, map.getZoomScale(e.zoom));
  });
  window.addEventListener("convergence:theme", redraw);
  redraw();
  return { draw, redraw, view: fit, pane };
}

/** Degrees to Web Mercator pixels at zoom 0. */
export function world(/** @type {number} */ lon, /** @type {number} */ lat) {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [((lon + 180) / 360) * 256, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 256];
}

/** Where a position is drawn in a view: [x, y], pixels.
    @type {(view: Frame, lon: number, lat: number) => [number, number]} */
export function at(view, lon, lat) {
  const [x, y] = world(lon, lat);
  return [x * view.scale - view.ox, y * view.scale - view.oy];
}

export const css = (/** @type {string} */ name) =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A cross of two strokes around a point of the canvas, `reach` px each way.
    @type {(brush: Brush, x: number, y: number, reach: number, width: number, colour: string) => void} */
export function cross(brush, x, y, reach, width, colour) {
  brush.lineWidth = width;
  brush.strokeStyle = colour;
  brush.beginPath();
  brush.moveTo(x - reach, y - reach);
  brush.lineTo(x + reach, y + reach);
  brush.moveTo(x + reach, y - reach);
  brush.lineTo(x - reach, y + reach);
  brush.stroke();
}

const METRES_PER_DEGREE = 111320;

/** Draw the inhabited cells of the grid; tint(i) gives the colour of a cell, or nothing to leave it out.
    @type {(brush: Brush, view: Frame, grid: DemandCells, tint: (i: number) => string | null) => void} */
export function cells(brush, view, grid, tint) {
  const latitude = grid.lat[grid.lat.length >> 1] ?? 0,
    side = Math.max(
      2,
      ((grid.cell_m / METRES_PER_DEGREE) * (256 / 360) * view.scale) / Math.cos((latitude * Math.PI) / 180),
    );
  for (let i = 0; i < grid.lon.length; i++) {
    if (!grid.population[i]) continue;
    const [x, y] = at(view, grid.lon[i], grid.lat[i]);
    if (x < -side || y < -side || x > view.w + side || y > view.h + side) continue;
    const colour = tint(i);
    if (!colour) continue;
    brush.fillStyle = colour;
    brush.fillRect(x - side / 2, y - side / 2, side - 0.5, side - 0.5);
  }
}
