/* Canvas layer of places for Leaflet: vector marks for a few thousand, stamped pixels beyond; nothing is sent again
   on a filter. */
import { declared } from "../core/columns.mjs";
import { el } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import * as store from "../core/store.mjs";
import * as canvasLayer from "./canvas.mjs";
import { css } from "./canvas.mjs";
import * as drawing from "./drawing.mjs";

/** @import { Mark } from "../types/answers"
    @import { Brush, CardLines, Colouring, Frame, LeafletMap, MapEvent, Overlay, Pixel, Tint } from "../types/map"
    @import { Tooltip } from "../types/map"
    @import { ChoicesFacet, Context } from "../types/state" */

const MANY = 4000,
  HIT_PX = 11;
export const options = { others: false, hidden: /** @type {Set<string>} */ (new Set()) };
/** Whether the places that filters leave out are drawn too, as dots. */
export function showOthers(/** @type {boolean | null} */ on) {
  options.others = Boolean(on);
  redraw();
}
/** What screens add to the layer: their colours, lines of the hover card, whether a click must leave the open place
    alone. */
const colourings = /** @type {Colouring[]} */ ([]),
  cardLines = /** @type {CardLines[]} */ ([]),
  holders = /** @type {(() => boolean)[]} */ ([]),
  groupings = /** @type {((ctx: Context) => number[][])[]} */ ([]);

export const addColouring = (/** @type {Colouring} */ colour) => colourings.push(colour);
export const addCardLines = (/** @type {CardLines} */ lines) => cardLines.push(lines);
/** Rows that a screen shows as belonging together: lines lead from the first of each group to its others. */
export const addGrouping = (/** @type {(ctx: Context) => number[][]} */ groups) => groupings.push(groups);
/** While holds() is true a click on the map leaves the open place alone: a form that is open stays the place of the
    address. */
export const addHolder = (/** @type {() => boolean} */ holds) => holders.push(holds);

/** What the first way that knows something says.
    @template Given, Found
    @param {((given: Given) => Found | undefined)[]} ways
    @param {Given} given */
const firstKnown = (ways, given) => ways.map((way) => way(given)).find((found) => found !== undefined);
const colouring = (/** @type {Context} */ ctx) => firstKnown(colourings, ctx) ?? null;
export const extraLines = (/** @type {number} */ row) => firstKnown(cardLines, row) ?? [];
let /** @type {LeafletMap} */ map,
  /** @type {Overlay | undefined} */ layer,
  world = new Float64Array(),
  tooltip = /** @type {Tooltip | null} */ (null),
  hovered = -1;

/** Where a row is, as Leaflet takes it. */
export function positionOf(/** @type {number} */ row) {
  const { data } = store.facetOfKind("polygon");
  return L.latLng(data[2 * row + 1] / 1e6, data[2 * row] / 1e6);
}

/** Where a row is drawn: [x, y], pixels. */
const drawnAt = (/** @type {Frame} */ v, /** @type {number} */ row) => [
  world[2 * row] * v.scale - v.ox,
  world[2 * row + 1] * v.scale - v.oy,
];

/** Places in Web Mercator pixels at zoom 0, x and y in turn. */
function toWorld(/** @type {Context} */ ctx) {
  const { data } = store.facetOfKind("polygon");
  const out = new Float64Array(2 * ctx.engine.table.rows);
  for (let i = 0; i < out.length; i += 2) [out[i], out[i + 1]] = canvasLayer.world(data[i] / 1e6, data[i + 1] / 1e6);
  return out;
}

export function attach(/** @type {LeafletMap} */ leaflet) {
  map = leaflet;
  world = new Float64Array();
  layer = canvasLayer.overlay(map, "candidates", 450, paint);
  map.on("mousemove", (e) => hover(e.containerPoint));
  map.on("mouseout", () => hover(null));
  map.on("click", click);
}

/** @type {(brush: Brush, view: Frame, canvas: HTMLCanvasElement) => void} */
function paint(brush, view, canvas) {
  const ctx = store.context();
  if (!ctx.result) return;
  if (world.length !== 2 * ctx.engine.table.rows) world = toWorld(ctx);
  const styles = marks(ctx);
  (ctx.result.visible > MANY ? stamp : vector)(brush, ctx, view, styles, canvas);
  if (options.others) others(brush, ctx, view);
  for (const rows of groupings.flatMap((groups) => groups(ctx))) grouped(brush, rows, view);
  focused(brush, ctx, view);
}

/** How each row is marked.
    @typedef {Mark & { rgb: string, hidden: boolean }} Style
    @typedef {{ of: (row: number) => Style, isDashed: (row: number) => boolean, colour: Tint | null }} Styles */

/** Mark of each option of the facet that gives the shape: colour from the theme, hidden with its layer.
    @returns {Styles} */
