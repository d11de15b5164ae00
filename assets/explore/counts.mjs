/* What tells the selection around the map: counter, chips, counts beside each choice, the empty result. */
import { $, button, el, the } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import * as store from "../core/store.mjs";

/** @import { Context } from "../types/state" */

function paintCounters(/** @type {Context} */ ctx) {
  const total = ctx.engine.table.rows,
    { visible } = ctx.result;
  const counter = $("counter");
  if (!counter) return;
  counter.textContent = format.text(ctx, visible > 1 ? "counter" : "counter_one", {
    n: format.number(visible),
    total: format.number(total),
  });
  for (const span of document.querySelectorAll("[data-count]")) {
    const { count = "", bars: all = "" } = span.dataset,
      bars = all.split(",");
    let n = 0;
    for (const bar of bars) n += ctx.result.counts[count][+bar];
    const text = format.number(n);
    if (span.textContent === text) continue;
    span.textContent = text;
    span.classList.toggle("zero", n === 0);
  }
}

function settleChips(/** @type {Context} */ ctx) {
  const box = $("chips");
  if (!box) return;
  const hasFocus = document.activeElement && box.contains(document.activeElement);
  const chips = ctx.engine.facets
    .filter((facet) => ctx.state.filters[facet.id])
    .map((facet) => {
      const words = format.filter(ctx, facet, ctx.state.filters[facet.id]),
        label = format.text(ctx, "lift", { what: `${facet.label} : ${words}` });
      return button(
        () => store.dispatch({ type: "lift", facet: facet.id }),
        { class: "chip", "data-chip": facet.id, "aria-label": label },
        el("span", { class: "chip-name" }, `${facet.label} : `),
        el("span", { class: "chip-value" }, words),
        el("span", { class: "chip-x" }, "×"),
      );
    });
  box.replaceChildren(...chips);
  if (hasFocus) (box.querySelector("button") || the("clear")).focus();
  the("no-filter").hidden = chips.length > 0;
  the("clear").disabled = chips.length === 0;
  the("undo").disabled = !store.canUndo();
  for (const section of document.querySelectorAll("[data-facet-section]"))
    section.classList.toggle("active", Boolean(ctx.state.filters[section.dataset.facetSection ?? ""]));
  const live = $("live");
  if (live) live.textContent = the("counter").textContent;
}

/** Nothing left: which single filter to lift, and what it would bring back. */
function settleEmpty(/** @type {Context} */ ctx) {
  const box = $("empty");
  if (!box) return;
  box.hidden = ctx.result.visible > 0;
  if (!box.hidden) {
    const ways = ctx.engine.facets
      .filter((facet) => ctx.state.filters[facet.id])
      .map((facet) => ({ facet, n: ctx.result.lifted[facet.id] }))
      .filter((way) => way.n > 0)
      .sort((a, b) => b.n - a.n);
    const items = ways.slice(0, 4).map(({ facet, n }) => {
      const what = `${facet.label} : ${format.filter(ctx, facet, ctx.state.filters[facet.id])}`,
        brings = format.text(ctx, "lift_brings", { what, n: format.number(n) });
      return button(() => store.dispatch({ type: "lift", facet: facet.id }), { class: "way" }, brings);
    });
    const all = button(() => store.dispatch({ type: "clear" }), { class: "way" }, format.text(ctx, "clear_all"));
    box.replaceChildren(
      el("p", { class: "empty-title" }, format.text(ctx, "empty_title")),
      el("p", {}, format.text(ctx, ways.length ? "empty_lift" : "empty_several")),
      ...items,
      all,
    );
  }
}

store.onPaint(paintCounters);
for (const follower of [settleChips, settleEmpty]) store.onSettle(follower);
