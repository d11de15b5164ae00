/* The map of a plan: who is reached and by whom, catchments, numbered places, what one may do with the place that is
   open. */

import { $, el, first } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { placeName } from "../core/parts.mjs";
import * as store from "../core/store.mjs";
import * as canvasLayer from "../map/canvas.mjs";
import * as mapView from "../map/map.mjs";
import { addCardLines, addColouring, extraLines } from "../map/points.mjs";
import * as scenario from "./question.mjs";
import { words } from "./question.mjs";

const EXISTING = 1,
  FIRST = 2,
  NEWLY = 2,
  LOST = 3;
let cells = /** @type {any} */ (null),
  own = /** @type {any} */ (null),
  served = /** @type {any} */ (null),
  numbers = new Map(),
  candidates = /** @type {any} */ (null),
  difference = /** @type {any} */ (null),
  under = /** @type {any} */ (null),
  over = /** @type {any} */ (null),
  map = /** @type {any} */ (null);

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

scenario.onPlan((plan) => {
  served = plan.served ? bytes(plan.served) : null;
  own = plan.cells || null; // a plan that was saved on other cells than today's brings them along
  numbers = new Map(plan.places.flatMap(({ row }, i) => (row === null ? [] : [[row, i]])));
  candidates = new Set(plan.candidates);
  attach();
});

/** The map is made anew on each visit of the screen: so are the canvases that lie on it. */
async function attach() {
  if (!scenario.root() || !mapView.leaflet) return;
  if (map !== mapView.leaflet) {
    map = mapView.leaflet;
    under = canvasLayer.overlay(map, "reached", 404, paintCells);
    over = canvasLayer.overlay(map, "plan", 455, paintPlan);
  }
  cells = await mapView.demandGrid();
  redraw();
}

function redraw() {
  if (under) {
    under.redraw();
    over.redraw();
  }
}

const tints = () => canvasLayer.css("--tints").split(" ");

function paintCells(brush, view) {
  const codes = difference ? difference.codes : served,
    grid = (difference ? difference.cells : own) || cells;
  if (!scenario.root() || !grid || !codes || codes.length !== grid.lon.length) return;
  const css = canvasLayer.css,
    palette = tints(),
    fixed = difference
      ? { 0: null, 1: css("--reached-existing"), [NEWLY]: css("--reached-newly"), [LOST]: css("--reached-lost") }
      : { 0: css("--unreached"), [EXISTING]: css("--reached-existing") };
  canvasLayer.cells(brush, view, grid, (i) => {
    brush.globalAlpha = 0.35 + 0.6 * Math.min(1, grid.population[i] / 400);
    return codes[i] in fixed ? fixed[codes[i]] : palette[(codes[i] - FIRST) % palette.length];
  });
  brush.globalAlpha = 1;
}

function paintPlan(brush, view) {
  const plan = scenario.plan();
  if (!scenario.root() || !plan) return;
  const palette = tints(),
    at = (lon, lat) => canvasLayer.at(view, lon, lat);
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
  const { data } = store.facetOfKind("polygon"),
    pick = store.facetOfKind("pick");
  const place = (row) => at(data[2 * row] / 1e6, data[2 * row + 1] / 1e6);
  const cross = (x, y) => canvasLayer.cross(brush, x, y, 7, 3, canvasLayer.css("--red-fill"));
  for (const id of scenario.list("forbidden")) if (pick.index.has(id)) cross(...place(pick.index.get(id)));
  (difference ? difference.places : plan.places).forEach(({ lon, lat, imposed }, i) =>
    badge(brush, ...at(lon, lat), String(i + 1), palette[i % palette.length], imposed),
  );
}

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

/** A chosen place: its number in the list; a square frame where it is imposed. */
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
  if (!candidates) return null;
  const strong = canvasLayer.css("--accent"),
    pale = canvasLayer.css("--excluded");
  return (row) => (candidates.has(row) ? strong : pale);
});

addCardLines((row) => {
  if (!scenario.root() || !candidates) return undefined;
  const id = store.context().engine.table.columns.id.at(row),
    notes = [];
  if (numbers.has(row)) notes.push(words("chosen", { n: String(numbers.get(row) + 1) }));
  if (scenario.list("required").includes(id)) notes.push(words("is_imposed"));
  if (scenario.list("forbidden").includes(id)) notes.push(words("is_forbidden"));
  if (!candidates.has(row)) notes.push(words("not_candidate"));
  return notes.map((text) => el("b", {}, text));
});