function marks(/** @type {Context} */ ctx) {
  const facet = /** @type {ChoicesFacet} */ (ctx.engine.byId.get(ctx.config.marks.facet));
  const styles = facet.codes.map((code) => {
    const mark = ctx.config.marks.by_code[code];
    return { ...mark, rgb: css(mark.colour_var), hidden: options.hidden.has(mark.layer) };
  });
  const { example } = ctx.engine.table.columns;
  return {
    of: (row) => styles[facet.data[row]],
    isDashed: (row) => styles[facet.data[row]].dashed && example[row] === 1,
    colour: colouring(ctx),
  };
}

/** Where the places that one can tell apart stand on the map, [x, y] each. */
export function shownAt(/** @type {Frame} */ v) {
  const ctx = store.context();
  if (!ctx.result || !world.length || ctx.result.visible > MANY) return [];
  const styles = marks(ctx);
  return [...ctx.result.rows]
    .filter((row) => !styles.of(row).hidden)
    .map((row) => drawnAt(v, row))
    .filter(([x, y]) => x > -20 && y > -20 && x < v.w + 20 && y < v.h + 20);
}

/** @type {(brush: Brush, ctx: Context, v: Frame, styles: Styles) => void} */
function vector(brush, ctx, v, styles) {
  const rows = ctx.result.rows,
    sprites = /** @type {Map<string, HTMLCanvasElement>} */ (new Map());
  const ratio = v.ratio,
    radius = v.zoom >= 13 ? 7 : v.zoom >= 11 ? 5.5 : 4.5;
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k],
      style = styles.of(row);
    if (style.hidden) continue;
    const [x, y] = drawnAt(v, row);
    if (x < -20 || y < -20 || x > v.w + 20 || y > v.h + 20) continue;
    const fill = styles.colour ? styles.colour(row) : style.rgb,
      dashed = styles.isDashed(row),
      key = style.shape + fill + dashed;
    const image = sprites.get(key) ?? sprite(style.shape, dashed, fill, radius, ratio),
      size = image.width / ratio;
    sprites.set(key, image);
    brush.drawImage(image, x - size / 2, y - size / 2, size, size);
  }
}

/** @type {(name: string, dashed: boolean, fill: string, r: number, ratio: number) => HTMLCanvasElement} */
function sprite(name, dashed, fill, r, ratio) {
  const size = 2 * (r + 3),
    image = document.createElement("canvas");
  image.width = image.height = Math.ceil(size * ratio);
  const b = /** @type {Brush} */ (image.getContext("2d"));
  b.scale(ratio, ratio);
  b.translate(size / 2, size / 2);
  shape(b, name, r);
  b.lineWidth = 3.2;
  b.strokeStyle = css("--halo");
  b.stroke();
  b.fillStyle = fill;
  b.fill();
  b.setLineDash(dashed ? [2.2, 1.8] : []);
  b.lineWidth = 1.3;
  b.strokeStyle = css("--mark-line");
  b.stroke();
  return image;
}

function shape(/** @type {Brush} */ b, /** @type {string} */ name, /** @type {number} */ r) {
  b.beginPath();
  if (name === "square") b.rect(-r * 0.9, -r * 0.9, 1.8 * r, 1.8 * r);
  else if (name === "triangle") {
    b.moveTo(0, -r * 1.1);
    b.lineTo(r * 1.05, r * 0.85);
    b.lineTo(-r * 1.05, r * 0.85);
    b.closePath();
  } else b.arc(0, 0, r, 0, 2 * Math.PI);
}

const parse = (/** @type {string} */ text) => {
  const probe = /** @type {Brush} */ (document.createElement("canvas").getContext("2d"));
  probe.fillStyle = text;
  const hex = String(probe.fillStyle);
  return (
    (255 << 24) |
    (parseInt(hex.slice(5, 7), 16) << 16) |
    (parseInt(hex.slice(3, 5), 16) << 8) |
    parseInt(hex.slice(1, 3), 16)
  );
};

/** Beyond a few thousand, each place is a small block of pixels written straight into the image.
    @type {(brush: Brush, ctx: Context, v: Frame, styles: Styles, canvas: HTMLCanvasElement) => void} */
function stamp(brush, ctx, v, styles, canvas) {
  const ratio = v.ratio,
    w = canvas.width,
    h = canvas.height,
    image = brush.createImageData(w, h),
    pixels = new Uint32Array(image.data.buffer);
  const rows = ctx.result.rows,
    side = Math.max(2, Math.round(2.5 * ratio)),
    packed = /** @type {Map<string, number>} */ (new Map());
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k],
      style = styles.of(row);
    if (style.hidden) continue;
    const x = ((world[2 * row] * v.scale - v.ox) * ratio) | 0,
      y = ((world[2 * row + 1] * v.scale - v.oy) * ratio) | 0;
    if (x < 0 || y < 0 || x >= w - side || y >= h - side) continue;
    const fill = styles.colour ? styles.colour(row) : style.rgb;
    const colour = packed.get(fill) ?? parse(fill);
    packed.set(fill, colour);
    for (let dy = 0, at = y * w + x; dy < side; dy++, at += w)
      for (let dx = 0; dx < side; dx++) pixels[at + dx] = colour;
  }
  brush.putImageData(image, 0, 0);
}

