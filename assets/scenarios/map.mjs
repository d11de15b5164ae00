/* The map of a plan: who is reached and by whom, catchments, numbered places, what one may do with the place that is
   open. */

import { $, el, first, the } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { placeName } from "../core/parts.mjs";
import { ask } from "../core/requests.mjs";
import * as store from "../core/store.mjs";
import * as canvasLayer from "../map/canvas.mjs";
import { demandGrid } from "../map/cells.mjs";
import * as mapView from "../map/map.mjs";
import { addCardLines, addColouring, extraLines, positionOf } from "../map/points.mjs";
import * as scenario from "./question.mjs";
import { words } from "./question.mjs";

/** @import { DemandCells, ScenarioDifference } from "../types/answers"
    @import { Brush, Frame, LeafletMap, Overlay } from "../types/map"
    @import { Difference } from "../types/scenarios"
    @import { Answer, Context } from "../types/state" */

const EXISTING = 1,
  FIRST = 2,
  NEWLY = 2,
  LOST = 3;
let cells = /** @type {DemandCells | null} */ (null),
  own = /** @type {DemandCells | null} */ (null),
  served = /** @type {Uint8Array | null} */ (null),
  numbers = /** @type {Map<number, number>} */ (new Map()),
  candidates = /** @type {Set<number> | null} */ (null),
  difference = /** @type {Difference | null} */ (null),
  /** @type {Overlay | undefined} */ under,
  /** @type {Overlay | undefined} */ over,
  /** @type {LeafletMap | undefined} */ map;

