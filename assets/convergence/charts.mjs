/* Screen « Convergence »: parallel coordinates of the four actors, and two actors against each other; a brush on
   either keeps its places. */
import { $, el, the } from "../core/dom.mjs";

import * as format from "../core/format.mjs";
import * as store from "../core/store.mjs";
import * as canvasLayer from "../map/canvas.mjs";
import { candidateButton, keepRows } from "./matrix.mjs";
import * as model from "./model.mjs";

/** @import { Graph } from "../types/charts"
    @import { Context } from "../types/state" */

const plot = (/** @type {string} */ id) =>
  /** @type {Graph | null | undefined} */ ($(id)?.querySelector(".js-plotly-plot"));
const isVisible = (/** @type {Part} */ element) => element.offsetParent !== null;
let shownKey = "",
  timer = 0;

/** Places no other place is proved to beat on all four actors: an unknown counts 0 for who beats, 1 for who is
    beaten. */
function undominated(/** @type {number[]} */ rows) {
  const scores = model.scores().actors,
    count = model.settings().actors.length;
  const end = (/** @type {number} */ score, /** @type {number} */ unknown) => (Number.isNaN(score) ? unknown : score);
  const beats = (/** @type {number} */ j, /** @type {number} */ i) => {
    let better = false;
    for (let a = 0; a < count; a++) {
      const low = end(scores[j][a], 0),
        high = end(scores[i][a], 1);
      if (low < high) return false;
      if (low > high) better = true;
    }
    return better;
  };
  return rows.filter((i) => !rows.some((j) => j !== i && beats(j, i)));
}

const eligible = (/** @type {Context} */ ctx) =>
  Array.from(ctx.result.rows).filter((row) => model.scores().rank[row] > 0);
/** The networks of which enough is known: compared with each other alone, since a network beats most of its places. */
const eligibleNetworks = () =>
  model.networkRows().filter((row) => !model.isExcluded(row) && model.scores().known[row] > 0);
const nameOf = (/** @type {Context} */ ctx, /** @type {number} */ row) =>
  model.networkAt(row)?.name ?? ctx.engine.table.columns.name.at(row);
const idOf = (/** @type {Context} */ ctx, /** @type {number} */ row) =>
  model.networkAt(row)?.id ?? ctx.engine.table.columns.id.at(row);

const signOf = (/** @type {number} */ row) => (model.networkAt(row) ? "diamond" : "circle");
const { css } = canvasLayer;

function layout() {
  return {
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    dragmode: "select",
    clickmode: "event",
    hovermode: "closest",
    font: { family: "'Source Sans 3', sans-serif", size: 12, color: css("--ink-2") },
    margin: { l: 44, r: 16, t: 10, b: 40 },
    separators: format.language() === "fr" ? ", " : ".,",
    selections: [],
  };
}

/** A label cut at its spaces and dashes into lines that stand side by side under four axes. */
function lines(/** @type {string} */ label, most = 13) {
  const out = [""];
  for (const part of label.split(/(?<=[ –-])/)) {
    const last = out[out.length - 1];
    if (last && (last + part).trim().length > most) out.push(part);
    else out[out.length - 1] += part;
  }
  return out.map((line) => line.trim());
}

const axis = (/** @type {string} */ title) => ({
  title: { text: title },
  range: [-3, 103],
  fixedrange: true,
  gridcolor: css("--line"),
  zeroline: false,
  ticksuffix: "",
  ticklabeloverflow: "allow",
});

/** @type {(ctx: Context, gd: Graph, rows: number[], front: number[]) => void} */
function parallel(ctx, gd, rows, front) {
  const { actors } = model.settings(),
    result = model.scores();
  if (!isVisible(gd)) return;
  const line = (/** @type {number} */ row, /** @type {boolean} */ best) => ({
    type: "scatter",
    mode: "lines+markers",
    x: actors.map((_, a) => a),
    y: actors.map((_, a) => (Number.isNaN(result.actors[row][a]) ? null : 100 * result.actors[row][a])),
    line: {
      color: best ? css("--accent") : css("--line-2"),
      width: best ? 2 : 1,
      dash: model.networkAt(row) ? "dash" : "solid",
    },
    marker: { size: best ? 6 : 4, symbol: signOf(row) },
    opacity: best ? 0.95 : 0.55,
    text: nameOf(ctx, row),
    customdata: actors.map(() => row),
    hovertemplate: "%{text}<br>%{y:.0f}<extra></extra>",
    connectgaps: false,
  });
  const best = new Set(front),
    back = rows.filter((row) => !best.has(row)).slice(0, 150);
  const traces = [...back.map((row) => line(row, false)), ...front.slice(0, 60).map((row) => line(row, true))];
  window.Plotly.react(
    gd,
    traces,
    {
      ...layout(),
      xaxis: {
        tickvals: actors.map((_, a) => a),
        ticktext: actors.map((a) => `<b>${a.letter}</b><br>${lines(a.label).join("<br>")}`),
        tickangle: 0,
        ticklabeloverflow: "allow",
        range: [-0.35, actors.length - 0.65],
        fixedrange: true,
        showgrid: true,
        gridcolor: css("--line-2"),
        zeroline: false,
      },
      yaxis: axis(""),
      margin: { l: 44, r: 16, t: 10, b: 84 },
    },
    { displayModeBar: false, responsive: true },
  );
  ready(gd);
}

