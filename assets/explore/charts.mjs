/* Facet charts: bars follow the gesture by rewriting their paths; Plotly is told when the hand rests, and redraws
   when the pointer comes.
   A click on a bar toggles it, a drag across bars sets a range. */

import * as crossfilter from "../core/crossfilter.mjs";
import { closest } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import * as store from "../core/store.mjs";

const HALF = 0.42;
/** The drawn charts, with what Plotly keeps on them.
    @returns {any[]} */
const graphs = () => [...document.querySelectorAll("[data-chart] .js-plotly-plot")];
/** @returns {import("../types/page").Facet} */
const facetOf = (gd, /** @type {PageContext} */ ctx) =>
  /** @type {any} */ (ctx.engine.byId.get(gd.closest("[data-chart]").dataset.chart));
const isReady = (gd) => gd._fullLayout?.xaxis && gd.querySelector(".barlayer .trace");
const stale = new WeakSet();
let retry = 0;

/** Bars of a facet as the chart shows them: its order, without the codes it leaves out. */
const values = (gd, counts) =>
  gd
    .closest("[data-chart]")
    .dataset.order.split(",")
    .map((i) => counts[+i]);

function pathOf(gd, i, value, horizontal) {
  const { xaxis, yaxis } = gd._fullLayout;
  if (!value) return "M0,0Z";
  if (horizontal) {
    const y0 = yaxis.c2p(i - HALF),
      y1 = yaxis.c2p(i + HALF);
    return `M${xaxis.c2p(0)},${y0}V${y1}H${xaxis.c2p(value)}V${y0}Z`;
  }
  const x0 = xaxis.c2p(i - HALF),
    x1 = xaxis.c2p(i + HALF);
  return `M${x0},${yaxis.c2p(0)}V${yaxis.c2p(value)}H${x1}V${yaxis.c2p(0)}Z`;
}

function paint(/** @type {PageContext} */ ctx) {
  if (document.querySelectorAll("[data-chart]").length > graphs().length) later();
  for (const gd of graphs()) {
    if (!isReady(gd)) {
      later();
      continue;
    }
    const facet = facetOf(gd, ctx);
    const bars = gd.querySelectorAll(".barlayer .trace")[1];
    if (!facet || !bars) continue;
    const horizontal = gd.data[1].orientation === "h";
    const shown = values(gd, ctx.result.counts[facet.id]);
    const paths = bars.querySelectorAll("path");
    shown.forEach((value, i) => {
      const path = pathOf(gd, i, value, horizontal);
      if (paths[i] && paths[i].getAttribute("d") !== path) paths[i].setAttribute("d", path);
    });
  }
}

/** Charts render on their own time; one timer waits for all of them. */
function later() {
  clearTimeout(retry);
  retry = setTimeout(() => store.repaint(), 120);
}

/** Which bars a filter covers, to draw them in full colour and the others pale. */
function covered(facet, value, bar) {
  if (!crossfilter.isActive(facet, value)) return true;
  if (facet.kind !== "range") return value.includes(facet.codes?.[bar]);
  const last = facet.edges.length + 1;
  if (bar === last) return value.unknown;
  if (value.low === null && value.high === null) return false;
  const scale = 10 ** facet.decimals;
  const from = bar === 0 ? -Infinity : facet.edges[bar - 1],
    to = bar === last - 1 ? Infinity : facet.edges[bar] - 1;
  return (
    (value.high === null || from < value.high * scale || from === to) && (value.low === null || to >= value.low * scale)
  );
}

/** Colours of the theme, read once: every reading of a computed style may cost a layout. */
function palette() {
  const css = getComputedStyle(document.documentElement);
  const tone = (name) => css.getPropertyValue(name).trim();
  return { bar: tone("--bar"), pale: tone("--bar-pale"), total: tone("--bar-total"), text: tone("--ink-2") };
}

function settle(/** @type {PageContext} */ ctx) {
  const tones = palette();
  for (const gd of graphs()) {
    if (!isReady(gd)) continue;
    listen(gd);
    const facet = facetOf(gd, ctx);
    if (!facet) continue;
    const shown = values(gd, ctx.result.counts[facet.id]);
    const order = gd.closest("[data-chart]").dataset.order.split(",").map(Number);
    const colours = order.map((bar) => (covered(facet, ctx.state.filters[facet.id], bar) ? tones.bar : tones.pale));
    const key = [shown, colours, tones.total, tones.text].join();
    if (gd.dataset.shown === key) continue;
    gd.dataset.shown = key;
    tell(gd, shown, colours, tones);
    describe(gd, ctx, facet, shown, order);
  }
}

/** Give Plotly the values that the paths already show. Its redraw takes 20 to 40 ms a chart and only hovering needs it:
    it waits until the pointer comes, unless the theme changed. */
function tell(gd, shown, colours, tones) {
  const [total, selected] = gd.data,
    { layout } = gd;
  const themed = total.marker.color !== tones.total || layout.font.color !== tones.text;
  selected[selected.orientation === "h" ? "x" : "y"] = shown;
  selected.marker.color = colours;
  total.marker.color = tones.total;
  layout.font.color = tones.text;
  const paths = gd.querySelectorAll(".barlayer .trace")[1].querySelectorAll("path");
  for (const [i, colour] of colours.entries()) if (paths[i]) paths[i].style.fill = colour;
  stale.add(gd);
  if (themed || gd.matches(":hover")) redraw(gd);
}

function redraw(gd) {
  if (!stale.delete(gd)) return;
  gd.layout.selections = [];
  window.Plotly.redraw(gd);
}