/** @type {(brush: Brush, ctx: Context, v: Frame) => void} */
function others(brush, ctx, v) {
  brush.fillStyle = css("--others");
  const { fail } = ctx.result;
  for (let row = 0; row < fail.length; row++) {
    if (!fail[row]) continue;
    brush.fillRect(world[2 * row] * v.scale - v.ox - 2, world[2 * row + 1] * v.scale - v.oy - 2, 4, 4);
  }
}

/** @type {(brush: Brush, rows: number[], v: Frame) => void} */
function grouped(brush, rows, v) {
  const [[x, y], ...others] = rows.map((row) => drawnAt(v, row));
  for (const [colour, width] of /** @type {const} */ ([
    ["--halo", 5],
    ["--ink", 2],
  ])) {
    brush.strokeStyle = css(colour);
    brush.lineWidth = width;
    brush.beginPath();
    brush.arc(x, y, 12, 0, 2 * Math.PI);
    for (const [left, top] of others) {
      const far = Math.hypot(left - x, top - y) || 1;
      brush.moveTo(x + (12 * (left - x)) / far, y + (12 * (top - y)) / far);
      brush.lineTo(left, top);
      brush.moveTo(left + 9, top);
      brush.arc(left, top, 9, 0, 2 * Math.PI);
    }
    brush.stroke();
  }
}

/** @type {(brush: Brush, ctx: Context, v: Frame) => void} */
function focused(brush, ctx, v) {
  const pick = store.facetOfKind("pick");
  const row = ctx.state.focus ? pick.index.get(ctx.state.focus) : undefined;
  if (row === undefined) return;
  const ink = css("--ink"),
    [x, y] = drawnAt(v, row);
  brush.beginPath();
  brush.arc(x, y, 12, 0, 2 * Math.PI);
  brush.lineWidth = 3;
  brush.strokeStyle = ink;
  brush.stroke();
  brush.font = "600 13px 'Source Sans 3', sans-serif";
  brush.lineWidth = 4;
  brush.strokeStyle = css("--halo");
  const full = ctx.engine.table.columns.name.at(row),
    name = full.length > 36 ? `${full.slice(0, 35)}…` : full;
  const [left, base] = labelAt(x, y, brush.measureText(name).width, v.w);
  brush.textAlign = "left";
  brush.strokeText(name, left, base);
  brush.fillStyle = ink;
  brush.fillText(name, left, base);
}

/** Where a name stands: right of its place, else left of it, else under it and whole; 60 px are those of the map's
    buttons.
    @type {(x: number, y: number, width: number, most: number) => number[]} */
function labelAt(x, y, width, most) {
  if (x + 18 + width < most - 60) return [x + 17, y + 4];
  if (x - 18 - width > 8) return [x - 17 - width, y + 4];
  return [Math.max(8, Math.min(x - width / 2, most - 60 - width)), y + 30];
}

/** The nearest visible row within reach of a point of the map's box, or -1. */
export function hit(/** @type {Pixel} */ point) {
  const ctx = store.context();
  if (!ctx.result || !world.length || !layer) return -1;
  const v = layer.view(),
    styles = marks(ctx),
    rows = ctx.result.rows;
  let best = HIT_PX * HIT_PX,
    found = -1;
  for (const row of rows) {
    const dx = world[2 * row] * v.scale - v.ox - point.x,
      dy = world[2 * row + 1] * v.scale - v.oy - point.y,
      d = dx * dx + dy * dy;
    if (d <= best && !styles.of(row).hidden) {
      best = d;
      found = row;
    }
  }
  return found;
}

function hover(/** @type {Pixel | null} */ point) {
  const row = point && !drawing.active() ? hit(point) : -1;
  map.getContainer().classList.toggle("over-place", row >= 0);
  if (row === hovered) return;
  hovered = row;
  tooltip?.remove();
  tooltip = null;
  if (row < 0) return;
  tooltip = L.tooltip({ direction: "top", offset: [0, -10], className: "place-tip", opacity: 1 })
    .setLatLng(positionOf(row))
    .setContent(card(row))
    .addTo(map);
}

/** Hover card: built from text nodes, never from HTML. */
function card(/** @type {number} */ row) {
  const ctx = store.context(),
    facets = ctx.config.marks.card.map((id) => declared(ctx, id)),
    lines = facets.map((facet) => facet && el("span", {}, format.labelled(facet.label, format.cell(ctx, facet, row))));
  return el("div", {}, el("strong", {}, ctx.engine.table.columns.name.at(row)), ...lines, ...extraLines(row));
}

function click(/** @type {MapEvent} */ event) {
  if (drawing.active() || holders.some((holds) => holds())) return;
  const row = hit(event.containerPoint);
  if (row < 0) return;
  const ctx = store.context(),
    pick = store.facetOfKind("pick");
  const id = ctx.engine.table.columns.id.at(row),
    keys = event.originalEvent;
  if (keys?.shiftKey || keys?.ctrlKey || keys?.metaKey) store.dispatch({ type: "toggle", facet: pick.id, code: id });
  else store.dispatch({ type: "focus", id });
}

export const redraw = () => layer?.redraw();
store.onPaint(() => layer?.draw());
