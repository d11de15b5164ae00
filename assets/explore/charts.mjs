/* Facet charts: bars follow the gesture by rewriting their paths; Plotly is told when the hand rests, and redraws
   when the pointer comes.
   A click on a bar toggles it, a drag across bars sets a range. */

import * as crossfilter from "../core/crossfilter.mjs";
import { around, closest, first } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import * as store from "../core/store.mjs";

/** @import { IntervalFilter } from "../types/answers"
    @import { ChartEvent, Graph, Press, Tones } from "../types/charts"
    @import { ChoicesFacet, Context, Filter, Range, RangeFacet } from "../types/state" */

const HALF = 0.42;
/** The drawn charts. */
const graphs = () => /** @type {Graph[]} */ ([...document.querySelectorAll("[data-chart] .js-plotly-plot")]);
const boxOf = (/** @type {Graph} */ gd) => around("[data-chart]", gd);
const facetOf = (/** @type {Graph} */ gd, /** @type {Context} */ ctx) =>
  /** @type {ChoicesFacet | RangeFacet} */ (ctx.engine.byId.get(boxOf(gd).dataset.chart));
const isReady = (/** @type {Graph} */ gd) => gd._fullLayout?.xaxis && gd.querySelector(".barlayer .trace");
const isFlat = (/** @type {Graph} */ gd) => gd.data[1].orientation === "h";
const stale = new WeakSet();
let retry = 0;

/** The bars that a chart shows, in its order, without the codes it leaves out. */
const orderOf = (/** @type {Graph} */ gd) => boxOf(gd).dataset.order.split(",").map(Number);

/** The line that draws a bar.
    @type {(gd: Graph, i: number, value: number) => string} */
function pathOf(gd, i, value) {
  if (!value || !gd._fullLayout) return "M0,0Z";
  const { xaxis, yaxis } = gd._fullLayout;
  if (isFlat(gd)) {
    const y0 = yaxis.c2p(i - HALF),
      y1 = yaxis.c2p(i + HALF);
    return `M${xaxis.c2p(0)},${y0}V${y1}H${xaxis.c2p(value)}V${y0}Z`;
  }
  const x0 = xaxis.c2p(i - HALF),
    x1 = xaxis.c2p(i + HALF);
  return `M${x0},${yaxis.c2p(0)}V${yaxis.c2p(value)}H${x1}V${yaxis.c2p(0)}Z`;
}

function paint(/** @type {Context} */ ctx) {
  if (document.querySelectorAll("[data-chart]").length > graphs().length) later();
  for (const gd of graphs()) {
    if (!isReady(gd)) {
      later();
      continue;
    }
    const facet = facetOf(gd, ctx);
    const bars = gd.querySelectorAll(".barlayer .trace")[1];
    if (!facet || !bars) continue;
    const counts = ctx.result.counts[facet.id],
      paths = bars.querySelectorAll("path");
    orderOf(gd).forEach((bar, i) => {
      const path = pathOf(gd, i, counts[bar]);
      if (paths[i] && paths[i].getAttribute("d") !== path) paths[i].setAttribute("d", path);
    });
  }
}

/** Charts render on their own time; one timer waits for all of them. */
function later() {
  clearTimeout(retry);
  retry = setTimeout(() => store.repaint(), 120);
}

/** Which bars a filter covers, to draw them in full colour and the others pale.
    @type {(facet: ChoicesFacet | RangeFacet, filter: Filter | undefined, bar: number) => boolean} */