/** @type {(ctx: Context, gd: Graph, rows: number[], front: number[]) => void} */
function scatter(ctx, gd, rows, front) {
  const { actors } = model.settings(),
    result = model.scores();
  if (!isVisible(gd)) return;
  const x = Number(model.param("axis_x") || AXES.axis_x),
    y = Number(model.param("axis_y") || AXES.axis_y);
  const best = new Set(front),
    known = rows.filter((row) => !Number.isNaN(result.actors[row][x]) && !Number.isNaN(result.actors[row][y]));
  const trace = {
    type: "scatter",
    mode: "markers",
    x: known.map((row) => 100 * result.actors[row][x]),
    y: known.map((row) => 100 * result.actors[row][y]),
    customdata: known,
    text: known.map((row) => nameOf(ctx, row)),
    hovertemplate: "%{text}<br>%{x:.0f} · %{y:.0f}<extra></extra>",
    marker: {
      symbol: known.map(signOf),
      size: known.map((row) => (best.has(row) ? 11 : 8)),
      color: known.map((row) => (best.has(row) ? css("--accent") : css("--bar-pale"))),
      line: { width: 1, color: css("--mark-line") },
    },
  };
  const limits = model.thresholds(),
    guide = (/** @type {object} */ at) => ({
      type: "line",
      line: { color: css("--ink-3"), width: 1, dash: "dot" },
      ...at,
    });
  const shapes = [
    guide({ x0: 100 * limits[x].green, x1: 100 * limits[x].green, y0: 0, y1: 100 }),
    guide({ y0: 100 * limits[y].green, y1: 100 * limits[y].green, x0: 0, x1: 100 }),
  ];
  window.Plotly.react(
    gd,
    [trace],
    { ...layout(), shapes, xaxis: axis(actors[x].label), yaxis: axis(actors[y].label) },
    { displayModeBar: false, responsive: true },
  );
  ready(gd);
}

/** The chart answers gestures, and shows what the address says. */
function ready(/** @type {Graph} */ gd) {
  listen(gd);
  gd.dataset.shown = store.query();
}

function listen(/** @type {Graph} */ gd) {
  if (gd.dataset.listening) return;
  gd.dataset.listening = "yes";
  gd.on("plotly_selected", (event) => {
    if (!event?.points || !event.range) return;
    const rows = [...new Set(event.points.map((point) => point.customdata))].filter((row) => !model.networkAt(row));
    if (rows.length) keepRows(rows);
  });
  gd.on("plotly_click", (event) => {
    if (!event) return;
    store.dispatch({ type: "focus", id: idOf(store.context(), event.points[0].customdata) });
  });
}

/** The same in words: who is on the front. */
function describe(/** @type {Context} */ ctx, /** @type {number[]} */ front, /** @type {number[]} */ networks) {
  const list = $("pareto-list");
  if (!list) return;
  const { score } = model.scores(),
    best = (/** @type {number[]} */ rows) => rows.toSorted((a, b) => score[b] - score[a]);
  const items = [...best(networks), ...best(front).slice(0, 30)].map((row) =>
    el(
      "li",
      {},
      candidateButton(ctx, row, () => store.dispatch({ type: "focus", id: idOf(ctx, row) })),
    ),
  );
  list.replaceChildren(...items);
  the("pareto-count").textContent = format.number(front.length);
  const count = the("pareto-networks");
  count.hidden = !model.networks().length;
  count.textContent = format.fill(model.settings().texts, "pareto_networks", { n: networks.length });
}

function settle(/** @type {Context} */ ctx) {
  const data = model.data();
  if (!model.root() || !data || !model.scored() || !ctx.config.convergence) return;
  const list = $("pareto-list");
  if (!list || !isVisible(list)) {
    shownKey = "";
    return;
  }
  const profiles = plot("parallel"),
    pairs = plot("scatter");
  if (!profiles || !pairs || !window.Plotly) {
    clearTimeout(timer);
    timer = setTimeout(() => settle(store.context()), 200);
    return;
  }
  const key = JSON.stringify([ctx.state, css("--ink"), data.key]);
  if (key === shownKey) return;
  shownKey = key;
  const places = eligible(ctx),
    networks = eligibleNetworks(),
    front = undominated(places),
    between = undominated(networks);
  parallel(ctx, profiles, [...networks, ...places], [...between, ...front]);
  scatter(ctx, pairs, [...networks, ...places], [...between, ...front]);
  describe(ctx, front, between);
}

/** The actors that the two axes oppose where the address does not say. */
const AXES = { axis_x: "3", axis_y: "0" };

/** The two lists that choose the actors to oppose. */
export function axes(/** @type {string} */ x, /** @type {string} */ y) {
  if (!model.root() || !store.context().config) return;
  model.setParam("axis_x", x === AXES.axis_x ? "" : x);
  model.setParam("axis_y", y === AXES.axis_y ? "" : y);
}

store.onMount(() => {
  shownKey = "";
});
store.onSettle(settle);