const bytes = (/** @type {string} */ text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

scenario.onPlan((plan) => {
  served = plan.served ? bytes(plan.served) : null;
  own = plan.cells || null; // a plan that was saved on other cells than today's brings them along
  numbers = new Map(plan.places.flatMap(({ row }, i) => (row === null ? [] : [[row, i]])));
  candidates = new Set(plan.candidates);
  attach();
});

/** The map is made anew on each visit of the screen: so are the canvases that lie on it. */
async function attach() {
  const { leaflet } = mapView;
  if (!scenario.root() || !leaflet) return;
  if (map !== leaflet) {
    map = leaflet;
    under = canvasLayer.overlay(map, "reached", 404, paintCells);
    over = canvasLayer.overlay(map, "plan", 455, paintPlan);
  }
  cells = await demandGrid();
  redraw();
}

function redraw() {
  under?.redraw();
  over?.redraw();
}

const tints = () => canvasLayer.css("--tints").split(" ");

function paintCells(/** @type {Brush} */ brush, /** @type {Frame} */ view) {
  const codes = difference ? difference.codes : served,
    grid = (difference ? difference.cells : own) || cells;
  if (!scenario.root() || !grid || !codes || codes.length !== grid.lon.length) return;
  const css = canvasLayer.css,
    palette = tints(),
    /** @type {Record<number, string | null>} */
    fixed = difference
      ? { 0: null, 1: css("--reached-existing"), [NEWLY]: css("--reached-newly"), [LOST]: css("--reached-lost") }
      : { 0: css("--unreached"), [EXISTING]: css("--reached-existing") };
  canvasLayer.cells(brush, view, grid, (i) => {
    brush.globalAlpha = 0.35 + 0.6 * Math.min(1, grid.population[i] / 400);
    return codes[i] in fixed ? fixed[codes[i]] : palette[(codes[i] - FIRST) % palette.length];
  });
  brush.globalAlpha = 1;
}

function paintPlan(/** @type {Brush} */ brush, /** @type {Frame} */ view) {
  const plan = scenario.plan();
  if (!scenario.root() || !plan) return;
  const palette = tints(),
    at = (/** @type {number} */ lon, /** @type {number} */ lat) => canvasLayer.at(view, lon, lat);
  if (!difference)
    plan.outlines.forEach((rings, i) =>
      rings.forEach((ring) =>
        outline(
          brush,
          ring.map(([lon, lat]) => at(lon, lat)),
          palette[i % palette.length],
        ),
      ),
    );
  for (const id of scenario.list("forbidden")) {
    const row = store.facetOfKind("pick").index.get(id);
    if (row === undefined) continue;
    const { lng, lat } = positionOf(row);
    canvasLayer.cross(brush, ...at(lng, lat), 7, 3, canvasLayer.css("--red-fill"));
  }
  /** @type {Difference["places"]} */
  const places = difference?.places ?? plan.places;
  places.forEach(({ lon, lat, imposed = false }, i) =>
    badge(brush, ...at(lon, lat), String(i + 1), palette[i % palette.length], imposed),
  );
}

/** @type {(brush: Brush, points: number[][], colour: string) => void} */
function outline(brush, points, colour) {
  brush.beginPath();
  points.forEach(([x, y], i) => (i ? brush.lineTo(x, y) : brush.moveTo(x, y)));
  brush.closePath();
  brush.lineWidth = 3.5;
  brush.strokeStyle = canvasLayer.css("--halo");
  brush.stroke();
  brush.lineWidth = 1.8;
  brush.strokeStyle = colour;
  brush.stroke();
}

/** A chosen place: its number in the list; a square frame where it is imposed.
    @type {(brush: Brush, x: number, y: number, text: string, colour: string, imposed: boolean) => void} */
function badge(brush, x, y, text, colour, imposed) {
  brush.beginPath();
  if (imposed) brush.rect(x - 11, y - 11, 22, 22);
  else brush.arc(x, y, 11, 0, 2 * Math.PI);
  brush.fillStyle = canvasLayer.css("--ink");
  brush.fill();
  brush.lineWidth = 3;
  brush.strokeStyle = colour;
  brush.stroke();
  brush.font = "700 12.5px 'Source Sans 3', sans-serif";
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  brush.fillStyle = canvasLayer.css("--paper");
  brush.fillText(text, x, y + 0.5);
  brush.textBaseline = "alphabetic";
}

/** On this screen the places of the choice keep their colour; the others are pale. */
addColouring(() => {
  if (!scenario.root()) return undefined;
  const chosen = candidates;
  if (!chosen) return null;
  const strong = canvasLayer.css("--strong-mark"),
    pale = canvasLayer.css("--excluded");
  return (row) => (chosen.has(row) ? strong : pale);
});

addCardLines((row) => {
  if (!scenario.root() || !candidates) return undefined;
  const id = store.context().engine.table.columns.id.at(row),
    rank = numbers.get(row),
    notes = [];
  if (rank !== undefined) notes.push(words("chosen", { n: String(rank + 1) }));
  if (scenario.list("required").includes(id)) notes.push(words("is_imposed"));
  if (scenario.list("forbidden").includes(id)) notes.push(words("is_forbidden"));
  if (!candidates.has(row)) notes.push(words("not_candidate"));
  return notes.map((text) => el("b", {}, text));
});

/** What imposes a place or rules it out, by the list where it then is. */
const CHOICES = /** @type {const} */ ([
  ["required", "impose"],
  ["forbidden", "forbid"],
]);
let fitQuery = "";

/** The place that is open: how it stands in the question; a callback says what it suits, before it is imposed. */
function paintMenu(/** @type {Context} */ ctx) {
  const menu = $("place-menu"),
    id = ctx.state.focus ?? "",
    row = store.facetOfKind("pick").index.get(id);
  if (!menu) return;
  menu.hidden = row === undefined;
  if (row === undefined) return;
  const keys = scenario.keys(),
    query = new URLSearchParams({ [keys.place]: id, [keys.opens]: scenario.param("opens") }).toString();
  if (fitQuery !== query) {
    store.setProps("place-fit", { children: "" });
    store.setProps("place-fit-ask", { data: query });
  }
  fitQuery = query;
  const stands = [id, ...CHOICES.map(([kind]) => scenario.param(kind)), numbers.get(row), candidates?.has(row)].join(
    "|",
  );
  if (menu.dataset.stands === stands) return;
  menu.dataset.stands = stands;
  menu.setAttribute("aria-label", ctx.engine.table.columns.name.at(row));
  the("place-menu-name").replaceChildren(...placeName(ctx, row));
  the("place-menu-notes").replaceChildren(...extraLines(row).flatMap((part) => [part, " "]));
  first("a", menu).setAttribute("href", store.link("/convergence", { place: id }));
  for (const [kind, does] of CHOICES) {
    const button = first(`[data-act="scenario-${does}"]`, menu),
      isListed = scenario.list(kind).includes(id);
    button.dataset.value = id;
    button.setAttribute("aria-pressed", String(isListed));
    button.textContent = words(isListed ? "free" : does);
  }
}

/** What another scenario reaches and this one does not, and the other way round. */
export async function showDifference(/** @type {string | null} */ pair) {
  if (!pair) difference = null;
  else {
    const [a, b] = pair.split(".");
    /** @type {Answer<ScenarioDifference>} */
    const { ok, given } = await ask(`/scenario/difference.json?${new URLSearchParams({ a, b })}`);
    if (!scenario.root()) return;
    if (!ok) return scenario.notice(given.error || words("failed"));
    difference = { codes: bytes(given.codes), cells: given.cells, places: given.places };
    the("legend-compared").textContent = words("compared", { before: given.before, after: given.after });
    the("legend-newly").textContent = format.labelled(words("newly"), format.number(given.newly));
    the("legend-lost").textContent = format.labelled(words("lost"), format.number(given.lost));
    first(".map-legend").open = true;
  }
  for (const block of document.querySelectorAll("[data-plan-legend]"))
    block.hidden = block.dataset.planLegend !== (difference ? "difference" : "plan");
  document.documentElement.dataset.difference = pair || "";
  store.view.set("difference", pair || "");
  attach();
}

store.onMount(() => {
  difference = null;
  candidates = null;
  served = null;
  numbers = new Map();
  fitQuery = "";
  store.ready().then(() => {
    const pair = store.view.get("difference");
    if (scenario.root() && /^[\w-]{1,64}\.[\w-]{1,64}$/.test(pair)) showDifference(pair);
  });
});
store.onPaint(() => redraw());
store.onPaint(paintMenu);