function covered(facet, filter, bar) {
  if (!filter || !crossfilter.isActive(facet, filter)) return true;
  if (facet.kind !== "range") return /** @type {string[]} */ (filter).includes(facet.codes[bar]);
  const value = /** @type {IntervalFilter} */ (filter);
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

/** Colours of the theme, read once: every reading of a computed style may cost a layout.
    @returns {Tones} */
function palette() {
  const css = getComputedStyle(document.documentElement);
  const tone = (/** @type {string} */ name) => css.getPropertyValue(name).trim();
  return { bar: tone("--bar"), pale: tone("--bar-pale") };
}

function settle(/** @type {Context} */ ctx) {
  const tones = palette();
  for (const gd of graphs()) {
    if (!isReady(gd)) continue;
    listen(gd);
    const facet = facetOf(gd, ctx);
    if (!facet) continue;
    const order = orderOf(gd),
      shown = order.map((bar) => ctx.result.counts[facet.id][bar]);
    const colours = order.map((bar) => (covered(facet, ctx.state.filters[facet.id], bar) ? tones.bar : tones.pale));
    const key = [shown, colours].join();
    if (gd.dataset.shown === key) continue;
    gd.dataset.shown = key;
    tell(gd, shown, colours);
    describe(gd, ctx, facet, shown, order);
  }
}

/** Give Plotly the values that the paths already show. Its redraw takes 20 to 40 ms a chart and only hovering needs it:
    it waits until the pointer comes. What no gesture changes has its colours from the style sheet.
    @type {(gd: Graph, shown: number[], colours: string[]) => void} */
function tell(gd, shown, colours) {
  const selected = gd.data[1];
  selected[isFlat(gd) ? "x" : "y"] = shown;
  selected.marker.color = colours;
  const paths = gd.querySelectorAll(".barlayer .trace")[1].querySelectorAll("path");
  for (const [i, colour] of colours.entries()) if (paths[i]) paths[i].style.fill = colour;
  stale.add(gd);
  if (gd.matches(":hover")) redraw(gd);
}

function redraw(/** @type {Graph} */ gd) {
  if (!stale.delete(gd)) return;
  gd.layout.selections = [];
  window.Plotly.redraw(gd);
}

/** @type {(gd: Graph, ctx: Context, facet: ChoicesFacet | RangeFacet, shown: number[], order: number[]) => void} */
function describe(gd, ctx, facet, shown, order) {
  const target = boxOf(gd).querySelector("[data-chart-text]");
  if (!target) return;
  const parts = shown
    .map((n, i) => (n ? format.labelled(barName(ctx, facet, order[i]), format.number(n)) : ""))
    .filter(Boolean);
  target.textContent = parts.length
    ? parts.join(format.language() === "fr" ? " ; " : "; ")
    : format.text(ctx, "nothing");
}

/** @type {(ctx: Context, facet: ChoicesFacet | RangeFacet, bar: number) => string} */
function barName(ctx, facet, bar) {
  if (facet.kind !== "range") return facet.labels[bar];
  const scale = 10 ** facet.decimals,
    last = facet.edges.length;
  if (bar === last + 1) return format.unknown(ctx, facet);
  if (bar === 0) return `< ${format.quantity(facet, facet.edges[0] / scale)}`;
  if (bar === last) return `≥ ${format.quantity(facet, facet.edges[last - 1] / scale)}`;
  const [from, to] = [facet.edges[bar - 1] / scale, facet.edges[bar] / scale];
  return `${format.quantity({ ...facet, unit: "" }, from)} – ${format.quantity(facet, to)}`;
}

/** The interval that bars first..last cover; the unknown bar joins when it is the last one touched.
    @type {(facet: Range, first: number, last: number) => IntervalFilter} */
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

/** All known values are « ≥ 0 »: an interval open on both sides would filter nothing.
    @type {(facet: Range, first: number, last: number) => IntervalFilter} */
function rangeOf(facet, first, last) {
  const value = interval(facet, first, last);
  return value.low === null && value.high === null && !value.unknown ? { ...value, low: 0 } : value;
}

function listen(/** @type {Graph} */ gd) {
  if (gd.dataset.listening) return;
  gd.dataset.listening = "yes";
  gd.addEventListener("pointerenter", () => redraw(gd));
  gd.on("plotly_afterplot", () => redraw(gd));
  gd.on("plotly_selecting", (event) => brush(gd, event, true));
  gd.on("plotly_selected", (event) => brush(gd, event, false));
  gd.addEventListener("pointerdown", (event) => pressed(gd, event), true);
  gd.on("plotly_deselect", () => {
    if (inPlace()) store.dispatch({ type: "lift", facet: boxOf(gd).dataset.chart });
  });
}

/** A click is a press and a release at the same spot, taken at the release itself: Plotly tells it later, and with
    the points of its
    last hover, which a quick hand leaves behind. */
let press = /** @type {Press | null} */ (null),
  presses = /** @type {number[][]} */ ([]);
function pressed(/** @type {Graph} */ gd, /** @type {PointerEvent} */ event) {
  presses = [presses[1], [event.clientX, event.clientY]];
  press = event.button === 0 && closest(event, ".draglayer") ? { gd, bar: under(gd, event), at: presses[1] } : null;
}
const near = (/** @type {number[]} */ a, /** @type {number[]} */ b) => Math.hypot(a[0] - b[0], a[1] - b[1]) < 6;
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
function under(/** @type {Graph} */ gd, /** @type {PointerEvent} */ event) {
  const { xaxis, yaxis } = /** @type {NonNullable<Graph["_fullLayout"]>} */ (gd._fullLayout),
    box = first(".nsewdrag", gd).getBoundingClientRect();
  const at = isFlat(gd) ? yaxis.p2c(event.clientY - box.top) : xaxis.p2c(event.clientX - box.left);
  return Math.min(gd.data[1].x.length - 1, Math.max(0, Math.round(at)));
}

/** Plotly takes two quick clicks for a double one wherever they fall: on two bars they are two clicks. */
const inPlace = () => Boolean(presses[0] && presses[1]) && near(presses[0], presses[1]);

function click(/** @type {Graph} */ gd, /** @type {number} */ index) {
  const ctx = store.context(),
    facet = facetOf(gd, ctx);
  const bar = orderOf(gd)[index];
  if (facet.kind !== "range") return store.dispatch({ type: "toggle", facet: facet.id, code: facet.codes[bar] });
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

/** @type {(gd: Graph, event: ChartEvent | undefined, transient: boolean) => void} */
function brush(gd, event, transient) {
  if (!event?.range) return;
  const ctx = store.context(),
    facet = facetOf(gd, ctx);
  const [a, b] = [...event.range[isFlat(gd) ? "y" : "x"]].sort((p, q) => p - q),
    order = orderOf(gd);
  const from = Math.max(0, Math.round(a)),
    to = Math.min(order.length - 1, Math.round(b));
  if (from > to) return;
  const value =
    facet.kind === "range"
      ? rangeOf(facet, order[from], order[to])
      : order.slice(from, to + 1).map((bar) => facet.codes[bar]);
  store.dispatch({ type: "set", facet: facet.id, value }, { transient });
  if (transient) awaitRelease();
  if (!transient) window.Plotly.relayout(gd, { selections: [] });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const label of document.querySelectorAll(".hoverlayer > *")) label.remove();
});
window.addEventListener("convergence:theme", () => store.repaint());
store.onPaint(paint);
store.onSettle(settle);
