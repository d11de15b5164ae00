/* Screen « Convergence »: parallel coordinates of the four actors, and two actors against each other; a brush on
   either keeps its places. */
import { $, el } from "../core/dom.mjs";

import * as format from "../core/format.mjs";
import { placeButton } from "../core/parts.mjs";
import * as store from "../core/store.mjs";
import * as canvasLayer from "../map/canvas.mjs";
import { keepRows } from "./matrix.mjs";
import * as model from "./model.mjs";

const plot = (id) => {
  const box = $(id);
  return box?.querySelector(".js-plotly-plot");
};
const visible = (element) => element && element.offsetParent !== null;
let shownKey = "",
  timer = 0;

/** Places no other place is proved to beat on all four actors: an unknown counts 0 for who beats, 1 for who is
    beaten. */
function undominated(rows) {
  const scores = model.scored().actors,
    count = model.settings().actors.length;
  const low = (row, a) => (Number.isNaN(scores[row][a]) ? 0 : scores[row][a]),
    high = (row, a) => (Number.isNaN(scores[row][a]) ? 1 : scores[row][a]);
  const beats = (j, i) => {
    let better = false;
    for (let a = 0; a < count; a++) {
      if (low(j, a) < high(i, a)) return false;
      if (low(j, a) > high(i, a)) better = true;
    }
    return better;
  };
  return rows.filter((i) => !rows.some((j) => j !== i && beats(j, i)));
}

const eligible = (/** @type {PageContext} */ ctx) =>
  Array.from(ctx.result.rows).filter((row) => model.scored().rank[row] > 0);
const nameOf = (/** @type {PageContext} */ ctx, row) => ctx.engine.table.columns.name.at(row);

function layout(css) {
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
function lines(label, most = 13) {
  const out = [""];
  for (const part of label.split(/(?<=[ –-])/)) {
    if (out.at(-1) && (out.at(-1) + part).trim().length > most) out.push("");
    out[out.length - 1] += part;
  }
  return out.map((line) => line.trim());
}

const axis = (css, title) => ({
  title: { text: title },
  range: [-3, 103],
  fixedrange: true,
  gridcolor: css("--line"),
  zeroline: false,
  ticksuffix: "",
});

function parallel(/** @type {PageContext} */ ctx, rows, front) {
  const gd = plot("parallel"),
    { css } = canvasLayer,
    { actors } = model.settings(),
    result = model.scored();
  if (!visible(gd)) return;
  const line = (row, best) => ({
    type: "scatter",
    mode: "lines+markers",
    x: actors.map((_, a) => a),
    y: actors.map((_, a) => (Number.isNaN(result.actors[row][a]) ? null : 100 * result.actors[row][a])),
    line: { color: best ? css("--accent") : css("--line-2"), width: best ? 2 : 1 },
    marker: { size: best ? 6 : 4 },
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
      ...layout(css),
      xaxis: {
        tickvals: actors.map((_, a) => a),
        ticktext: actors.map((a) => `<b>${a.letter}</b><br>${lines(a.label).join("<br>")}`),
        tickangle: 0,
        range: [-0.35, actors.length - 0.65],
        fixedrange: true,
        showgrid: true,
        gridcolor: css("--line-2"),
        zeroline: false,
      },
      yaxis: axis(css, ""),
      margin: { l: 44, r: 16, t: 10, b: 84 },
    },
    { displayModeBar: false, responsive: true },
  );
  ready(gd);
}

function scatter(/** @type {PageContext} */ ctx, rows, front) {
  const gd = plot("scatter"),
    { css } = canvasLayer,
    { actors } = model.settings(),
    result = model.scored();
  if (!visible(gd)) return;
  const x = Number(model.param("axis_x") ?? 3),
    y = Number(model.param("axis_y") ?? 0);
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
      size: known.map((row) => (best.has(row) ? 11 : 8)),
      color: known.map((row) => (best.has(row) ? css("--accent") : css("--bar-pale"))),
      line: { width: 1, color: css("--mark-line") },
    },
  };
  const limits = model.thresholds(),
    guide = (at) => ({ type: "line", line: { color: css("--ink-3"), width: 1, dash: "dot" }, ...at });
  const shapes = [
    guide({ x0: 100 * limits[x].green, x1: 100 * limits[x].green, y0: 0, y1: 100 }),
    guide({ y0: 100 * limits[y].green, y1: 100 * limits[y].green, x0: 0, x1: 100 }),
  ];
  window.Plotly.react(
    gd,
    [trace],
    { ...layout(css), shapes, xaxis: axis(css, actors[x].label), yaxis: axis(css, actors[y].label) },
    { displayModeBar: false, responsive: true },
  );
  ready(gd);
}

/** The chart answers gestures, and shows what the address says. */
function ready(gd) {
  listen(gd);
  gd.dataset.shown = store.query();
}

function listen(gd) {
  if (gd.dataset.listening) return;
  gd.dataset.listening = "yes";
  gd.on("plotly_selected", (event) => {
    if (!event?.points || !event.range) return;
    const rows = [...new Set(event.points.map((point) => point.customdata))];
    if (rows.length) keepRows(rows);
  });
  gd.on("plotly_click", (event) => {
    const ctx = store.context();
    store.dispatch({ type: "focus", id: ctx.engine.table.columns.id.at(event.points[0].customdata) });
  });
}

/** The same in words: who is on the front. */
function describe(/** @type {PageContext} */ ctx, front) {
  const list = $("pareto-list");
  if (!list) return;
  const items = front
    .slice()
    .sort((a, b) => model.scored().score[b] - model.scored().score[a])
    .slice(0, 30)
    .map((row) => {
      const id = ctx.engine.table.columns.id.at(row);
      return el(
        "li",
        {},
        placeButton(ctx, row, () => store.dispatch({ type: "focus", id })),
      );
    });
  list.replaceChildren(...items);
  $("pareto-count").textContent = format.number(front.length);
}

function settle(/** @type {PageContext} */ ctx) {
  if (!model.root() || !model.data() || !model.scored() || !ctx.config.convergence) return;
  if (!visible($("pareto-list"))) {
    shownKey = "";
    return;
  }
  if (!plot("parallel") || !plot("scatter") || !window.Plotly) {
    clearTimeout(timer);
    timer = setTimeout(() => settle(store.context()), 200);
    return;
  }
  const key = JSON.stringify([ctx.state, canvasLayer.css("--ink"), model.data().key]);
  if (key === shownKey) return;
  shownKey = key;
  const rows = eligible(ctx),
    front = undominated(rows);
  parallel(ctx, rows, front);
  scatter(ctx, rows, front);
  describe(ctx, front);
}

/** The two lists that choose the actors to oppose. */
export function axes(x, y) {
  for (const [key, value, own] of [
    ["axis_x", x, "3"],
    ["axis_y", y, "0"],
  ]) {
    if (model.root() && store.context().config) model.setParam(key, value === own ? "" : value);
  }
}

store.onMount(() => {
  shownKey = "";
});
store.onSettle(settle);