/** Whether a place suits the roles that the question opens, once the server has told: it is read before the place is
    imposed. */
const roles = new Map();
function rolesOf(id) {
  const keys = scenario.keys(),
    key = [id, scenario.param("opens"), format.language()].join("|");
  if (!roles.has(key)) {
    roles.set(key, null);
    const query = new URLSearchParams({ [keys.place]: id, [keys.opens]: scenario.param("opens") });
    fetched(`/scenario/place.json?${query}`).then(({ ok, given }) => {
      if (ok) {
        roles.set(key, given);
        store.repaint();
      } else roles.delete(key);
    });
  }
  return roles.get(key);
}

function suited(known) {
  if (!known) return null;
  const lines = [...known.sentences, known.warning].filter(Boolean);
  return el(
    "div",
    { class: known.excluded ? "verdict-text off" : "note", id: "place-roles" },
    ...lines.map((text) => el("p", {}, text)),
  );
}

/** The place that is open: impose it, rule it out, read its profile. */
function paintMenu(/** @type {PageContext} */ ctx) {
  const box = document.querySelector(".scenarios .map-box"),
    pick = store.facetOfKind("pick"),
    id = ctx.state.focus ?? "";
  if (!box) return;
  const menu = $("place-menu");
  const row = id ? pick.index.get(id) : undefined;
  if (row === undefined) {
    menu?.remove();
    return;
  }
  const known = rolesOf(id);
  const key = [
    id,
    scenario.param("required"),
    scenario.param("forbidden"),
    format.language(),
    numbers.get(row),
    JSON.stringify(known),
  ].join("|");
  if (menu && menu.dataset.key === key) return;
  const focused = menu?.contains(document.activeElement)
    ? [...menu.querySelectorAll("button, a")].indexOf(document.activeElement)
    : -1;
  const button = (kind, label) =>
    el(
      "button",
      {
        type: "button",
        class: "button",
        "aria-pressed": String(scenario.list(kind).includes(id)),
        onclick: () => scenario.toggle(kind, id),
      },
      words(scenario.list(kind).includes(id) ? "free" : label),
    );
  const more = extraLines(row);
  const link = el(
    "a",
    { class: "note", href: store.link("/convergence", { place: id }) },
    store.context().config.scenario.texts.profile || "Convergence",
  );
  const close = el(
    "button",
    { type: "button", class: "icon-button", "data-act": "close-sheet", "aria-label": words("close") },
    "×",
  );
  const next = el(
    "div",
    { id: "place-menu", class: "place-menu", role: "group", "aria-label": ctx.engine.table.columns.name.at(row) },
    el("div", { class: "place-menu-head" }, el("b", {}, ...placeName(ctx, row)), close),
    el("div", { class: "note" }, ...more.flatMap((part) => [part, " "])),
    suited(known),
    el("div", { class: "matrix-bar" }, button("required", "impose"), button("forbidden", "forbid"), link),
  );
  next.dataset.key = key;
  menu ? menu.replaceWith(next) : box.append(next);
  if (focused >= 0) next.querySelectorAll("button, a")[focused]?.focus({ preventScroll: true });
}

async function fetched(url) {
  try {
    const response = await fetch(url);
    return { ok: response.ok, given: await response.json() };
  } catch {
    return { ok: false, given: {} };
  }
}

/** What another scenario reaches and this one does not, and the other way round. */
export async function showDifference(pair) {
  if (!pair) difference = null;
  else {
    const [a, b] = pair.split("."),
      { ok, given } = await fetched(`/scenario/difference.json?${new URLSearchParams({ a, b })}`);
    if (!scenario.root()) return;
    if (!ok) return scenario.notice(given.error || words("failed"));
    difference = { codes: bytes(given.codes), cells: given.cells, places: given.places };
    const people = (n) => format.number(n);
    $("legend-compared").textContent = words("compared", {
      before: given.before,
      after: given.after,
    });
    $("legend-newly").textContent = `${words("newly")} : ${people(given.newly)}`;
    $("legend-lost").textContent = `${words("lost")} : ${people(given.lost)}`;
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
  roles.clear();
  store.ready().then(() => {
    const pair = store.view.get("difference");
    if (scenario.root() && /^[\w-]{1,64}\.[\w-]{1,64}$/.test(pair)) showDifference(pair);
  });
});
store.onPaint(() => redraw());
store.onPaint(paintMenu);