function describe(gd, /** @type {PageContext} */ ctx, facet, shown, order) {
  const target = gd.closest("[data-chart]").querySelector("[data-chart-text]");
  if (!target) return;
  const parts = shown
    .map((n, i) => (n ? `${barName(ctx, facet, order[i])} : ${format.number(n)}` : ""))
    .filter(Boolean);
  target.textContent = parts.length ? parts.join(" ; ") : format.text(ctx, "nothing");
}

function barName(/** @type {PageContext} */ ctx, facet, bar) {
  if (facet.kind !== "range") return facet.labels[bar];
  const scale = 10 ** facet.decimals,
    last = facet.edges.length;
  if (bar === last + 1) return format.unknown(ctx, facet);
  if (bar === 0) return `< ${format.quantity(facet, facet.edges[0] / scale)}`;
  if (bar === last) return `≥ ${format.quantity(facet, facet.edges[last - 1] / scale)}`;
  const [from, to] = [facet.edges[bar - 1] / scale, facet.edges[bar] / scale];
  return `${format.quantity({ ...facet, unit: "" }, from)} – ${format.quantity(facet, to)}`;
}

/** The interval that bars first..last cover; the unknown bar joins when it is the last one touched. */
function interval(facet, first, last) {
  const scale = 10 ** facet.decimals,
    unknownBar = facet.edges.length + 1;
  const unknown = last >= unknownBar;
  if (first >= unknownBar) return { low: null, high: null, unknown: true };
  const top = Math.min(last, unknownBar - 1);
  return {
    low: first <= 0 ? null : facet.edges[first - 1] / scale,
    high: top >= facet.edges.length ? null : (facet.edges[top] - 1) / scale,
    unknown,
  };
}

/** All known values are « ≥ 0 »: an interval open on both sides would filter nothing. */
function rangeOf(facet, first, last) {
  const value = interval(facet, first, last);
  return value.low === null && value.high === null && !value.unknown ? { ...value, low: 0 } : value;
}

function listen(gd) {
  if (gd.dataset.listening) return;
  gd.dataset.listening = "yes";
  gd.addEventListener("pointerenter", () => redraw(gd));
  gd.on("plotly_afterplot", () => redraw(gd));
  gd.on("plotly_selecting", (event) => brush(gd, event, true));
  gd.on("plotly_selected", (event) => brush(gd, event, false));
  gd.addEventListener("pointerdown", (event) => pressed(gd, event), true);
  gd.on("plotly_deselect", () => {
    if (inPlace()) store.dispatch({ type: "lift", facet: gd.closest("[data-chart]").dataset.chart });
  });
}

/** A click is a press and a release at the same spot, taken at the release itself: Plotly tells it later, and with
    the points of its
    last hover, which a quick hand leaves behind. */
let press = /** @type {any} */ (null),
  presses = [];
function pressed(gd, event) {
  presses = [presses[1], [event.clientX, event.clientY]];
  press = event.button === 0 && closest(event, ".draglayer") ? { gd, bar: under(gd, event), at: presses[1] } : null;
}
const near = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]) < 6;
window.addEventListener("pointercancel", () => {
  press = null;
});
window.addEventListener(
  "pointerup",
  (event) => {
    const from = press;
    press = null;
    if (from && near(from.at, [event.clientX, event.clientY])) click(from.gd, from.bar);
  },
  true,
);

/** The bar under the pointer. */
function under(gd, event) {
  const { xaxis, yaxis } = gd._fullLayout,
    box = gd.querySelector(".nsewdrag").getBoundingClientRect();
  const at = gd.data[1].orientation === "h" ? yaxis.p2c(event.clientY - box.top) : xaxis.p2c(event.clientX - box.left);
  return Math.min(gd.data[1].x.length - 1, Math.max(0, Math.round(at)));
}

/** Plotly takes two quick clicks for a double one wherever they fall: on two bars they are two clicks. */
const inPlace = () => Boolean(presses[0] && presses[1]) && near(presses[0], presses[1]);

function click(gd, index) {
  const ctx = store.context(),
    facet = facetOf(gd, ctx);
  const bar = +gd.closest("[data-chart]").dataset.order.split(",")[index];
  if (facet.kind !== "range") return store.dispatch({ type: "toggle", facet: facet.id, code: facet.codes?.[bar] });
  const value = rangeOf(facet, bar, bar),
    current = ctx.state.filters[facet.id];
  const same = current && JSON.stringify(current) === JSON.stringify(value);
  store.dispatch({ type: "set", facet: facet.id, value: same ? null : value });
}

/** A brush that Plotly never ends (the chart was drawn again under the hand) must not leave a filter that no address
    tells. */
let awaited = false;
function awaitRelease() {
  if (awaited) return;
  awaited = true;
  window.addEventListener(
    "mouseup",
    () =>
      setTimeout(() => {
        awaited = false;
        store.abandon();
      }, 100),
    { once: true },
  );
}

function brush(gd, event, transient) {
  if (!event?.range) return;
  const ctx = store.context(),
    facet = facetOf(gd, ctx);
  const horizontal = gd.data[1].orientation === "h";
  const [a, b] = [...(horizontal ? event.range.y : event.range.x)].sort((p, q) => p - q);
  const order = gd.closest("[data-chart]").dataset.order.split(",").map(Number);
  const first = Math.max(0, Math.round(a)),
    last = Math.min(order.length - 1, Math.round(b));
  if (first > last) return;
  const value =
    facet.kind === "range"
      ? rangeOf(facet, order[first], order[last])
      : order.slice(first, last + 1).map((bar) => facet.codes?.[bar]);
  store.dispatch({ type: "set", facet: facet.id, value }, { transient });
  if (transient) awaitRelease();
  if (!transient) window.Plotly.relayout(gd, { selections: [] });
}

window.addEventListener("convergence:theme", () => store.repaint());
store.onPaint(paint);
store.onSettle(settle);
